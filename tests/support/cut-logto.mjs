/** Loaded before the app that the browser tests drive: while the file exists, nothing answers it where Logto is. */
import { existsSync } from 'node:fs';

const file = process.env.TENANTRY_LOGTO_CUT ?? '';
const logto = new URL(process.env.LOGTO_ENDPOINT ?? '').origin;
const { fetch } = globalThis;

globalThis.fetch = (input, init) => {
  const { origin } = new URL(input.url ?? input); // a Request, of whichever class, or an address
  if (origin !== logto || !existsSync(file)) return fetch(input, init);
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  return Promise.reject(new TypeError('fetch failed', { cause })); // as Node's own says it
};
