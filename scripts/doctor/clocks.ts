/** Three clocks that must agree: this machine's, Logto's and PostgreSQL's. */
import { bad, ok, skipped, warn, type Check, type Finding } from './check.ts';
import type { Databases } from './database.ts';

export const clockCheck = (endpoint: string | undefined, found: Databases): Check => ({
  name: 'clocks',
  needs: ['Logto', 'database: app'],
  look: async () => (endpoint ? compareClocks(await skewOfLogto(endpoint), await skewOfPostgres(found)) : skipped('')),
});

/** Seconds by which another clock is ahead of ours. */
type Skew = number;

/** The header is in whole seconds, and was written half a round trip ago. */
async function skewOfLogto(endpoint: string): Promise<Skew | undefined> {
  const asked = Date.now();
  const answer = await fetch(`${endpoint}/oidc/.well-known/openid-configuration`, {
    redirect: 'manual',
    signal: AbortSignal.timeout(6_000),
  });
  const middle = (asked + Date.now()) / 2;
  const date = Date.parse(answer.headers.get('date') ?? '');
  return Number.isNaN(date) ? undefined : (date + 500 - middle) / 1000;
}

async function skewOfPostgres({ app }: Databases): Promise<Skew> {
  const asked = Date.now();
  const [row] = await app!.rows<{ ms: number }>('SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms');
  return (row!.ms - (asked + Date.now()) / 2) / 1000;
}

// An organization token lives an hour and a lease seconds. The Logto SDK takes ID tokens that are up to 5 minutes off.
const noticeable = 5;
const harmful = 60;

export function compareClocks(logto: Skew | undefined, postgres: Skew): Finding {
  const others = [
    ...(logto === undefined ? [] : [{ name: 'Logto', skew: logto }]),
    { name: 'PostgreSQL', skew: postgres },
  ];
  const off = others.filter(({ skew }) => Math.abs(skew) > noticeable);
  if (off.length === 0)
    return ok(`agree within ${noticeable} s: this machine, ${others.map(({ name }) => name).join(', ')}`);
  const what = off.map(
    ({ name, skew }) => `${name} is ${Math.abs(skew).toFixed(0)} s ${skew > 0 ? 'ahead' : 'behind'}`,
  );
  const remedy = 'Let all machines follow a time server (NTP). From 5 minutes on, sign-in fails.';
  return off.some(({ skew }) => Math.abs(skew) > harmful)
    ? bad(what.join(', '), remedy)
    : warn(what.join(', '), remedy);
}
