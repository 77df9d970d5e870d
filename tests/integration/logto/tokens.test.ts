import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Logto } from '#app/logto/client.server.ts';
import { asOrganizationId, type OrganizationId, type UserId } from '#app/logto/ids.ts';
import { createUserTokens, type UserTokens, type UserTokensOptions } from '#app/logto/tokens.server.ts';
import { permissionNames, roles } from '#app/permissions.ts';
import { setUpLogto, type SetupResult } from '#scripts/logto-setup/index.ts';
import { startLogto, type TestLogto } from './local.ts';
import { signIn } from './sign-in.ts';
import { openWire, refusal } from './wire.ts';

const appUrl = 'http://localhost:3000';
const password = 'Correct-horse-1';
let server: TestLogto;
let logto: Logto;
let setup: SetupResult;
let options: UserTokensOptions;
let tokens: UserTokens;
let organizationId: OrganizationId;
let ada: UserId;
let refreshToken: string;
let count = 0;

beforeAll(async () => {
  server = await startLogto();
  logto = server.connect();
  setup = await setUpLogto({ ...server.credentials, appUrl });
  options = { endpoint: server.endpoint, appId: setup.appId, appSecret: setup.appSecret };
  tokens = createUserTokens(options);
});
afterAll(() => server.stop());

const signInAs = (email: string, scopes: readonly string[] = permissionNames) =>
  signIn({ ...options, redirectUri: `${appUrl}/auth/callback`, email, password, scopes });

beforeEach(async () => {
  const email = `ada${++count}@example.test`;
  ada = await server.createUser(email, password);
  refreshToken = await signInAs(email);
  organizationId = (await logto.organizations.create({ name: 'Acme' })).id;
  await logto.members.add(organizationId, ada);
  await logto.members.setRoles(organizationId, ada, ['owner']);
});

const renew = (change: { scopes?: readonly string[]; organizationId?: OrganizationId; refreshToken?: string } = {}) =>
  tokens.renewOrganizationAccess({ refreshToken, organizationId, scopes: permissionNames, ...change });

describe('renewing access to an organization', () => {
  it('gives the permissions of the moment for an hour, with the same refresh token', async () => {
    const before = Date.now();
    const access = await renew();
    if (!access.ok) throw new Error(access.refusal);
    expect(access.scopes.sort()).toEqual([...permissionNames].sort());
    expect(access.expiresAt.getTime() - before).toBeGreaterThan(3_590_000);
    expect(access.expiresAt.getTime() - before).toBeLessThan(3_610_000);
    expect(access.refreshToken).toBe(refreshToken);

    await logto.members.setRoles(organizationId, ada, ['member']);
    const demoted = await renew();
    expect(demoted.ok && demoted.scopes.sort()).toEqual([...roles.member.permissions].sort());
  });

  it('permits nothing to a member without a role', async () => {
    await logto.members.setRoles(organizationId, ada, []);
    expect(await renew()).toMatchObject({ ok: true, scopes: [] });
  });

  it('hands on the refresh token that Logto rotated in', async () => {
    await fetch(`${server.endpoint}/local/age`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ seconds: 11 * 24 * 3600 }),
    });
    const access = await renew();
    if (!access.ok) throw new Error(access.refusal);
    expect(access.refreshToken).not.toBe(refreshToken);
    expect(await renew({ refreshToken: access.refreshToken })).toMatchObject({ ok: true });
  });

  it('is one request, also when it fails', async () => {
    for (const answer of [() => new Response('', { status: 502 }), () => refusal(429, 'request.rate_limited')]) {
      const wire = openWire();
      wire.answerNext('POST /oidc/token', answer);
      await createUserTokens({ ...options, fetch: wire.fetch }).renewOrganizationAccess({
        refreshToken,
        organizationId,
        scopes: permissionNames,
      });
      expect(wire.requests).toEqual(['POST /oidc/token']);
    }
  });
});

