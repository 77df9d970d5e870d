/** Widget tokens: who gets one for what, and that nothing else opens anything. Through the HTTP server. */
import { randomUUID } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Caller } from '#app/api/caller.server.ts';
import { mintFor as mintWidgetTokenFor } from '#app/api/mint-widget-token.server.ts';
import { mintWidgetToken, readWidgetToken, type WidgetClaims } from '#app/api/widget-token.server.ts';
import { revokeApiKey } from '#app/flows/revoke-api-key.server.ts';
import { env } from '#app/env.server.ts';
import { asOrganizationId, asUserId } from '#app/logto/ids.ts';
import type { Access } from '#app/auth/organization.server.ts';
import type { Permission } from '#app/permissions.ts';
import { keyFor } from '#app/secrets.server.ts';
import { spendToken } from '#app/tenants/spent-tokens.server.ts';
import type { WidgetScope } from '#app/widget-scopes.ts';
import { known, newWorkspace } from '#tests/flows/people.ts';
import { AppBrowser } from '../pages/app.ts';
import { openServer } from './server.ts';
import { openStage } from './stage.ts';

process.env['WIDGET_ORIGINS'] = 'https://www.operator.test';

const site = 'https://app.example.com';
const stage = await openStage();
const send = await openServer();

const allow = ({ tenantId }: Access, origin = site) =>
  stage.sql(
    `INSERT INTO widget_origins (tenant_id, origin, added_by_name) VALUES ($1, $2, 'Ada') ON CONFLICT DO NOTHING`,
    [tenantId, origin],
  );
const disallow = ({ tenantId }: Access, origin = site) =>
  stage.sql('DELETE FROM widget_origins WHERE tenant_id = $1 AND origin = $2', [tenantId, origin]);

/** An organization that allows the site. */
async function embedding() {
  const acme = await stage.organization();
  await allow(acme);
  return acme;
}

