import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { digits, TestBrowser } from './browser.ts';
import {
  CALLBACK,
  client,
  createPerson,
  createWebApp,
  lastCode,
  PASSWORD,
  signedIn,
  signInWithPassword,
} from './people.ts';
import { testLogto } from './server.ts';

const logto = testLogto();
const api = (...args: Parameters<ReturnType<typeof logto>['api']>) => logto().api(...args);
const open = async (path: string, headers?: Record<string, string>) => {
  const response = await fetch(`${logto().endpoint}/api${path}`, { headers });
  return { status: response.status, headers: response.headers, body: await response.json().catch(() => null) };
};

describe('what a path answers', () => {
  it('a wrong method names the right ones, and needs no token to say so', async () => {
    const response = await fetch(`${logto().endpoint}/api/organizations`, { method: 'PUT' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'HEAD, GET, POST']);
  });

  it('the roles, permissions and default roles of what does not exist are 404', async () => {
    expect(await api('GET', '/organization-roles/nope/scopes')).toMatchObject({
      status: 404,
      body: { code: 'entity.not_found' },
    });
    expect(await api('GET', '/organizations/nope/jit/roles')).toMatchObject({
      status: 404,
      body: { code: 'entity.not_exists_with_id' },
    });
    expect((await api('GET', '/organizations/nope/jit/email-domains')).status).toBe(200);
  });

  it('an organization cannot take the id of another', async () => {
    const [a, b] = [
      await api('POST', '/organizations', { name: 'A' }),
      await api('POST', '/organizations', { name: 'B' }),
    ];
    expect(await api('PATCH', `/organizations/${a.body.id}`, { id: b.body.id })).toMatchObject({
      status: 422,
      body: { code: 'entity.unique_integrity_violation' },
    });
    expect((await api('GET', `/organizations/${b.body.id}`)).body.name).toBe('B');
  });

  it('a user is not changed by nothing', async () => {
    const id = await createPerson(logto(), 'nothing@tenant.test');
    expect(await api('PATCH', `/users/${id}`, {})).toMatchObject({
      status: 422,
      body: { code: 'entity.invalid_input' },
    });
    expect(await api('PATCH', `/users/${id}/profile`, { profile: { nickname: 5 } })).toMatchObject({ status: 400 });
    expect((await api('GET', `/users/${id}?includeSsoIdentities=true`)).body.ssoIdentities).toEqual([]);
  });

  it('application secrets are renamed, and one of an unknown application is a foreign key', async () => {
    const app = await createWebApp(logto());
    const path = `/applications/${app.id}/secrets`;
    expect(await api('PATCH', `${path}/Default%20secret`, { name: 'Old' })).toMatchObject({
      status: 200,
      body: { name: 'Old' },
    });
    expect((await api('PATCH', `${path}/nope`, { name: 'x' })).body.code).toBe('entity.not_exists');
    expect((await api('POST', '/applications/nope/secrets', { name: 'x' })).body.code).toBe(
      'entity.relation_foreign_key_not_found',
    );
  });

  it('codes of the app itself go out and are good once', async () => {
    expect((await api('POST', '/verification-codes', { email: 'own@code.test' })).status).toBe(204);
    const verificationCode = await lastCode(logto(), 'own@code.test');
    const verify = (code: string) =>
      api('POST', '/verification-codes/verify', { email: 'own@code.test', verificationCode: code });
    expect((await verify('nonsense')).body.code).toBe('verification_code.code_mismatch');
    expect((await verify(verificationCode)).status).toBe(204);
    expect((await verify(verificationCode)).body.code).toBe('verification_code.not_found');
  });
});

describe('settings', () => {
  it('every sign-in method needs a factor', async () => {
    const method = { identifier: 'email', password: false, verificationCode: false, isPasswordPrimary: true };
    expect(await api('PATCH', '/sign-in-exp', { signIn: { methods: [method] } })).toMatchObject({
      status: 400,
      body: { code: 'sign_in_experiences.at_least_one_authentication_factor' },
    });
  });

  it('the public ones need no token', async () => {
    expect(await open('/.well-known/sign-in-exp')).toMatchObject({
      status: 200,
      body: { forgotPassword: { email: false } },
    });
    expect((await open('/swagger.json')).body.paths).toHaveProperty('/api/organizations/{id}/users');
    expect((await fetch(`${logto().endpoint}/api/status`)).status).toBe(204);
  });
});

describe('one’s own account', () => {
  it('is closed until the account centre is on, and needs a token of one’s own', async () => {
    const app = await createWebApp(logto());
    await createPerson(logto(), 'own@account.test', { name: 'Own' });
    const { logtoClient } = await signedIn(logto(), app, 'own@account.test');
    const authorization = `Bearer ${await logtoClient.getAccessToken()}`;
    expect((await open('/my-account')).body.code).toBe('auth.authorization_header_missing');
    expect((await open('/my-account', { authorization: 'Bearer nonsense' })).body.code).toBe('auth.unauthorized');
    expect(await open('/my-account', { authorization })).toMatchObject({
      status: 400,
      body: { code: 'account_center.not_enabled' },
    });
    await api('PATCH', '/account-center', { enabled: true, fields: { name: 'Edit' } });
    const { body } = await open('/my-account', { authorization });
    expect([body.name, 'primaryEmail' in body]).toEqual(['Own', false]);
  });
});

