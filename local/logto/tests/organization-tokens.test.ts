import { UserScope } from '@logto/node';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPerson, createWebApp, signedIn, type WebApp } from './people.ts';
import { testLogto } from './server.ts';

const logto = testLogto();
const scopes = [UserScope.Organizations, 'read:data', 'write:data', 'manage:member'];
const DAY = 24 * 60 * 60;
let app: WebApp;
let owner = '';
let member = '';
let count = 0;

beforeAll(async () => {
  app = await createWebApp(logto());
  const scope = async (name: string) => (await logto().api('POST', '/organization-scopes', { name })).body.id as string;
  const [read, write, manage] = [await scope('read:data'), await scope('write:data'), await scope('manage:member')];
  const role = async (name: string, organizationScopeIds: string[]) =>
    (await logto().api('POST', '/organization-roles', { name, organizationScopeIds })).body.id as string;
  [owner, member] = [await role('owner', [read, write, manage]), await role('member', [read])];
});

/** A person signed in before anything about their organization exists. */
async function start(names: string[] = scopes) {
  const email = `person${(count += 1)}@tokens.test`;
  const userId = await createPerson(logto(), email);
  const session = await signedIn(logto(), app, email, names);
  const { body: organization } = await logto().api('POST', '/organizations', { name: 'Acme' });
  const renew = (
    params: Record<string, string> = { organization_id: organization.id },
    refreshToken = session.refreshToken,
  ) => logto().token({ grant_type: 'refresh_token', refresh_token: refreshToken, ...params }, app);
  const join = async (roleIds: string[]) => {
    await logto().api('POST', `/organizations/${organization.id}/users`, { userIds: [userId] });
    await logto().api('PUT', `/organizations/${organization.id}/users/${userId}/roles`, {
      organizationRoleIds: roleIds,
    });
  };
  return { ...session, email, userId, organizationId: organization.id as string, renew, join };
}

describe('an organization token', () => {
  it('is a JWT for the organization with the permissions of the roles held now', async () => {
    const { renew, join, organizationId, userId, refreshToken } = await start();
    await join([owner]);
    const { status, body } = await renew();
    expect(status).toBe(200);
    expect(decodeProtectedHeader(body.access_token)).toMatchObject({ alg: 'ES384', typ: 'at+jwt' });
    expect(decodeJwt(body.access_token)).toMatchObject({
      aud: `urn:logto:organization:${organizationId}`,
      sub: userId,
      client_id: app.id,
      iss: `${logto().endpoint}/oidc`,
    });
    expect(new Set(body.scope.split(' '))).toEqual(new Set(['read:data', 'write:data', 'manage:member']));
    expect(body).toMatchObject({
      expires_in: 3600,
      refresh_token: refreshToken,
      token_type: 'Bearer',
      id_token: expect.any(String),
    });
    await join([member]);
    expect((await renew()).body.scope).toBe('read:data');
  });

  it('is what the client library gets', async () => {
    const { logtoClient, join, organizationId } = await start();
    await join([member]);
    expect(await logtoClient.getOrganizationTokenClaims(organizationId)).toMatchObject({ scope: 'read:data' });
  });

  it('has an empty scope for names not asked for at sign-in, and for a member without a role', async () => {
    const unnamed = await start([UserScope.Organizations]);
    await unnamed.join([owner]);
    expect(await unnamed.renew()).toMatchObject({ status: 200, body: { scope: '' } });
    const roleless = await start();
    await roleless.join([]);
    expect(await roleless.renew()).toMatchObject({ status: 200, body: { scope: '' } });
  });

  it('comes without an ID token when the renewal names the permissions', async () => {
    const { renew, join, organizationId } = await start();
    await join([owner]);
    const { body } = await renew({ organization_id: organizationId, scope: 'read:data write:data' });
    expect(body.id_token).toBeUndefined();
    expect(body.scope.split(' ').sort()).toEqual(['read:data', 'write:data']);
    expect(await renew({ organization_id: organizationId, scope: 'read:data nope:data' })).toMatchObject({
      status: 400,
      body: {
        code: 'oidc.invalid_scope',
        error_description: 'refresh token missing requested scope',
        scope: 'nope:data',
      },
    });
  });

  it('is refused to a stranger, for an unknown organization and where MFA lacks, told apart by the description only', async () => {
    const { renew, join, organizationId, userId } = await start();
    const stranger = {
      status: 403,
      body: {
        code: 'oidc.access_denied',
        error: 'access_denied',
        error_description: 'user is not a member of the organization',
      },
    };
    expect(await renew()).toMatchObject(stranger);
    expect(await renew({ organization_id: 'nope' })).toMatchObject(stranger);
    await join([owner]);
    await logto().api('PATCH', `/organizations/${organizationId}`, { isMfaRequired: true });
    expect(await renew()).toMatchObject({
      status: 403,
      body: {
        code: 'oidc.access_denied',
        error_description: 'organization requires MFA but user has no MFA configured',
      },
    });
    await logto().api('POST', `/users/${userId}/mfa-verifications`, { type: 'Totp' });
    expect((await renew()).status).toBe(200);
  });

  it('needs the scope for organizations', async () => {
    const { renew } = await start(['email']);
    expect(await renew()).toMatchObject({
      status: 403,
      body: {
        code: 'oidc.insufficient_scope',
        message: 'Token missing scope `{{scope}}`.',
        error_description: 'refresh token missing required scope',
        scope: UserScope.Organizations,
      },
    });
  });

  it('does not open the Management API', async () => {
    const { renew, join } = await start();
    await join([owner]);
    const { body } = await renew();
    const response = await fetch(`${logto().endpoint}/api/organizations`, {
      headers: { authorization: `Bearer ${body.access_token}` },
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      code: 'auth.unauthorized',
      data: { code: 'ERR_JWT_CLAIM_VALIDATION_FAILED', claim: 'aud', reason: 'check_failed' },
    });
  });
});

