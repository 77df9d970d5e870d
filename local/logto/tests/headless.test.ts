import { beforeAll, describe, expect, it } from 'vitest';
import { TestBrowser } from './browser.ts';
import { APP_URL, client, createPerson, createWebApp, lastCode, PASSWORD, type WebApp } from './people.ts';
import { testLogto } from './server.ts';

const logto = testLogto();
let app: WebApp;
beforeAll(async () => {
  app = await createWebApp(logto());
});

/** A sign-in by the calls that Logto's own page makes. */
async function start() {
  const browser = new TestBrowser();
  const { logtoClient, authorizationUrl } = client(logto(), app);
  await browser.open(await authorizationUrl());
  const call = async (method: string, path: string, body?: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const response = await browser.fetch(`${logto().endpoint}/api/experience${path}`, {
      method,
      headers,
      body: JSON.stringify(body ?? {}),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  };
  return { browser, logtoClient, call };
}

const email = (value: string) => ({ type: 'email', value });

describe('the experience API', () => {
  it('signs in with a password in the recorded order of calls', async () => {
    await createPerson(logto(), 'head@less.test');
    const { browser, logtoClient, call } = await start();
    expect(await call('PUT', '', { interactionEvent: 'SignIn' })).toEqual({ status: 204, body: null });
    const identifier = email('head@less.test');
    expect(await call('POST', '/verification/password', { identifier, password: 'wrong' })).toMatchObject({
      status: 422,
      body: { code: 'session.invalid_credentials' },
    });
    const verified = await call('POST', '/verification/password', { identifier, password: PASSWORD });
    expect(verified).toEqual({ status: 200, body: { verificationId: expect.stringMatching(/^[a-z0-9]{21}$/) } });
    expect(await call('POST', '/identification', verified.body)).toEqual({ status: 204, body: null });
    const submitted = await call('POST', '/submit');
    expect(submitted.body.redirectTo).toContain(`${logto().endpoint}/oidc/auth/`);
    const callback = await browser.open(submitted.body.redirectTo);
    expect(browser.visited.slice(-3).map((line) => line.replace(/auth\/[\w-]+/, 'auth/…'))).toEqual([
      '303 /oidc/auth/…',
      `302 /consent?app_id=${app.id}`,
      '303 /oidc/auth/…',
    ]);
    await logtoClient.handleSignInCallback(callback);
    expect(await logtoClient.isAuthenticated()).toBe(true);
  });

  it('registers a new address by a one-time token in the recorded order of calls', async () => {
    const { body: token } = await logto().api('POST', '/one-time-tokens', {
      email: 'fresh@less.test',
      expiresIn: 1209600,
    });
    expect(token).toEqual({
      tenantId: 'default',
      id: expect.any(String),
      email: 'fresh@less.test',
      token: expect.stringMatching(/^[A-Za-z0-9]{32}$/),
      context: {},
      status: 'active',
      createdAt: expect.any(Number),
      expiresAt: token.createdAt + 1_209_600_000,
    });
    const { browser, call } = await start();
    await call('PUT', '', { interactionEvent: 'SignIn' });
    const verified = await call('POST', '/verification/one-time-token/verify', {
      token: token.token,
      identifier: email('fresh@less.test'),
    });
    expect(verified.status).toBe(200);
    expect(await call('POST', '/identification', verified.body)).toMatchObject({
      status: 404,
      body: { code: 'user.user_not_exist' },
    });
    expect((await call('PUT', '/interaction-event', { interactionEvent: 'Register' })).status).toBe(204);
    expect(await call('POST', '/identification', verified.body)).toMatchObject({
      status: 422,
      body: { code: 'user.missing_profile', data: { missingProfile: ['password'] } },
    });
    expect((await call('POST', '/profile', { type: 'password', value: PASSWORD })).status).toBe(204);
    expect((await call('POST', '/identification', {})).status).toBe(201);
    const { body } = await call('POST', '/submit');
    expect(await browser.open(body.redirectTo)).toContain(APP_URL);
  });

  it('refuses tokens that are unknown, for another spelling, expired or used', async () => {
    const { call } = await start();
    const verify = async (token: string, address: string) =>
      call('POST', '/verification/one-time-token/verify', { token, identifier: email(address) });
    expect(await verify('nope', 'a@less.test')).toMatchObject({
      status: 404,
      body: { code: 'one_time_token.token_not_found' },
    });
    const { body: one } = await logto().api('POST', '/one-time-tokens', { email: 'a@less.test' });
    expect(await verify(one.token, 'A@less.test')).toMatchObject({
      status: 400,
      body: { code: 'one_time_token.email_mismatch' },
    });
    expect((await verify(one.token, 'a@less.test')).status).toBe(200);
    expect(await verify(one.token, 'a@less.test')).toMatchObject({
      status: 400,
      body: { code: 'one_time_token.token_consumed' },
    });
    const { body: two } = await logto().api('POST', '/one-time-tokens', { email: 'a@less.test' });
    await logto().api('PUT', `/one-time-tokens/${two.id}/status`, { status: 'expired' });
    expect(await verify(two.token, 'a@less.test')).toMatchObject({
      status: 400,
      body: { code: 'one_time_token.token_expired' },
    });
  });

  it('signs in with a code', async () => {
    await createPerson(logto(), 'coded@less.test');
    const { call } = await start();
    await call('PUT', '', { interactionEvent: 'SignIn' });
    const identifier = email('coded@less.test');
    const {
      body: { verificationId },
    } = await call('POST', '/verification/verification-code', { identifier, interactionEvent: 'SignIn' });
    expect(
      await call('POST', '/verification/verification-code/verify', { identifier, verificationId, code: '000000' }),
    ).toMatchObject({ status: 400, body: { code: 'verification_code.code_mismatch' } });
    const code = await lastCode(logto(), 'coded@less.test');
    expect(
      (await call('POST', '/verification/verification-code/verify', { identifier, verificationId, code })).status,
    ).toBe(200);
    expect((await call('POST', '/identification', { verificationId })).status).toBe(204);
  });

  it('locks after as many failures as the policy says', async () => {
    await createPerson(logto(), 'locked@less.test');
    await logto().api('PATCH', '/sign-in-exp', { sentinelPolicy: { maxAttempts: 3, lockoutDuration: 1 } });
    const { call } = await start();
    await call('PUT', '', { interactionEvent: 'SignIn' });
    const attempt = (password: string) =>
      call('POST', '/verification/password', { identifier: email('locked@less.test'), password });
    expect([(await attempt('x')).status, (await attempt('x')).status]).toEqual([422, 422]);
    expect(await attempt('x')).toMatchObject({
      status: 400,
      body: {
        code: 'session.verification_blocked_too_many_attempts',
        message: 'Too many attempts in a short time. Please try again in 1 minute.',
      },
    });
    expect((await attempt(PASSWORD)).status).toBe(400);
    await logto().api('PATCH', '/sign-in-exp', { sentinelPolicy: {} });
  });

  it('tells a suspended user 401 user.suspended, and a lost session 400', async () => {
    const userId = await createPerson(logto(), 'held@less.test');
    await logto().api('PATCH', `/users/${userId}/is-suspended`, { isSuspended: true });
    const { call } = await start();
    await call('PUT', '', { interactionEvent: 'SignIn' });
    expect(
      await call('POST', '/verification/password', { identifier: email('held@less.test'), password: PASSWORD }),
    ).toMatchObject({ status: 401, body: { code: 'user.suspended' } });
    const response = await fetch(`${logto().endpoint}/api/experience`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"interactionEvent":"SignIn"}',
    });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, 'session.not_found']);
  });
});