describe('the pages of the account center', () => {
  const visit = async (path: string, redirect?: string) => {
    const url = new URL(`/account/${path}`, logto().endpoint);
    if (redirect !== undefined) url.searchParams.set('redirect', redirect);
    const response = await fetch(url, { redirect: 'manual' });
    return { status: response.status, text: await response.text() };
  };
  const set = (enabled: boolean, fields: object) => api('PATCH', '/account-center', { enabled, fields });

  it('say what they would be, and when they are closed', async () => {
    await set(false, {});
    expect((await visit('password')).text).toContain('The account center is switched off here');
    await set(true, { password: 'ReadOnly', mfa: 'Edit' });
    expect((await visit('password')).text).toContain('People may not edit “password” here');
    expect(await visit('authenticator-app')).toMatchObject({
      status: 200,
      text: expect.stringContaining('A real Logto has its page /account/authenticator-app here'),
    });
    expect((await visit('nothing')).status).toBe(404);
  });

  it('lead back to an app that is registered here, and nowhere else', async () => {
    await createWebApp(logto());
    const back = new URL('/settings?tab=2&x="<', CALLBACK).href;
    const { text } = await visit('email', back);
    expect(text).toContain(`href="${back.replaceAll('&', '&amp;')}"`);
    for (const elsewhere of [
      'https://evil.test/',
      `${new URL(CALLBACK).origin}0/`,
      `${new URL(CALLBACK).origin}@evil.test/`,
      '//evil.test',
      'javascript:alert(1)',
      '/settings',
      '',
    ])
      expect((await visit('email', elsewhere)).text).not.toContain('Back to the app');
    expect((await visit('email')).text).not.toContain('Back to the app');
  });
});

describe('the log of a hook', () => {
  it('tells what arrived and what did not', async () => {
    const receiver = createServer((_req, res) => res.writeHead(500).end());
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    const { body: hook } = await api('POST', '/hooks', {
      name: 'log',
      events: ['Organization.Created'],
      config: { url },
    });
    await api('POST', '/organizations', { name: 'Logged' });
    const logs = await vi.waitFor(async () => {
      const answer = await api('GET', `/hooks/${hook.id}/recent-logs`);
      expect(answer.body).toHaveLength(1);
      return answer;
    });
    expect(logs.body[0]).toMatchObject({ key: 'TriggerHook.Organization.Created', payload: { result: 'Error' } });
    const { body } = await api('GET', `/hooks/${hook.id}?includeExecutionStats=true`);
    expect(body.executionStats).toEqual({ successCount: 0, requestCount: 1 });
    receiver.close();
  });
});

describe('a forgotten password', () => {
  it('is replaced with a code from the mail, and does not sign in by itself', async () => {
    await api('PATCH', '/sign-in-exp', { forgotPasswordMethods: ['EmailVerificationCode'] });
    const app = await createWebApp(logto());
    await createPerson(logto(), 'forgot@tenant.test');
    const browser = new TestBrowser();
    const { logtoClient, authorizationUrl } = client(logto(), app);
    await browser.open(await authorizationUrl({ firstScreen: 'reset_password' }));
    expect(browser.path).toBe('/reset-password');
    await browser.submit({ identifier: 'forgot@tenant.test' });
    expect(browser.path).toBe('/forgot-password/verification-code');
    await browser.submit(digits('passcode', await lastCode(logto(), 'forgot@tenant.test')));
    await browser.submit({ newPassword: 'short', confirmPassword: 'short' });
    expect(browser.text).toContain('Minimum length is 8.');
    await browser.submit({ newPassword: 'Brand-new-1', confirmPassword: 'Brand-new-1' });
    expect(browser.path).toBe('/sign-in');
    await logtoClient.handleSignInCallback(await signInWithPassword(browser, 'forgot@tenant.test', 'Brand-new-1'));
    expect(await logtoClient.isAuthenticated()).toBe(true);
  });
});

describe('a user without the e-mail that signing in asks for', () => {
  it('is asked for it, proves it and goes on', async () => {
    const app = await createWebApp(logto());
    const { body: user } = await api('POST', '/users', { username: 'mailless', password: PASSWORD });
    await createPerson(logto(), 'taken@tenant.test');
    const browser = new TestBrowser();
    const { logtoClient, authorizationUrl } = client(logto(), app);
    await browser.open(await authorizationUrl());
    await signInWithPassword(browser, 'mailless');
    expect(browser.path).toBe('/continue/email');
    await browser.submit({ identifier: 'taken@tenant.test' });
    expect(browser.text).toContain('associated with an existing account');
    await browser.submit({ identifier: 'new@mailless.test' });
    const code = await lastCode(logto(), 'new@mailless.test');
    await logtoClient.handleSignInCallback(await browser.submit(digits('passcode', code)));
    expect((await api('GET', `/users/${user.id}`)).body.primaryEmail).toBe('new@mailless.test');
  });
});

describe('two tabs of one browser', () => {
  it('each end at the callback of their own sign-in', async () => {
    const app = await createWebApp(logto());
    await createPerson(logto(), 'tabs@tenant.test');
    const [first, second] = [client(logto(), app), client(logto(), app)];
    const browser = new TestBrowser();
    await browser.open(await first.authorizationUrl());
    const firstPage = { url: browser.url, html: browser.html };
    await browser.open(await second.authorizationUrl());
    const secondPage = { url: browser.url, html: browser.html };
    for (const [page, { logtoClient }] of [
      [secondPage, second],
      [firstPage, first],
    ] as const) {
      Object.assign(browser, page);
      await logtoClient.handleSignInCallback(await signInWithPassword(browser, 'tabs@tenant.test'));
      expect(await logtoClient.isAuthenticated()).toBe(true);
    }
  });
});