describe('a refresh token', () => {
  const grantGone = {
    status: 400,
    body: { code: 'oidc.invalid_grant', error: 'invalid_grant', error_description: 'grant request is invalid' },
  };

  it('is not rotated before 70 % of its 14 days, and is after', async () => {
    const { renew, refreshToken } = await start();
    await logto().local('POST', '/age', { seconds: 9 * DAY });
    expect((await renew({})).body.refresh_token).toBe(refreshToken);
    await logto().local('POST', '/age', { seconds: 1 * DAY });
    const { body } = await renew({});
    expect(body.refresh_token).not.toBe(refreshToken);
  });

  it('works for three seconds after it was rotated out, and later takes the whole grant with it', async () => {
    const { renew } = await start();
    await logto().local('POST', '/age', { seconds: 10 * DAY });
    const answers = await Promise.all(Array.from({ length: 4 }, () => renew({})));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const rotated = answers[0]?.body.refresh_token as string;
    expect((await renew({}, rotated)).status).toBe(200);
    await logto().local('POST', '/age', { seconds: 4 });
    expect(await renew({})).toMatchObject(grantGone);
    expect(await renew({}, rotated)).toMatchObject(grantGone);
  });

  it('is not used up by a refusal', async () => {
    const { renew, refreshToken } = await start();
    await logto().local('POST', '/age', { seconds: 10 * DAY });
    expect((await renew()).status).toBe(403);
    await logto().local('POST', '/age', { seconds: 4 });
    expect((await renew({})).body.refresh_token).not.toBe(refreshToken);
  });

  it('dies with suspension and does not come back; a deleted user’s and an expired one die alike', async () => {
    const suspended = await start();
    await logto().api('PATCH', `/users/${suspended.userId}/is-suspended`, { isSuspended: true });
    expect(await suspended.renew({})).toMatchObject(grantGone);
    await logto().api('PATCH', `/users/${suspended.userId}/is-suspended`, { isSuspended: false });
    expect(await suspended.renew({})).toMatchObject(grantGone);
    const deleted = await start();
    await logto().api('DELETE', `/users/${deleted.userId}`);
    expect(await deleted.renew({})).toMatchObject(grantGone);
    const expired = await start();
    await logto().local('POST', '/age', { seconds: 15 * DAY });
    expect(await expired.renew({})).toMatchObject(grantGone);
  });

  it('survives the end of the session but not its revocation', async () => {
    const { renew, browser, refreshToken } = await start();
    await browser.open(`${logto().endpoint}/oidc/session/end?client_id=${app.id}`);
    await browser.submit({ logout: 'yes' }, `${logto().endpoint}/oidc/session/end/confirm`);
    expect((await renew({})).status).toBe(200);
    const revoked = await fetch(`${logto().endpoint}/oidc/token/revocation`, {
      method: 'POST',
      body: new URLSearchParams({ token: refreshToken }),
      headers: { authorization: `Basic ${Buffer.from(`${app.id}:${app.secret}`).toString('base64')}` },
    });
    expect([revoked.status, await revoked.text()]).toEqual([200, '']);
    expect(await renew({})).toMatchObject(grantGone);
  });

  it('comes only with prompt=consent, or to an application that always gets one; that one ends with the session', async () => {
    const always = await createWebApp(logto(), { customClientMetadata: { alwaysIssueRefreshToken: true } });
    const email = 'always@tokens.test';
    await createPerson(logto(), email);
    const authorize = async (web: WebApp) => {
      const { TestBrowser } = await import('./browser.ts');
      const { client, signInWithPassword } = await import('./people.ts');
      const browser = new TestBrowser();
      const { logtoClient, storage, authorizationUrl } = client(logto(), web);
      await browser.open((await authorizationUrl()).replace('prompt=consent', 'x=y'));
      await logtoClient.handleSignInCallback(await signInWithPassword(browser, email));
      return { browser, refreshToken: storage.get('refreshToken') };
    };
    expect((await authorize(app)).refreshToken).toBeUndefined();
    const { browser, refreshToken = '' } = await authorize(always);
    const renew = () => logto().token({ grant_type: 'refresh_token', refresh_token: refreshToken }, always);
    expect((await renew()).body.scope.split(' ')).not.toContain('offline_access');
    await browser.open(`${logto().endpoint}/oidc/session/end?client_id=${always.id}`);
    await browser.submit({ logout: 'yes' }, `${logto().endpoint}/oidc/session/end/confirm`);
    expect(await renew()).toMatchObject(grantGone);
  });

  it('dies when the code it came from is used again', async () => {
    const { TestBrowser } = await import('./browser.ts');
    const { CALLBACK, client, signInWithPassword } = await import('./people.ts');
    const email = 'replay@tokens.test';
    await createPerson(logto(), email);
    const browser = new TestBrowser();
    const { storage, authorizationUrl } = client(logto(), app);
    await browser.open(await authorizationUrl());
    const verifier = JSON.parse(storage.get('signInSession') ?? '{}').codeVerifier as string;
    const code = new URL(await signInWithPassword(browser, email)).searchParams.get('code') ?? '';
    const exchange = () =>
      logto().token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: verifier }, app);
    const { body } = await exchange();
    expect(await exchange()).toMatchObject(grantGone);
    expect(await logto().token({ grant_type: 'refresh_token', refresh_token: body.refresh_token }, app)).toMatchObject(
      grantGone,
    );
  });

  it('tells its scopes to introspection', async () => {
    const { refreshToken } = await start();
    const response = await fetch(`${logto().endpoint}/oidc/token/introspection`, {
      method: 'POST',
      body: new URLSearchParams({ token: refreshToken }),
      headers: { authorization: `Basic ${Buffer.from(`${app.id}:${app.secret}`).toString('base64')}` },
    });
    const body = (await response.json()) as { active: boolean; scope: string };
    expect(body.active).toBe(true);
    expect(body.scope.split(' ')).toEqual(
      expect.arrayContaining(['openid', 'offline_access', 'read:data', 'write:data', 'manage:member']),
    );
  });
});

