/** Signs a person in without a browser, in the steps that Logto's own page makes, down to a refresh token. */
import { createHash, randomBytes } from 'node:crypto';

type Visitor = { endpoint: string; cookies: Map<string, string> };

export type SignIn = {
  endpoint: string;
  appId: string;
  appSecret: string;
  redirectUri: string;
  email: string;
  password: string;
  scopes: readonly string[];
};

const visit = async ({ endpoint, cookies }: Visitor, method: string, path: string, body?: object) => {
  const response = await fetch(new URL(path, endpoint), {
    method,
    redirect: 'manual',
    headers: {
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  for (const cookie of response.headers.getSetCookie()) {
    const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split(/=(.*)/);
    cookies.set(name, value);
  }
  if (response.status >= 400) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response;
};

const followTo = async (visitor: Visitor, redirectUri: string, from: string): Promise<URL> => {
  let location = from;
  while (!location.startsWith(redirectUri)) {
    const { headers } = await visit(visitor, 'GET', location);
    location = headers.get('location') ?? '';
    if (!location) throw new Error('The way to the application ended');
  }
  return new URL(location);
};

/** @returns the refresh token. */
export const signIn = async (options: SignIn): Promise<string> => {
  const { endpoint, appId, appSecret, redirectUri, email, password, scopes } = options;
  const visitor = { endpoint, cookies: new Map<string, string>() };
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: appId,
    redirect_uri: redirectUri,
    response_type: 'code',
    prompt: 'consent',
    scope: ['openid', 'offline_access', 'email', 'urn:logto:scope:organizations', ...scopes].join(' '),
    resource: 'urn:logto:resource:organizations',
    state: 'state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  await visit(visitor, 'GET', `/oidc/auth?${query}`);
  await visit(visitor, 'PUT', '/api/experience', { interactionEvent: 'SignIn' });
  const identifier = { type: 'email', value: email };
  const verified = await visit(visitor, 'POST', '/api/experience/verification/password', { identifier, password });
  await visit(visitor, 'POST', '/api/experience/identification', (await verified.json()) as object);
  const submitted = await visit(visitor, 'POST', '/api/experience/submit');
  const { redirectTo } = (await submitted.json()) as { redirectTo: string };
  const callback = await followTo(visitor, redirectUri, redirectTo);

  const answer = await fetch(`${endpoint}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${appId}:${appSecret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  });
  const { refresh_token } = (await answer.json()) as { refresh_token?: string };
  if (!refresh_token) throw new Error(`No refresh token: ${answer.status}`);
  return refresh_token;
};
