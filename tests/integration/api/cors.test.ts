/** What pages of other sites may ask of the API and read of it, through the HTTP server. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { env } from '#app/env.server.ts';
import { mintWidgetToken } from '#app/api/widget-token.server.ts';
import { asUserId } from '#app/logto/ids.ts';
import { cable } from '#tests/support/cable.ts';
import { AppBrowser } from '../pages/app.ts';
import { openStage } from '../auth/stage.ts';
import { openServer } from './server.ts';

process.env['WIDGET_ORIGINS'] = 'https://www.operator.test, http://localhost:4999/';

const site = 'https://app.example.com';
const stage = await openStage();
const wire = await cable(process.env['DATABASE_URL']!);
Object.assign(process.env, { DATABASE_URL: wire.url }); // before the server reads it
afterAll(() => wire.cut());
const send = await openServer();

const ada = await stage.person('Ada');
const acme = await stage.organization('Acme', { [ada.id]: 'owner' });
const browser = new AppBrowser();

const allow = (origin: string, tenantId = acme.tenantId) =>
  stage.sql(`INSERT INTO widget_origins (tenant_id, origin, added_by_name) VALUES ($1, $2, 'Ada')`, [tenantId, origin]);

beforeAll(async () => {
  await browser.signIn(ada);
  await allow(site);
});

const cookie = () => ({ cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; ') });

const preflight = (origin: string, path = '/api/v1/organizations') =>
  send(path, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });

/** Never more than the one who asked, and never for cookies. */
function expectNothingFor(headers: Headers) {
  expect(headers.get('vary')).toContain('Origin');
  expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
}

const strangers = [
  'null',
  '*',
  'https://app.example.com.evil.test',
  'https://app.example.com:8443',
  'https://app.example.com:443',
  'http://app.example.com',
  'https://APP.example.com',
  'HTTPS://app.example.com',
  'https://app.example.com.',
  'https://app.example.com/',
  'https://evil.test@app.example.com',
  'https://app.example.com@evil.test',
  'https://evil.app.example.com',
  'https://example.com',
  'https://app%2eexample.com',
  'https://xn--pp-fka.example.com',
  'https://app.example.com, https://evil.test',
  'https://app.example.com https://evil.test',
  'app.example.com',
  "https://app.example.com' OR '1'='1",
  `https://${'a'.repeat(300)}.example.com`,
  'https://www.operator.test.evil.test',
  'http://localhost:4998',
];

describe('what a browser asks beforehand', () => {
  it.each([site, 'https://www.operator.test', 'http://localhost:4999'])('is granted to pages of %s', async (origin) => {
    const { status, headers } = await preflight(origin);
    expect(status).toBe(204);
    expect(Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')))).toEqual({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key',
      'access-control-max-age': '600',
    });
    expect(headers.get('vary')).toMatch(/^Origin\b/);
  });

  it.each(strangers)('is not granted to %j', async (origin) => {
    const { status, headers } = await preflight(origin);
    expect(status).toBe(204);
    expectNothingFor(headers);
  });

  it('never reaches a page, whatever the address, and says nothing to programs', async () => {
    for (const path of ['/api/nothing', '/api/v1/me.data', '/o/acme', '/webhooks/logto']) {
      const { status, headers } = await send(path, { method: 'OPTIONS', headers: cookie() });
      expect([status, headers.get('access-control-allow-origin'), headers.get('set-cookie')]).toEqual([
        204,
        null,
        null,
      ]);
    }
    expectNothingFor((await send('/api/v1/me', { method: 'OPTIONS' })).headers);
  });

  it('is refused from the next time on when the site is removed, or its only workspace is closed', async () => {
    const [other, origin] = [await stage.organization('Other'), 'https://other.example.com'];
    const granted = async () => (await preflight(origin)).headers.get('access-control-allow-origin');
    await allow(origin, other.tenantId);
    expect(await granted()).toBe(origin);
    await stage.sql('UPDATE tenants SET deletion_due_at = now() WHERE id = $1', [other.tenantId]);
    expect(await granted()).toBeNull();
    await stage.sql('UPDATE tenants SET deletion_due_at = NULL WHERE id = $1', [other.tenantId]);
    expect(await granted()).toBe(origin);
    await stage.sql('DELETE FROM widget_origins WHERE origin = $1', [origin]);
    expect(await granted()).toBeNull();
  });
});