describe('tokens for API resources', () => {
  it('carry tenant-wide roles, or those of one organization with its id', async () => {
    const indicator = 'https://api.tokens.test';
    const { body: resource } = await logto().api('POST', '/resources', { name: 'API', indicator });
    const { body: scope } = await logto().api('POST', `/resources/${resource.id}/scopes`, { name: 'use:api' });
    const { body: role } = await logto().api('POST', '/organization-roles', {
      name: 'api-user',
      resourceScopeIds: [scope.id],
    });
    const email = 'resource@tokens.test';
    const userId = await createPerson(logto(), email);
    const { body: organization } = await logto().api('POST', '/organizations', { name: 'API org' });
    await logto().api('POST', `/organizations/${organization.id}/users`, { userIds: [userId] });
    await logto().api('POST', `/organizations/${organization.id}/users/${userId}/roles`, {
      organizationRoleIds: [role.id],
    });
    const { TestBrowser } = await import('./browser.ts');
    const { client, signInWithPassword } = await import('./people.ts');
    const browser = new TestBrowser();
    const { logtoClient, storage, authorizationUrl } = client(logto(), app, [UserScope.Organizations, 'use:api']);
    await browser.open(`${await authorizationUrl()}&resource=${encodeURIComponent(indicator)}`);
    await logtoClient.handleSignInCallback(await signInWithPassword(browser, email));
    const renew = (params: Record<string, string>) =>
      logto().token(
        {
          grant_type: 'refresh_token',
          refresh_token: storage.get('refreshToken') ?? '',
          resource: indicator,
          ...params,
        },
        app,
      );
    const inOrganization = await renew({ organization_id: organization.id });
    expect(decodeJwt(inOrganization.body.access_token)).toMatchObject({
      aud: indicator,
      organization_id: organization.id,
      scope: 'use:api',
    });
    const plain = decodeJwt((await renew({})).body.access_token);
    expect(plain).toMatchObject({ aud: indicator });
    expect(plain.organization_id).toBeUndefined();
    expect(plain.scope ?? '').toBe('');
    expect(await renew({ resource: 'https://other.test' })).toMatchObject({
      status: 400,
      body: { code: 'oidc.invalid_target' },
    });
  });
});

