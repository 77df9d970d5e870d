import type { AppLoadContext } from '@remix-run/node';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { sessionCookie } from '#app/auth/cookies.server.ts';
import * as workspaces from '#app/routes/workspaces.tsx';
import * as create from '#app/routes/workspaces.new.tsx';
import { randomSecret } from '#app/secrets.server.ts';
import { testApp } from '#tests/support/app.ts';

await testApp();
// Nobody listens on the port of TCP's "multiplexer", and the app opens its pool at the first query.
process.env['DATABASE_URL'] = 'postgresql://tenantry_app:x@127.0.0.1:1/away';

const context = { nonce: '', requestId: 'r', log: pino({ level: 'silent' }), clientIp: '' } as AppLoadContext;
const cookie = sessionCookie.set(randomSecret()).split(';')[0]!;

const ask = (path: string, init: RequestInit = {}) => ({
  request: new Request(`http://localhost:3000${path}`, { ...init, headers: { cookie } }),
  context: { ...context },
  params: {},
});

it.each([
  ['a page', () => workspaces.loader(ask('/workspaces'))],
  [
    'a form',
    () =>
      create.action(ask('/workspaces/new', { method: 'POST', body: new URLSearchParams({ name: 'A', slug: 'aa' }) })),
  ],
])('%s says with 503 that the database is away, and signs nobody out', async (_what, load) => {
  const thrown: unknown = await load().catch((error: unknown) => error);
  const response = thrown as Response;
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({ code: 'database-unreachable' });
  expect(response.headers.get('set-cookie')).toBeNull();
});
