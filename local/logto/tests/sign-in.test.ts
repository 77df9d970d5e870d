import { UserScope } from '@logto/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { digits, TestBrowser } from './browser.ts';
import {
  APP_URL,
  client,
  createPerson,
  createWebApp,
  lastCode,
  PASSWORD,
  registerByEmail,
  signedIn,
  signInWithPassword,
  type WebApp,
} from './people.ts';
import { testLogto } from './server.ts';

const logto = testLogto();
let app: WebApp;
beforeAll(async () => {
  app = await createWebApp(logto());
});

describe('signing in through the pages, with the real client library', () => {
  it('goes from the sign-in page over consent back to the app with code, state and iss', async () => {
    await createPerson(logto(), 'alice@pages.test', { name: 'Alice' });
    const browser = new TestBrowser();
    const { logtoClient, authorizationUrl } = client(logto(), app);
    await browser.open(await authorizationUrl());
    expect(browser.path).toBe('/sign-in');
    expect(new URL(browser.url).searchParams.get('app_id')).toBe(app.id);
    const callback = new URL(await signInWithPassword(browser, 'alice@pages.test'));
    expect(callback.origin).toBe(APP_URL);
    expect([...callback.searchParams.keys()]).toEqual(['code', 'state', 'iss']);
    await logtoClient.handleSignInCallback(callback.href);
    expect(await logtoClient.getIdTokenClaims()).toMatchObject({ name: 'Alice', organizations: [] });
    expect(await logtoClient.fetchUserInfo()).toMatchObject({ name: 'Alice', organization_data: [] });
  });

  it('comes straight back over a live session', async () => {
    await createPerson(logto(), 'sso@pages.test');
    const { browser, authorizationUrl } = await signedIn(logto(), app, 'sso@pages.test');
    expect(await browser.open(await authorizationUrl())).toContain(`${APP_URL}/callback?code=`);
    await browser.open(`${await authorizationUrl()}&prompt=login%20consent`.replace('prompt=consent&', ''));
    expect(browser.path).toBe('/sign-in');
  });

  it('answers a wrong password and an unknown account alike', async () => {
    await createPerson(logto(), 'wrong@pages.test');
    for (const email of ['wrong@pages.test', 'nobody@pages.test']) {
      const browser = new TestBrowser();
      await browser.open(await client(logto(), app).authorizationUrl());
      await signInWithPassword(browser, email, 'not-the-password');
      expect(browser.html).toContain('role="alert"');
      expect(browser.text).toContain('Incorrect account or password. Please check your input.');
    }
  });

  it('turns a suspended user away with a toast', async () => {
    const id = await createPerson(logto(), 'suspended@pages.test');
    await logto().api('PATCH', `/users/${id}/is-suspended`, { isSuspended: true });
    const browser = new TestBrowser();
    await browser.open(await client(logto(), app).authorizationUrl());
    await signInWithPassword(browser, 'suspended@pages.test');
    expect(browser.html).toContain('role="toast"');
    expect(browser.text).toContain('This account is suspended.');
  });

  it('signs in by a code from the mailbox', async () => {
    await createPerson(logto(), 'code@pages.test');
    const browser = new TestBrowser();
    await browser.open(await client(logto(), app).authorizationUrl());
    await browser.submit({ identifier: 'code@pages.test' });
    await browser.submit({}, '/sign-in/send-code');
    await browser.submit(digits('passcode', '000000'));
    expect(browser.text).toContain('Invalid verification code.');
    expect(await browser.submit(digits('passcode', await lastCode(logto(), 'code@pages.test')))).toContain(APP_URL);
  });

  it('lets two tabs of one browser sign in side by side', async () => {
    await createPerson(logto(), 'tabs@pages.test');
    const browser = new TestBrowser();
    const [first, second] = [client(logto(), app), client(logto(), app)];
    await browser.open(await first.authorizationUrl());
    const page = { html: browser.html, url: browser.url };
    await browser.open(await second.authorizationUrl());
    Object.assign(browser, page);
    await first.logtoClient.handleSignInCallback(await signInWithPassword(browser, 'tabs@pages.test'));
    expect(await first.logtoClient.isAuthenticated()).toBe(true);
  });

  it('shows an unknown session to who comes from a bookmark', async () => {
    const browser = new TestBrowser();
    await browser.open(`${logto().endpoint}/sign-in`);
    expect(browser.path).toBe('/unknown-session');
    expect(browser.text).toContain('Session not found');
  });

  it('speaks Spanish and fills in the e-mail when told', async () => {
    const browser = new TestBrowser();
    await browser.open(
      `${await client(logto(), app).authorizationUrl({ loginHint: 'hint@pages.test' })}&ui_locales=es`,
    );
    expect(browser.html).toContain('lang="es"');
    expect(browser.html).toContain('value="hint@pages.test"');
  });

  it('carries the logo and colour of an organization', async () => {
    const { body } = await logto().api('POST', '/organizations', {
      name: 'Brand',
      branding: { logoUrl: 'http://example.test/l.png' },
      color: { primaryColor: '#123456' },
    });
    const browser = new TestBrowser();
    await browser.open(`${await client(logto(), app).authorizationUrl()}&organization_id=${body.id}`);
    expect(browser.html).toContain('http://example.test/l.png');
    expect(browser.html).toContain('#123456');
  });
});