describe('client credentials', () => {
  const resource = 'https://default.logto.app/api';
  const grant = { grant_type: 'client_credentials' };

  it('answer as recorded', async () => {
    expect(await logto().token({ ...grant, resource, scope: 'all' })).toMatchObject({
      status: 200,
      body: { expires_in: 3600, token_type: 'Bearer', scope: 'all' },
    });
    const withoutScope = await logto().token({ ...grant, resource });
    expect(withoutScope.body.scope).toBeUndefined();
    expect(decodeJwt(withoutScope.body.access_token).scope).toBeUndefined();
    expect((await logto().token({ ...grant, resource, scope: 'all' }, logto().noScope)).body.scope).toBeUndefined();
    expect(await logto().token(grant)).toMatchObject({
      status: 400,
      body: {
        code: 'oidc.invalid_target',
        error_description: 'both `resource` and `organization_id` are not provided',
      },
    });
    expect(await logto().token({ ...grant, resource: 'https://nope.example/api' })).toMatchObject({
      status: 400,
      body: { error_description: 'resource indicator is missing, or unknown' },
    });
    expect(await logto().token({ ...grant, resource }, { ...logto().m2m, secret: 'wrong' })).toMatchObject({
      status: 401,
      body: { code: 'oidc.invalid_client', error_description: 'client authentication failed' },
    });
    expect(await logto().token({ ...grant, resource }, { id: 'nope', secret: 'x' })).toMatchObject({
      status: 400,
      body: { code: 'oidc.invalid_client', error_description: 'invalid client nope' },
    });
    expect(await logto().token({ ...grant, resource }, app)).toMatchObject({
      status: 400,
      body: { code: 'oidc.invalid_request', error_description: 'requested grant type is not allowed for this client' },
    });
  });

  it('give a machine in an organization the permissions of its roles', async () => {
    const { body: machine } = await logto().api('POST', '/applications', { name: 'Bot', type: 'MachineToMachine' });
    const { body: secrets } = await logto().api('GET', `/applications/${machine.id}/secrets`);
    const credentials = { id: machine.id as string, secret: secrets[0].value as string };
    const { body: organization } = await logto().api('POST', '/organizations', { name: 'Bots' });
    const ask = () => logto().token({ ...grant, organization_id: organization.id, scope: 'bot:run' }, credentials);
    expect(await ask()).toMatchObject({ status: 403, body: { code: 'oidc.access_denied' } });
    const { body: scope } = await logto().api('POST', '/organization-scopes', { name: 'bot:run' });
    const { body: role } = await logto().api('POST', '/organization-roles', {
      name: 'bot',
      type: 'MachineToMachine',
      organizationScopeIds: [scope.id],
    });
    expect(
      await logto().api('POST', `/organizations/${organization.id}/applications`, { applicationIds: [machine.id] }),
    ).toMatchObject({ status: 201, body: 'Created' });
    expect(
      await logto().api('POST', `/organizations/${organization.id}/applications/roles`, {
        applicationIds: [machine.id],
        organizationRoleIds: [role.id],
      }),
    ).toMatchObject({ status: 201, body: 'Created' });
    expect(await ask()).toMatchObject({ status: 200, body: { scope: 'bot:run' } });
  });
});