describe('an answer', () => {
  it.each(['/api/v1/me', '/api/v1/nothing', '/api/nothing', '/api/v1/organizations'])(
    'of %s is for a listed site alone, refusals too, and names the headers that it may read',
    async (path) => {
      const { headers } = await send(path, { headers: { origin: site, authorization: 'Bearer nonsense' } });
      expect(headers.get('access-control-allow-origin')).toBe(site);
      expect(headers.get('access-control-expose-headers')).toContain(
        'RateLimit, RateLimit-Policy, Retry-After, X-Request-Id',
      );
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      for (const origin of ['null', 'https://app.example.com.evil.test', env().APP_URL]) {
        expectNothingFor((await send(path, { headers: { origin, authorization: 'Bearer nonsense' } })).headers);
      }
      expectNothingFor((await send(path, {})).headers);
    },
  );

  it('counts a cookie on our own pages alone', async () => {
    const me = async (headers: Record<string, string>) =>
      (await send('/api/v1/me', { headers: { ...cookie(), ...headers } })).status;
    expect(await me({})).toBe(200);
    expect(await me({ 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await me({ origin: env().APP_URL })).toBe(200);
    for (const origin of [site, 'https://www.operator.test', 'null', 'https://evil.test'])
      expect(await me({ origin })).toBe(401);
    for (const from of ['cross-site', 'same-site']) expect(await me({ 'sec-fetch-site': from })).toBe(401);
    // Nor beside a token, whatever it is.
    expect(await me({ authorization: 'Bearer nonsense' })).toBe(401);
    expect(await me({ authorization: 'bearer nonsense', origin: env().APP_URL })).toBe(401);
  });

  it('to a write without a token is a refusal, and nothing was done', async () => {
    const headers = { ...cookie(), 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'Forged' });
    for (const origin of [site, 'null', 'https://evil.test']) {
      const answer = await send('/api/v1/organizations', { method: 'POST', headers: { ...headers, origin }, body });
      expect(answer).toMatchObject({ status: 403, body: { code: 'origin-refused' } });
    }
    const unsaid = await send('/api/v1/organizations', { method: 'POST', headers, body });
    expect(unsaid).toMatchObject({ status: 403, body: { code: 'origin-refused' } });
    expect(await stage.sql(`SELECT FROM tenants WHERE name = 'Forged'`)).toEqual([]);
  });

  it('to a widget’s write arrives, from another site and through all checks', async () => {
    const claims = { userId: asUserId(ada.id), origin: site, organizationId: null, keyId: null };
    const { token } = await mintWidgetToken({ ...claims, scopes: ['organizations:create'] });
    const answer = await send('/api/v1/organizations', {
      method: 'POST',
      headers: { origin: site, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Made on a site' }),
    });
    expect(answer).toMatchObject({ status: 201, body: { name: 'Made on a site' } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(site);
    expect(answer.headers.get('ratelimit')).toMatch(/^"default";r=\d+;t=\d+$/);
  });
});

it('without the database is for the operator’s sites alone, which need no looking up', async () => {
  wire.cut();
  for (const [origin, readable] of [
    ['https://www.operator.test', 'https://www.operator.test'],
    [site, null],
  ] as const) {
    const { token } = await mintWidgetToken({
      ...{ userId: asUserId(ada.id), origin, organizationId: null, keyId: null, scopes: ['organizations:read'] },
    });
    const answer = await send('/api/v1/organizations', { headers: { origin, authorization: `Bearer ${token}` } });
    expect(answer).toMatchObject({ status: 503, body: { code: 'database-unreachable' } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(readable);
    expect(answer.headers.get('vary')).toContain('Origin');
    expect(answer.headers.get('retry-after')).toBe('30');
    const asked = await preflight(origin);
    expect([asked.status, asked.headers.get('vary')?.includes('Origin')]).toEqual([readable ? 204 : 503, true]);
  }
});