describe('registering', () => {
  it('goes e-mail, code, password, and joins by e-mail domain', async () => {
    const { body: organization } = await logto().api('POST', '/organizations', { name: 'JIT' });
    await logto().api('PUT', `/organizations/${organization.id}/jit/email-domains`, { emailDomains: ['jit.test'] });
    const browser = new TestBrowser();
    const { logtoClient, authorizationUrl } = client(logto(), app);
    await browser.open(await authorizationUrl({ firstScreen: 'register' }));
    expect(browser.path).toBe('/register');
    await logtoClient.handleSignInCallback(await registerByEmail(logto(), browser, 'new@jit.test'));
    expect(await logtoClient.getIdTokenClaims()).toMatchObject({
      name: null,
      username: null,
      organizations: [organization.id],
    });
  });

  it('says which password will not do', async () => {
    const browser = new TestBrowser();
    await browser.open(await client(logto(), app).authorizationUrl({ firstScreen: 'register' }));
    await browser.submit({ identifier: 'short@pages.test' });
    await browser.submit(digits('passcode', await lastCode(logto(), 'short@pages.test')));
    expect(browser.path).toBe('/continue/password');
    await browser.submit({ newPassword: 'short', confirmPassword: 'short' });
    expect(browser.text).toContain('Minimum length is 8.');
    await browser.submit({ newPassword: PASSWORD, confirmPassword: `${PASSWORD}x` });
    expect(browser.text).toContain('Your passwords don’t match.');
  });

  it('offers to sign in when the address is known', async () => {
    await createPerson(logto(), 'known@pages.test');
    const browser = new TestBrowser();
    await browser.open(await client(logto(), app).authorizationUrl({ firstScreen: 'register' }));
    await browser.submit({ identifier: 'known@pages.test' });
    await browser.submit(digits('passcode', await lastCode(logto(), 'known@pages.test')));
    expect(browser.html).toContain('role="dialog"');
    expect(browser.text).toContain('An account with known@pages.test already exists. Continue to sign in.');
    expect(await browser.submit({}, '/register/sign-in-instead')).toContain(APP_URL);
  });
});