/** A widget's call, from a page of the site unless said otherwise. */
const call = (
  path: string,
  token: string,
  { origin = site as string | null, method = 'GET', body = undefined as unknown } = {},
) =>
  send(`/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(origin !== null && { origin }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

const mintFor = async (userId: string, more: Partial<WidgetClaims> = {}) => {
  const claims = { origin: site, scopes: ['organizations:read', 'members:read'] as WidgetScope[] };
  return (await mintWidgetToken({ ...claims, organizationId: null, keyId: null, userId: asUserId(userId), ...more }))
    .token;
};

let made = 0;

const seconds = () => Math.floor(Date.now() / 1000);

/** As ours are, but for what is changed; `undefined` leaves it out. */
function sign(changes: JWTPayload = {}, { alg = 'HS256', typ = 'widget+jwt', key = keyFor('widget-token') } = {}) {
  const claims = {
    iss: env().APP_URL,
    aud: 'tenantry:widgets',
    sub: 'user12345678',
    jti: randomUUID(),
    iat: seconds(),
    exp: seconds() + 300,
    origin: site,
    scope: 'organizations:read',
  };
  return new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg, typ }).sign(key);
}

const unsigned = (header: object, payload: object) =>
  [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');

describe('a token is read', () => {
  it('as it was minted, by the page that it names', async () => {
    const claims = {
      userId: asUserId('user12345678'),
      origin: site,
      scopes: ['members:read', 'members:manage'] as WidgetScope[],
      organizationId: asOrganizationId('org123456789'),
      keyId: randomUUID(),
    };
    const { token, expiresAt } = await mintWidgetToken(claims);
    expect(await readWidgetToken(token, site)).toEqual({ ...claims, id: expect.any(String) as string, expiresAt });
    expect(+expiresAt - Date.now()).toBeLessThanOrEqual(300_000);
  });

  it('and what stands for it below is one', async () => {
    expect(await readWidgetToken(await sign(), site)).toMatchObject({ userId: 'user12345678', organizationId: null });
  });

  it.each([
    null,
    '',
    'null',
    'https://app.example.com.evil.test',
    'https://app.example.com:8443',
    'http://app.example.com',
    'https://APP.example.com',
    'https://app.example.com.',
    'https://app.example.com/',
    'https://evil.test@app.example.com',
    'https://www.operator.test',
    'https://аpp.example.com', // a Cyrillic а
  ])('by no page of %j', async (origin) => expect(await readWidgetToken(await sign(), origin)).toBeNull());

  it.each<[string, () => Promise<string> | string]>([
    ['signed with another key', () => sign({}, { key: keyFor('another-purpose') })],
    ['signed with the secret itself', () => sign({}, { key: Buffer.from(env().SESSION_SECRET) })],
    [
      'of another algorithm',
      () => sign({}, { alg: 'HS512', key: Buffer.concat([keyFor('widget-token'), Buffer.alloc(32)]) }),
    ],
    ['of no algorithm', () => `${unsigned({ alg: 'none', typ: 'widget+jwt' }, { sub: 'user12345678' })}.`],
    ['of another kind', () => sign({}, { typ: 'at+jwt' })],
    ['of another audience', () => sign({ aud: 'https://api.example.com' })],
    ['of ours and another audience', () => sign({ aud: ['tenantry:widgets', 'https://api.example.com'] })],
    ['of another issuer', () => sign({ iss: 'https://evil.test' })],
    ['that has expired', () => sign({ iat: seconds() - 300, exp: seconds() - 10 })],
    ['of a longer life', () => sign({ exp: seconds() + 310 })], // a second may pass before `iat` is read
    ['of a longer life that began long ago', () => sign({ iat: seconds() - 3600, exp: seconds() + 60 })],
    ['of the future', () => sign({ iat: seconds() + 600, exp: seconds() + 900 })],
    ['without an end', () => sign({ exp: undefined })],
    ['without a beginning', () => sign({ iat: undefined })],
    ['without an id', () => sign({ jti: undefined })],
    ['with an id that is none of ours', () => sign({ jti: 'one' })],
    ['of nobody', () => sign({ sub: undefined })],
    ['of somebody with a strange id', () => sign({ sub: "user'\0" })],
    ['without an origin', () => sign({ origin: undefined })],
    ['with several origins', () => sign({ origin: [site] })],
    ['of a strange organization', () => sign({ organization: { id: 'org' } })],
    ['of a strange key', () => sign({ key: 'key' })],
    ['that is none', () => 'nonsense'],
    ['that is three empty parts', () => '..'],
  ])('not when it is one %s', async (_name, make) => {
    const token = await make();
    expect(await readWidgetToken(token, site)).toBeNull();
    expect(await call('/organizations', token)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  it('without scopes that we do not know', async () => {
    expect((await readWidgetToken(await sign({ scope: 'members:read everything' }), site))?.scopes).toEqual([
      'members:read',
    ]);
  });
});

describe('a widget', () => {
  it('sees the organizations that allow its site, and no other one of the person', async () => {
    const acme = await embedding();
    const token = await mintFor(acme.userId);
    expect(await call('/organizations', token)).toMatchObject({
      status: 200,
      body: { items: [{ id: acme.organizationId }] },
    });
    expect((await call(`/organizations/${acme.organizationId}/members`, token)).status).toBe(200);
    const silent = await stage.organization();
    const theirs = await mintFor(silent.userId);
    expect(await call('/organizations', theirs)).toMatchObject({ status: 200, body: { items: [] } });
    expect(await call(`/organizations/${silent.organizationId}/members`, theirs)).toMatchObject({
      status: 403,
      body: { code: 'origin-not-allowed' },
    });
  });

  it('stops at once when the site is removed, whatever its token says', async () => {
    const acme = await embedding();
    const token = await mintFor(acme.userId);
    const members = () => call(`/organizations/${acme.organizationId}/members`, token);
    expect((await members()).status).toBe(200);
    await disallow(acme);
    expect(await members()).toMatchObject({ status: 403, body: { code: 'origin-not-allowed' } });
    await allow(acme);
    expect((await members()).status).toBe(200);
  });

  it('of one organization opens no other, not even of the same person and site', async () => {
    const [acme, blue] = [await embedding(), await embedding()];
    await stage.join({ id: blue.organizationId, tenantId: blue.tenantId }, acme.userId, 'owner');
    const token = await mintFor(acme.userId, { organizationId: acme.organizationId });
    expect((await call(`/organizations/${acme.organizationId}/members`, token)).status).toBe(200);
    expect((await call(`/organizations/${blue.organizationId}/members`, token)).status).toBeGreaterThanOrEqual(403);
    expect((await call(`/organizations/${blue.organizationId}/members`, await mintFor(acme.userId))).status).toBe(200);
  });

  it('of a stranger finds nothing', async () => {
    const [acme, blue] = [await embedding(), await embedding()];
    const answer = await call(`/organizations/${blue.organizationId}/members`, await mintFor(acme.userId));
    expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect((await call('/organizations', await mintFor('nobody12345'))).status).toBe(401);
  });

  it('on the operator’s own site and on ours needs no allowance', async () => {
    const acme = await stage.organization();
    for (const origin of ['https://www.operator.test', env().APP_URL]) {
      const token = await mintFor(acme.userId, { origin });
      expect(await call(`/organizations/${acme.organizationId}/members`, token, { origin })).toMatchObject({
        status: 200,
      });
      expect((await call('/organizations', token)).status).toBe(401);
    }
  });

  it.each<[string, Record<string, string>, string, boolean]>([
    ['a page of ours reads with it', { 'sec-fetch-site': 'same-origin' }, 'GET', true],
    ['a program does', {}, 'GET', false],
    ['another site reads with it', { 'sec-fetch-site': 'cross-site' }, 'GET', false],
    ['a neighbouring site does', { 'sec-fetch-site': 'same-site' }, 'GET', false],
    ['somebody types the address', { 'sec-fetch-site': 'none' }, 'GET', false],
    ['an origin says otherwise', { 'sec-fetch-site': 'same-origin', origin: site }, 'GET', false],
    ['an opaque origin does', { 'sec-fetch-site': 'same-origin', origin: 'null' }, 'GET', false],
    ['a write comes without an origin', { 'sec-fetch-site': 'same-origin' }, 'POST', false],
  ])('in a frame of ours needs no Origin where browsers send none: %s', async (_name, headers, method, good) => {
    const { userId } = await framed;
    const ask = async (origin: string) => {
      const authorization = `Bearer ${await mintFor(userId, { origin })}`;
      return (await send('/api/v1/organizations', { method, headers: { authorization, ...headers } })).status !== 401;
    };
    expect(await ask(env().APP_URL)).toBe(good);
    expect(await ask('https://www.operator.test')).toBe(false);
  });

  const framed = stage.organization();

  it('does what its scopes cover alone', async () => {
    const acme = await embedding();
    const token = await mintFor(acme.userId, { scopes: ['organizations:read'] });
    const lacks = { status: 403, body: { code: 'scope-missing' } };
    expect(await call(`/organizations/${acme.organizationId}/members`, token)).toMatchObject(lacks);
    const body = { name: 'More' };
    expect(await call('/organizations', token, { method: 'POST', body })).toMatchObject(lacks);
    expect(await call(`/organizations/${acme.organizationId}/leave`, token, { method: 'POST' })).toMatchObject(lacks);
    // Nor more of itself.
    expect(await call('/widget-tokens', token, { method: 'POST', body: {} })).toMatchObject({ status: 403 });
  });

  it('does what is grave once with a token', async () => {
    const acme = await embedding();
    const token = await mintFor(acme.userId, { scopes: ['membership:leave'] });
    const leave = (with_: string) => call(`/organizations/${acme.organizationId}/leave`, with_, { method: 'POST' });
    expect(await leave(token)).toMatchObject({ status: 409, body: { code: 'last-owner' } });
    expect(await leave(token)).toMatchObject({ status: 401, body: { code: 'token-used' } });
    expect(await leave(await mintFor(acme.userId, { scopes: ['membership:leave'] }))).toMatchObject({ status: 409 });
    const id = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => spendToken(id, new Date(Date.now() + 60_000))));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });
});

type Body = { origin?: string; scopes?: string[]; organization?: string; user?: string };

const ask = (body: Body, headers: Record<string, string>) =>
  send('/api/v1/widget-tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const claimsOf = ({ body }: { body: Record<string, unknown> }, origin = site) =>
  readWidgetToken(String(body['token']), origin);

describe('the session', () => {
  const signedIn = async () => {
    const ada = await stage.person('Ada');
    const acme = await newWorkspace(await known(ada), `with-a-session-${++made}`);
    await allow(acme);
    const browser = new AppBrowser();
    await browser.signIn(ada);
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
    return { acme, headers: { cookie, origin: env().APP_URL } };
  };

  const once = signedIn();
  const others = embedding();

  it('gets tokens for our own page, and for a site of the organization that it names', async () => {
    const { acme, headers } = await signedIn();
    const own = await ask({}, headers);
    expect(own).toMatchObject({
      status: 201,
      body: { scopes: ['organizations:read', 'organizations:create', 'invitations:answer'] },
    });
    expect(await claimsOf(own, env().APP_URL)).toMatchObject({
      userId: acme.userId,
      organizationId: null,
      keyId: null,
    });
    const there = await ask({ origin: site, organization: acme.organizationId, scopes: ['members:read'] }, headers);
    expect(await claimsOf(there)).toMatchObject({ organizationId: acme.organizationId, scopes: ['members:read'] });
  });

  it.each<[string, Body, number, string]>([
    ['a site without an organization', { origin: site }, 400, 'value-invalid'],
    [
      'a site that the organization does not list',
      { origin: 'https://evil.test', organization: 'theirs' },
      403,
      'origin-not-allowed',
    ],
    [
      'a look-alike',
      { origin: 'https://app.example.com.evil.test', organization: 'theirs' },
      403,
      'origin-not-allowed',
    ],
    ['null', { origin: 'null', organization: 'theirs' }, 400, 'origin-invalid'],
    ['everything', { origin: '*', organization: 'theirs' }, 400, 'origin-invalid'],
    ['an organization of others', { origin: site, organization: 'of others' }, 404, 'not-found'],
    ['a scope that there is not', { scopes: ['everything'] }, 400, 'value-invalid'],
  ])('is refused one for %s', async (_name, body, status, code) => {
    const { acme, headers } = await once;
    const blue = await others;
    const ids: Record<string, string> = { theirs: acme.organizationId, 'of others': blue.organizationId };
    const { organization = '' } = body;
    const asked = ids[organization] ? { ...body, organization: ids[organization] } : body;
    expect(await ask(asked, headers)).toMatchObject({ status, body: { code } });
  });
});

describe('a person’s own token', () => {
  const evil = 'https://evil.test';
  const ours = env().APP_URL;

  it.each<[string, { header: string | null; origin?: string }, string]>([
    ['its page', { header: site }, site],
    ['its page, which says so', { header: site, origin: site }, site],
    ['a page that a server names', { header: null, origin: site }, site],
    ['the operator’s page', { header: 'https://www.operator.test' }, 'https://www.operator.test'],
    [
      'another page than the one that asks',
      { header: site, origin: 'https://www.operator.test' },
      'origin-not-allowed',
    ],
    ['a frame of ours that its page shows', { header: site, origin: ours }, ours],
    ['a frame of ours, when a server asks', { header: null, origin: ours }, ours],
    ['a frame of ours, when a page asks that nobody lists', { header: evil, origin: ours }, 'origin-not-allowed'],
    ['a page that nobody lists', { header: evil }, 'origin-not-allowed'],
    ['a page that nobody lists, beside one that is', { header: evil, origin: site }, 'origin-not-allowed'],
    ['no page', { header: 'null' }, 'origin-not-allowed'],
    ['a look-alike', { header: `${site}.evil.test` }, 'origin-not-allowed'],
    ['whatever page', { header: null }, 'value-invalid'],
  ])('is exchanged for %s, or refused', async (_name, { header, ...input }, expected) => {
    const { userId } = await theirs;
    const caller = { kind: 'user-token', person: { userId }, machine: null, proof: {} } as unknown as Caller;
    const answer = await mintWidgetTokenFor({ caller, access: null, input, header, appUrl: env().APP_URL });
    if (!answer.ok) return expect(answer.code).toBe(expected);
    expect(await readWidgetToken(answer.value.token, expected)).toMatchObject({ userId, organizationId: null });
  });

  it('is exchanged for no more than it covers in its organization', async () => {
    const access = await theirs;
    const caller = { kind: 'user-token', person: access, machine: null, proof: {} } as unknown as Caller;
    const scopes: WidgetScope[] = ['members:read', 'members:manage', 'invitations:manage', 'ownership:transfer'];
    const given = (permissions: Permission[]) => {
      const inside = { ...access, permissions };
      return mintWidgetTokenFor({ caller, access: inside, input: { scopes }, header: site, appUrl: env().APP_URL });
    };
    expect(await given(['read:data'])).toMatchObject({ value: { scopes: ['members:read'] } });
    expect(await given(['invite:member'])).toMatchObject({ value: { scopes: ['members:read', 'invitations:manage'] } });
    expect(await given(access.permissions)).toMatchObject({ value: { scopes } });
  });

  const theirs = embedding();
});

describe('an API key', () => {
  it('gets a token for a member, for its organization and no more than its role', async () => {
    const acme = await embedding();
    const { id, secret } = await stage.apiKey(acme, { role: 'member' });
    const scopes = [
      'organizations:read',
      'members:read',
      'members:manage',
      'membership:leave',
      'ownership:transfer',
      'organizations:create',
      'invitations:answer',
    ];
    const answer = await ask({ origin: site, user: acme.userId, scopes }, { authorization: `Bearer ${secret}` });
    expect(answer).toMatchObject({ status: 201, body: { scopes: ['organizations:read', 'members:read'] } });
    expect(await claimsOf(answer)).toMatchObject({ organizationId: acme.organizationId, keyId: id });
    const { secret: admin } = await stage.apiKey(acme, { role: 'admin' });
    expect(await ask({ origin: site, user: acme.userId, scopes }, { authorization: `Bearer ${admin}` })).toMatchObject({
      body: { scopes: ['organizations:read', 'members:read', 'members:manage'] },
    });
  });

  it('is refused one for a stranger, for nobody, for another site, and for what only people do', async () => {
    const [acme, blue] = [await embedding(), await embedding()];
    const { secret } = await stage.apiKey(acme);
    const given = (body: Body) =>
      ask({ origin: site, user: acme.userId, ...body }, { authorization: `Bearer ${secret}` });
    expect(await given({ user: blue.userId })).toMatchObject({
      status: 404,
      body: { code: 'not-found', field: 'user' },
    });
    expect(await given({ origin: 'https://evil.test' })).toMatchObject({
      status: 403,
      body: { code: 'origin-not-allowed' },
    });
    expect(await given({ scopes: ['ownership:transfer'] })).toMatchObject({
      status: 403,
      body: { code: 'not-permitted' },
    });
    expect((await given({ organization: blue.organizationId })).status).toBeGreaterThanOrEqual(403);
    const nobody = await ask({ origin: site }, { authorization: `Bearer ${secret}` });
    expect(nobody).toMatchObject({ status: 400, body: { code: 'value-invalid', field: 'user' } });
  });

  it('takes its tokens with it when it is revoked', async () => {
    const acme = await embedding();
    const { id, secret } = await stage.apiKey(acme);
    const body = { origin: site, user: acme.userId, scopes: ['members:read'] };
    const token = String((await ask(body, { authorization: `Bearer ${secret}` })).body['token']);
    const members = () => call(`/organizations/${acme.organizationId}/members`, token);
    expect((await members()).status).toBe(200);
    expect((await revokeApiKey(acme, id)).ok).toBe(true);
    expect(await members()).toMatchObject({ status: 401 });
  });
});

it('a machine of Logto gets none', async () => {
  const acme = await embedding();
  const token = await stage.organizationToken(await stage.machine(acme), acme);
  const answer = await ask({ origin: site, user: acme.userId }, { authorization: `Bearer ${token}` });
  expect(answer).toMatchObject({ status: 403, body: { code: 'not-permitted' } });
});
