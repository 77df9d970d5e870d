import LogtoClient, { Prompt, UserScope, type SignInOptions } from '@logto/node';
import { digits, TestBrowser } from './browser.ts';
import type { TestLogto } from './server.ts';

export const APP_URL = 'http://localhost:3999';
export const CALLBACK = `${APP_URL}/callback`;
export const PASSWORD = 'Correct-horse-1';

/** A web application as `POST /applications` makes it, with its real secret. */
export async function createWebApp(logto: TestLogto, extra: Record<string, unknown> = {}) {
  const { body: app } = await logto.api('POST', '/applications', {
    name: 'Test app',
    type: 'Traditional',
    oidcClientMetadata: { redirectUris: [CALLBACK], postLogoutRedirectUris: [`${APP_URL}/`] },
    ...extra,
  });
  const { body: secrets } = await logto.api('GET', `/applications/${app.id}/secrets`);
  return { id: app.id as string, secret: secrets[0].value as string };
}

export type WebApp = Awaited<ReturnType<typeof createWebApp>>;

export async function createPerson(
  logto: TestLogto,
  email: string,
  extra: Record<string, unknown> = {},
): Promise<string> {
  const { body } = await logto.api('POST', '/users', { primaryEmail: email, password: PASSWORD, ...extra });
  return body.id as string;
}

/** The real client library over a plain map. */
export function client(logto: TestLogto, app: WebApp, scopes: string[] = [UserScope.Organizations]) {
  const storage = new Map<string, string>();
  const navigated: string[] = [];
  const logtoClient = new LogtoClient(
    { endpoint: logto.endpoint, appId: app.id, appSecret: app.secret, scopes, prompt: Prompt.Consent },
    {
      storage: {
        getItem: async (key) => storage.get(key) ?? null,
        setItem: async (key, value) => void storage.set(key, value),
        removeItem: async (key) => void storage.delete(key),
      },
      navigate: (url) => void navigated.push(url),
    },
  );
  const authorizationUrl = async (options: Partial<SignInOptions> = {}) => {
    await logtoClient.signIn({ redirectUri: CALLBACK, ...options } as SignInOptions);
    return navigated.at(-1) ?? '';
  };
  return { logtoClient, storage, authorizationUrl };
}

export async function signInWithPassword(browser: TestBrowser, email: string, password = PASSWORD): Promise<string> {
  await browser.submit({ identifier: email });
  return browser.submit({ password });
}

export async function lastCode(logto: TestLogto, email: string): Promise<string> {
  const { body } = await logto.local('GET', `/mails?to=${encodeURIComponent(email)}`);
  return body.at(-1).payload.code as string;
}

export async function registerByEmail(
  logto: TestLogto,
  browser: TestBrowser,
  email: string,
  password = PASSWORD,
): Promise<string> {
  await browser.submit({ identifier: email });
  await browser.submit(digits('passcode', await lastCode(logto, email)));
  return browser.submit({ newPassword: password, confirmPassword: password });
}

/** Signed in through the pages; the refresh token and the client that holds it. */
export async function signedIn(logto: TestLogto, app: WebApp, email: string, scopes?: string[]) {
  const browser = new TestBrowser();
  const { logtoClient, storage, authorizationUrl } = client(logto, app, scopes);
  await browser.open(await authorizationUrl());
  await logtoClient.handleSignInCallback(await signInWithPassword(browser, email));
  return { browser, logtoClient, storage, authorizationUrl, refreshToken: storage.get('refreshToken') ?? '' };
}