describe('one-time tokens', () => {
  const openLink = async (
    browser: TestBrowser,
    email: string,
    token: string,
    options: Record<string, unknown> = {},
  ) => {
    const started = client(logto(), app, [UserScope.Organizations]);
    const url = await started.authorizationUrl({
      loginHint: email,
      extraParams: { one_time_token: token },
      ...options,
    });
    await browser.open(url);
    if (browser.html.includes('action="/one-time-token"')) await browser.submit({}, '/one-time-token'); // by script
    return started;
  };
  const newToken = async (email: string, expiresIn = 600) =>
    (await logto().api('POST', '/one-time-tokens', { email, expiresIn })).body.token as string;

  it('sign an existing user in without a page', async () => {
    await createPerson(logto(), 'ott@pages.test');
    const browser = new TestBrowser();
    await openLink(browser, 'ott@pages.test', await newToken('ott@pages.test'));
    expect(browser.url).toContain(APP_URL);
  });

  it('are spent when the page opens, not when the registration ends', async () => {
    const token = await newToken('spent@pages.test');
    const browser = new TestBrowser();
    await openLink(browser, 'spent@pages.test', token);
    expect(browser.path).toBe('/continue/password');
    const other = new TestBrowser();
    await openLink(other, 'spent@pages.test', token);
    expect(other.path).toBe('/one-time-token/error');
    expect(other.text).toContain('Invalid link');
    expect(await browser.submit({ newPassword: PASSWORD, confirmPassword: PASSWORD })).toContain(APP_URL);
  });

  it('are not spent by what only fetches the page', async () => {
    await createPerson(logto(), 'fetched@pages.test');
    const token = await newToken('fetched@pages.test');
    const started = client(logto(), app, [UserScope.Organizations]);
    const url = await started.authorizationUrl({
      loginHint: 'fetched@pages.test',
      extraParams: { one_time_token: token },
    });
    await new TestBrowser().open(url);
    const browser = new TestBrowser();
    await openLink(browser, 'fetched@pages.test', token);
    expect(browser.url).toContain(APP_URL);
  });

  it('refuse another spelling of the address', async () => {
    const browser = new TestBrowser();
    await openLink(browser, 'Case@pages.test', await newToken('case@pages.test'));
    expect(browser.path).toBe('/one-time-token/error');
  });

  it('ask somebody who is signed in as another person to switch', async () => {
    await createPerson(logto(), 'first@pages.test');
    const second = await createPerson(logto(), 'second@pages.test');
    const { browser } = await signedIn(logto(), app, 'first@pages.test');
    const { logtoClient } = await openLink(browser, 'second@pages.test', await newToken('second@pages.test'));
    expect(browser.path).toBe('/switch-account');
    expect(browser.text).toContain('Continue as second@pages.test');
    await browser.submit({}, '/switch-account');
    await browser.submit({}, `${logto().endpoint}/oidc/session/end/confirm`); // the library's own step between two accounts
    expect(browser.url).toContain(APP_URL);
    await logtoClient.handleSignInCallback(browser.url);
    expect(await logtoClient.getIdTokenClaims()).toMatchObject({ sub: second });
  });
});

describe('signing out', () => {
  it('shows a form that ends the session and goes back to the app', async () => {
    await createPerson(logto(), 'out@pages.test');
    const { browser, authorizationUrl } = await signedIn(logto(), app, 'out@pages.test');
    await browser.open(
      `${logto().endpoint}/oidc/session/end?client_id=${app.id}&post_logout_redirect_uri=${encodeURIComponent(`${APP_URL}/`)}`,
    );
    expect(browser.html).toContain('id="op.logoutForm"');
    expect(await browser.submit({ logout: 'yes' }, `${logto().endpoint}/oidc/session/end/confirm`)).toBe(`${APP_URL}/`);
    await browser.open(await authorizationUrl());
    expect(browser.path).toBe('/sign-in');
  });

  it('refuses an address that is not registered', async () => {
    const response = await fetch(
      `${logto().endpoint}/oidc/session/end?client_id=${app.id}&post_logout_redirect_uri=http://evil.test/`,
    );
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'oidc.invalid_request',
      error_description: 'post_logout_redirect_uri not registered',
    });
  });
});