describe('/oidc/auth', () => {
  const authorize = async (params: Record<string, string>) => {
    const query = new URLSearchParams({
      client_id: app.id,
      redirect_uri: 'http://localhost:3999/callback',
      response_type: 'code',
      scope: 'openid',
      state: 'st',
      prompt: 'consent',
      ...params,
    });
    const response = await fetch(`${logto().endpoint}/oidc/auth?${query}`, { redirect: 'manual' });
    return {
      status: response.status,
      location: response.headers.get('location'),
      body: response.status >= 400 ? await response.json() : undefined,
    };
  };

  it.each([
    [{}, '/sign-in?'],
    [{ first_screen: 'register' }, '/register?'],
    [{ interaction_mode: 'signUp' }, '/register?'],
    [{ first_screen: 'identifier:register', identifier: 'email' }, '/identifier-register?'],
    [{ first_screen: 'reset_password' }, '/reset-password?'],
    [{ first_screen: 'whatever' }, '/sign-in?'],
    [{ organization_id: 'abc' }, 'organization_id=abc'],
    [{ login_hint: 'a@b.test' }, 'login_hint=a%40b.test'],
    [{ one_time_token: 'tok', login_hint: 'a@b.test' }, 'one_time_token=tok'],
  ])('sends %j to %s', async (params, expected) => {
    const { status, location } = await authorize(params as Record<string, string>);
    expect(status).toBe(303);
    expect(location).toContain(expected);
  });

  it('refuses a foreign redirect address and an unknown client with JSON', async () => {
    expect(await authorize({ redirect_uri: 'http://evil.test/cb' })).toMatchObject({
      status: 400,
      body: {
        code: 'oidc.invalid_redirect_uri',
        state: 'st',
        iss: `${logto().endpoint}/oidc`,
        message: "`redirect_uri` did not match any of the client's registered `redirect_uris`.",
      },
    });
    expect(await authorize({ client_id: 'nope' })).toMatchObject({
      status: 400,
      body: { code: 'oidc.invalid_client', error_description: 'invalid client nope' },
    });
  });

  it('answers prompt=none without a session with login_required', async () => {
    expect((await authorize({ prompt: 'none' })).location).toContain('error=login_required');
  });
});