describe('access is refused', () => {
  it('to someone who was removed, and for an organization that is deleted or unknown', async () => {
    const refused = { ok: false, refusal: 'not-a-member' };
    await logto.members.remove(organizationId, ada);
    expect(await renew()).toEqual(refused);
    await logto.organizations.delete(organizationId);
    expect(await renew()).toEqual(refused);
    expect(await renew({ organizationId: asOrganizationId('aaaaaaaaaaaa') })).toEqual(refused);
  });

  it('until MFA is set up where the organization requires it', async () => {
    await logto.organizations.update(organizationId, { isMfaRequired: true });
    expect(await renew()).toEqual({ ok: false, refusal: 'mfa-required' });
    await server.api.POST('/api/users/{userId}/mfa-verifications', {
      params: { path: { userId: ada } },
      body: { type: 'Totp' },
    });
    expect(await renew()).toMatchObject({ ok: true });
  });

  it('with "sign in again" to someone who is suspended', async () => {
    await server.api.PATCH('/api/users/{userId}/is-suspended', {
      params: { path: { userId: ada } },
      body: { isSuspended: true },
    });
    expect(await renew()).toEqual({ ok: false, refusal: 'sign-in-again' });
  });

  it('with "sign in again" when the account is gone', async () => {
    await server.api.DELETE('/api/users/{userId}', { params: { path: { userId: ada } } });
    expect(await renew()).toEqual({ ok: false, refusal: 'sign-in-again' });
  });

  it('with "sign in again" for a token that is revoked or unknown', async () => {
    expect(await tokens.revokeRefreshToken(refreshToken)).toBe(true);
    expect(await renew()).toEqual({ ok: false, refusal: 'sign-in-again' });
    expect(await renew({ refreshToken: 'x'.repeat(43) })).toEqual({ ok: false, refusal: 'sign-in-again' });
  });

  it('for a permission that the session was not granted, by name, and the token lives on', async () => {
    const [missing, ...granted] = permissionNames;
    refreshToken = await signInAs(`ada${count}@example.test`, granted);
    expect(await renew()).toEqual({ ok: false, refusal: 'scope-not-granted', scope: missing });
    expect(await renew({ scopes: granted })).toMatchObject({ ok: true });
  });

  it('with "misconfigured" when our own credentials are wrong, never with a sign-in', async () => {
    const wrong = createUserTokens({ ...options, appSecret: 'wrong' });
    const input = { refreshToken, organizationId, scopes: permissionNames };
    expect(await wrong.renewOrganizationAccess(input)).toEqual({
      ok: false,
      refusal: 'misconfigured',
      code: 'oidc.invalid_client',
    });
    const unknown = createUserTokens({ ...options, appId: 'nope' });
    expect(await unknown.renewOrganizationAccess(input)).toMatchObject({ refusal: 'misconfigured' });
  });

  it('with "misconfigured" when the sign-in did not ask for organizations', async () => {
    const wire = openWire();
    wire.answerNext('POST /oidc/token', () => refusal(403, 'oidc.insufficient_scope'));
    const access = await createUserTokens({ ...options, fetch: wire.fetch }).renewOrganizationAccess({
      refreshToken,
      organizationId,
      scopes: permissionNames,
    });
    expect(access).toEqual({ ok: false, refusal: 'misconfigured', code: 'oidc.insufficient_scope' });
  });

  it.each([
    ['rate-limited', () => refusal(429, 'request.rate_limited', { 'retry-after': '7' }), { retryAfterMs: 7000 }],
    ['unreachable', () => new Response('', { status: 503 }), {}],
    ['unreachable', () => new Response('<h1>Maintenance</h1>'), {}],
    ['unreachable', () => Response.json({}), {}],
    ['unreachable', () => Promise.reject(new TypeError('fetch failed')), {}],
  ] as const)('with "%s" when Logto does not answer as itself', async (kind, answer, more) => {
    const wire = openWire();
    wire.answerNext('POST /oidc/token', answer);
    const access = await createUserTokens({ ...options, fetch: wire.fetch }).renewOrganizationAccess({
      refreshToken,
      organizationId,
      scopes: permissionNames,
    });
    expect(access).toEqual({ ok: false, refusal: kind, ...more });
  });

  it('without a word on the console', async () => {
    const spies = (['error', 'warn', 'log'] as const).map((name) => vi.spyOn(console, name));
    onTestFinished(() => spies.forEach((spy) => spy.mockRestore()));
    await renew({ refreshToken: 'x'.repeat(43) });
    await tokens.introspectRefreshToken('x'.repeat(43));
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });
});

describe('a refresh token', () => {
  it('tells what it was granted', async () => {
    const granted = await tokens.introspectRefreshToken(refreshToken);
    expect(granted.ok && granted.scopes).toEqual(expect.arrayContaining(permissionNames));
  });

  it('that is dead tells so', async () => {
    await tokens.revokeRefreshToken(refreshToken);
    expect(await tokens.introspectRefreshToken(refreshToken)).toEqual({ ok: false, refusal: 'sign-in-again' });
  });

  it('is revoked without a throw when Logto cannot be reached or refuses', async () => {
    const elsewhere = createUserTokens({ ...options, endpoint: 'http://127.0.0.1:9', pauseMs: 1 });
    expect(await elsewhere.revokeRefreshToken(refreshToken)).toBe(false);
    expect(await createUserTokens({ ...options, appSecret: 'wrong' }).revokeRefreshToken(refreshToken)).toBe(false);
  });
});
