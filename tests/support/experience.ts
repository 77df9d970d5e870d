/**
 * Signing in and registering by the calls of Logto's own page, in a browser's cookies: for people who are not what a test
 * is about, and for browsers without scripts, which see nothing of a real Logto's page. Each answers the address at which
 * the browser goes on. The browser has come to Logto's page before.
 */
import type { APIRequestContext } from '@playwright/test';
import type { BrowserLogto } from './browser-logto.ts';

interface Account {
  email: string;
  password: string;
}

export async function signInByCalls(request: APIRequestContext, logto: BrowserLogto, { email, password }: Account) {
  const call = experience(request, logto);
  await call('PUT', '', { interactionEvent: 'SignIn' });
  const { verificationId } = await call('POST', '/verification/password', { identifier: identifier(email), password });
  await call('POST', '/identification', { verificationId });
  return submit(call);
}

export async function registerByCalls(request: APIRequestContext, logto: BrowserLogto, { email, password }: Account) {
  const call = experience(request, logto);
  const code = { identifier: identifier(email), interactionEvent: 'Register' };
  await call('PUT', '', { interactionEvent: 'Register' });
  const { verificationId } = await call('POST', '/verification/verification-code', code);
  const { payload } = await logto.mailTo(email, 'Register');
  const proof = { identifier: code.identifier, verificationId, code: payload['code'] };
  await call('POST', '/verification/verification-code/verify', proof);
  await createAccount(call, verificationId, password);
  return submit(call);
}

/** What an invitation's page does with the one-time token in its address, for somebody who has no account yet. */
export async function registerByToken(request: APIRequestContext, logto: BrowserLogto, page: URL, password: string) {
  const call = experience(request, logto);
  const [token, email] = ['one_time_token', 'login_hint'].map((name) => page.searchParams.get(name) ?? '');
  await call('PUT', '', { interactionEvent: 'SignIn' });
  const proof = { token, identifier: identifier(email ?? '') };
  const { verificationId } = await call('POST', '/verification/one-time-token/verify', proof);
  await call('POST', '/identification', { verificationId }, 'user.user_not_exist');
  await call('PUT', '/interaction-event', { interactionEvent: 'Register' });
  await createAccount(call, verificationId, password);
  return submit(call);
}

type Call = ReturnType<typeof experience>;

async function createAccount(call: Call, verificationId: string | undefined, password: string): Promise<void> {
  await call('POST', '/identification', { verificationId }, 'user.missing_profile');
  await call('POST', '/profile', { type: 'password', value: password });
  await call('POST', '/identification', {});
}

async function submit(call: Call): Promise<string> {
  return (await call('POST', '/submit'))['redirectTo'] ?? '';
}

const identifier = (email: string) => ({ type: 'email', value: email });

const experience =
  (request: APIRequestContext, { endpoint }: BrowserLogto) =>
  async (method: string, path: string, data?: object, refusal?: string): Promise<Record<string, string>> => {
    const answer = await request.fetch(`${endpoint}/api/experience${path}`, { method, data });
    const text = await answer.text();
    const body = (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, string>;
    if (refusal ? body['code'] === refusal : answer.ok()) return body;
    throw new Error(`${method} /api/experience${path} answered ${answer.status()}: ${text}`);
  };
