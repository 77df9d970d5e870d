/** Who may call the API: five kinds of callers, each seen anew on every call, and what opens nothing. */
import { createHash, randomBytes } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Access } from '#app/auth/organization.server.ts';
import { env } from '#app/env.server.ts';
import { changeMemberRoles } from '#app/flows/change-member-roles.server.ts';
import { removeMembers } from '#app/flows/remove-members.server.ts';
import { asUserId } from '#app/logto/ids.ts';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { permissionNames, type Role } from '#app/permissions.ts';
import { known, newKey, newWorkspace } from '#tests/flows/people.ts';
import type { TestUser } from '#tests/support/logto.ts';
import { AppBrowser } from '../pages/app.ts';
import { type Answer, type Credential, program } from './program.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
const { call, widget } = program(stage);

const extra = await keyOfLogto();

/** One more key among Logto's, whose private half is ours: so that a claim alone can be what is wrong with a token. */
async function keyOfLogto() {
  const pair = await generateKeyPair('ES384', { extractable: true });
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'extra', alg: 'ES384', use: 'sig' };
  const onward = globalThis.fetch;
  globalThis.fetch = async (asked, init) => {
    const answer = await onward(asked, init);
    if (!String(asked instanceof Request ? asked.url : asked).endsWith('/oidc/jwks')) return answer;
    const { keys } = (await answer.json()) as { keys: unknown[] };
    return Response.json({ keys: [...keys, jwk] });
  };
  return pair;
}

type Application = { id: string; secret: string };

const redirectUri = 'http://localhost:3000/auth/callback';

/** Somebody else's web application at the same Logto. */
async function newApplication(name: string): Promise<Application> {
  const oidcClientMetadata = { redirectUris: [redirectUri], postLogoutRedirectUris: [] };
  const body = { name, type: 'Traditional', oidcClientMetadata };
  const { id } = await bodyOf(stage.logto.api.POST('/api/applications', { body: body as never }));
  const [secret] = await bodyOf(stage.logto.api.GET('/api/applications/{id}/secrets', { params: { path: { id } } }));
  return { id, secret: secret!.value };
}

const listed = await newApplication('Shop');
const unlisted = await newApplication('Stranger');
process.env['API_CLIENT_IDS'] = `nobody, ${listed.id}`;

const apiResource = stage.logto.environment.LOGTO_API_RESOURCE;
const allScopes = permissionNames.join(' ');

/** Signs somebody in at an application, which then has tokens for them. */
async function signInAt(application: Application, who: TestUser) {
  const verifier = randomBytes(32).toString('base64url');
  const start = new URL('/oidc/auth', stage.logto.endpoint);
  start.search = new URLSearchParams([
    ['client_id', application.id],
    ['redirect_uri', redirectUri],
    ['response_type', 'code'],
    ['prompt', 'consent'],
    ['state', 'here'],
    ['code_challenge', createHash('sha256').update(verifier).digest('base64url')],
    ['code_challenge_method', 'S256'],
    ['scope', `openid offline_access urn:logto:scope:organizations ${allScopes}`],
    ['resource', 'urn:logto:resource:organizations'],
    ['resource', apiResource],
  ]).toString();
  const back = await new AppBrowser().throughLogto(start, who);
  const code = back.searchParams.get('code')!;
  const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
  const { body } = await stage.token(application, grant);
  const refresh = { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) };
  return async (fields: Record<string, string>): Promise<Credential & { token: string }> => {
    const { status, token, body } = await stage.token(application, { ...refresh, ...fields });
    if (status !== 200) throw new Error(JSON.stringify(body));
    return { token };
  };
}

async function sessionOf(who: TestUser): Promise<Credential> {
  const browser = new AppBrowser();
  await browser.signIn(who);
  return { cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; ') };
}

/** Everything that somebody can present. */
async function credentialsOf(who: TestUser, { organizationId }: Access): Promise<Record<string, Credential>> {
  const session = await sessionOf(who);
  const token = await signInAt(listed, who);
  return {
    session,
    'user-token': await token({ resource: apiResource }),
    'resource token of the organization': await token({ resource: apiResource, organization_id: organizationId }),
    'organization token': await token({ organization_id: organizationId, scope: allScopes }),
    widget: await widget({ userId: asUserId(who.id) }),
  };
}

const kinds = ['session', 'user-token', 'resource token of the organization', 'organization token', 'widget'] as const;

let ada: TestUser;
let acme: Access;
let blue: Access;
const path = ({ organizationId }: Access) => `/organizations/${organizationId}`;

let workspaces = 0;
const workspaceOf = async (who: TestUser) => newWorkspace(await known(who), `callers-${++workspaces}`);

async function memberOf(access: Access, name: string, role: Role = 'admin'): Promise<TestUser> {
  const who = await stage.person(name);
  await known(who);
  await stage.join({ id: access.organizationId, tenantId: access.tenantId }, who.id, role);
  return who;
}

const told = ({ status, body }: Answer): string | number => body.code ?? status;

beforeAll(async () => {
  ada = await stage.person('Ada');
  acme = await workspaceOf(ada);
  blue = await stage.organization();
});

describe('a person', () => {
  it.each(kinds)('by %s is in their organizations, and a stranger elsewhere', async (kind) => {
    const ann = await memberOf(acme, `Ann ${kind}`);
    const credential = (await credentialsOf(ann, acme))[kind]!;
    const me = await call(credential, 'GET /me');
    expect(me.body.caller).toMatchObject({ kind: kind.includes('token') ? 'user-token' : kind, id: ann.id });
    const inside = await call(credential, `GET ${path(acme)}`);
    expect(inside.body).toMatchObject({ id: acme.organizationId, roles: ['admin'] });
    expect(inside.body.permissions).toContain('invite:member');
    expect(inside.body.permissions).not.toContain('delete:organization');
    expect(told(await call(credential, `GET ${path(blue)}`))).toBe('not-found');
    expect(told(await call(credential, 'GET /organizations/nothinghere'))).toBe('not-found');
    const hers = await workspaceOf(ann);
    const limited = kind.includes('organization'); // to the one that Logto gave it for
    expect(told(await call(credential, `GET ${path(hers)}`))).toBe(limited ? 'not-found' : 200);
  });

  it('whose role was changed, and who was removed, is refused at once though every token lives', async () => {
    const bob = await memberOf(acme, 'Bob');
    const credentials = await credentialsOf(bob, acme);
    const invitations = async () =>
      Promise.all(kinds.map(async (kind) => told(await call(credentials[kind]!, `GET ${path(acme)}/invitations`))));
    expect(new Set(await invitations())).toEqual(new Set([200]));
    const userIds = [asUserId(bob.id)];
    expect(await changeMemberRoles(acme, { userIds, role: 'member' }, newKey())).toMatchObject({ ok: true });
    expect(new Set(await invitations())).toEqual(new Set(['not-permitted']));
    expect(await removeMembers(acme, { userIds }, newKey())).toMatchObject({ ok: true });
    expect(new Set(await invitations())).toEqual(new Set(['not-found']));
  });

  it('demoted in Logto’s console, which tells nobody, changes nothing any more', async () => {
    const cleo = await memberOf(acme, 'Cleo');
    const credentials = await credentialsOf(cleo, acme);
    await logto().members.setRoles(acme.organizationId, asUserId(cleo.id), ['member']);
    for (const kind of kinds) {
      const body = { emails: [`by-${kind.replaceAll(' ', '-')}@example.com`], role: 'member' };
      const answer = await call(credentials[kind]!, `POST ${path(acme)}/invitations`, { body });
      expect(told(answer), kind).toBe('not-permitted');
    }
  });

  it('who is suspended is nobody', async () => {
    const dan = await memberOf(acme, 'Dan');
    const credentials = await credentialsOf(dan, acme);
    await stage.sql('UPDATE users SET suspended = true WHERE id = $1', [dan.id]);
    for (const kind of kinds) expect(told(await call(credentials[kind]!, 'GET /me')), kind).toBe('unauthenticated');
  });

  it('with fewer scopes in an organization token does no more than those', async () => {
    const token = await signInAt(listed, ada);
    const narrow = await token({ organization_id: acme.organizationId, scope: 'read:data' });
    expect((await call(narrow, `GET ${path(acme)}`)).body.permissions).toEqual(['read:data']);
    const refused = await call(narrow, `GET ${path(acme)}/invitations`);
    expect(refused).toMatchObject({ status: 403, body: { code: 'not-permitted' } });
    expect(refused.headers.get('www-authenticate')).toContain('error="insufficient_scope", scope="invite:member"');
    expect(told(await call(narrow, 'POST /organizations', { body: { name: 'Mine' } }))).toBe('not-permitted');
  });

  it('gets no widget token for more than what asks for it covers', async () => {
    const eva = await memberOf(acme, 'Eva', 'member');
    const allButOwners = permissionNames.filter((name) => name !== 'delete:organization').join(' ');
    const token = await signInAt(listed, ada);
    const narrow = await token({ organization_id: acme.organizationId, scope: allButOwners });
    const key = { token: (await stage.apiKey(acme, { role: 'admin' })).secret };
    const body = { origin: env().APP_URL, scopes: ['members:manage'] };
    await stage.sql(
      `INSERT INTO widget_origins (tenant_id, origin, added_by_name) VALUES ($1, $2, 'Ada') ON CONFLICT DO NOTHING`,
      [acme.tenantId, body.origin],
    );
    for (const [asking, more] of [
      [narrow, {}],
      [key, { user: ada.id }],
    ] as const) {
      const minted = await call(asking, 'POST /widget-tokens', { body: { ...body, ...more } });
      const owners = { token: String(minted.body.token), origin: body.origin };
      const give = async (who: TestUser, role: Role) =>
        told(await call(owners, `PUT ${path(acme)}/members/${who.id}/role`, { body: { role } }));
      expect(await give(eva, 'owner')).toBe('role-above-own');
      expect(await give(ada, 'member')).toBe('member-above-own');
    }
    expect(await logto().members.roles(acme.organizationId, asUserId(eva.id))).toMatchObject([{ name: 'member' }]);
  });

  it('whose session is older than a permission is asked about in Logto, and nobody else', async () => {
    const fay = await memberOf(acme, 'Fay');
    const gus = await memberOf(acme, 'Gus', 'member');
    const [hers, his] = [await sessionOf(fay), await sessionOf(gus)];
    const invitations = async (session: Credential) => told(await call(session, `GET ${path(acme)}/invitations`));
    expect([await invitations(hers), await invitations(his)]).toEqual([200, 'not-permitted']);
    for (const [table, column] of ['sessions granted_scopes', 'organization_access scopes'].map((at) =>
      at.split(' '),
    )) {
      await stage.sql(`UPDATE ${table} SET ${column} = array_remove(${column}, 'invite:member') WHERE user_id = $1`, [
        fay.id,
      ]);
    }
    await stage.logto.clearCalls();
    expect([await invitations(hers), await invitations(his)]).toEqual([200, 'not-permitted']);
    expect(await stage.logto.calls()).toMatchObject({ total: 1 });
    await stage.logto.fail({ path: '/api/*', drop: 'before' });
    expect(await invitations(hers)).toBe('logto-unreachable');
    await stage.logto.clearFaults();
  });

  it('whose session Logto takes no more is told how to come in, as everybody who is not known', async () => {
    const hal = await memberOf(acme, 'Hal');
    const session = await sessionOf(hal);
    await stage.sql(String.raw`UPDATE sessions SET refresh_token = '\x00' WHERE user_id = $1`, [hal.id]);
    await stage.sql('DELETE FROM organization_access WHERE user_id = $1', [hal.id]);
    const answer = await call(session, `GET ${path(acme)}`);
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="api"');
  });

  it('who was never here, but signed in elsewhere, is met', async () => {
    const newcomer = await stage.person('Newcomer');
    await logto().members.add(acme.organizationId, asUserId(newcomer.id));
    await logto().members.setRoles(acme.organizationId, asUserId(newcomer.id), ['member']);
    const token = await (await signInAt(listed, newcomer))({ resource: apiResource });
    expect((await call(token, 'GET /me')).body.caller).toMatchObject({ id: newcomer.id, name: 'Newcomer' });
    expect((await call(token, `GET ${path(acme)}`)).body.roles).toEqual(['member']);
  });

  it('without a second step does not come into an organization that requires one', async () => {
    const eve = await stage.person('Eve');
    const strict = await workspaceOf(eve);
    const token = await (await signInAt(listed, eve))({ resource: apiResource });
    const shown = await widget({ userId: asUserId(eve.id) });
    const session = await sessionOf(eve);
    const params = { path: { id: strict.organizationId } };
    await stage.logto.api.PATCH('/api/organizations/{id}', { params, body: { isMfaRequired: true } });
    await stage.sql('UPDATE tenants SET is_mfa_required = true WHERE id = $1', [strict.tenantId]);
    await stage.sql('DELETE FROM organization_access WHERE tenant_id = $1', [strict.tenantId]);
    for (const each of [token, shown, session]) {
      expect(await call(each, `GET ${path(strict)}`)).toMatchObject({ status: 403, body: { code: 'mfa-required' } });
    }
    const user = { params: { path: { userId: eve.id } } };
    await stage.logto.api.POST('/api/users/{userId}/mfa-verifications', { ...user, body: { type: 'Totp' } });
    for (const each of [token, shown, session]) expect((await call(each, `GET ${path(strict)}`)).status).toBe(200);
  });
});

describe('a machine', () => {
  const made = {
    'api-key': async () => (await stage.apiKey(acme, { role: 'admin' })).secret,
    machine: async () => stage.organizationToken(await stage.machine(acme, 'admin'), acme, allScopes),
  };

  it.each(['api-key', 'machine'] as const)('of kind %s is in its organization alone', async (kind) => {
    const robot = { token: await made[kind]() };
    expect((await call(robot, 'GET /me')).body).toMatchObject({
      caller: { kind, role: 'admin' },
      organization: { id: acme.organizationId },
    });
    expect((await call(robot, `GET ${path(acme)}`)).body.permissions).not.toContain('delete:organization');
    expect(told(await call(robot, `GET ${path(blue)}`))).toBe('not-found');
    expect(told(await call(robot, `POST ${path(acme)}/leave`))).toBe('people-only');
  });

  it('by a token for our resource instead of its organization is nobody', async () => {
    const robot = await stage.machine(acme, 'admin');
    const { token } = await stage.token(robot, { resource: apiResource });
    expect(told(await call({ token }, 'GET /me'))).toBe('unauthenticated');
  });
});

describe('what is no credential', () => {
  const seconds = () => Math.floor(Date.now() / 1000);
  const claims = (): JWTPayload => ({
    iss: `${stage.logto.endpoint}/oidc`,
    aud: `urn:logto:organization:${acme.organizationId}`,
    sub: ada.id,
    client_id: listed.id,
    scope: allScopes,
    iat: seconds(),
    exp: seconds() + 3600,
  });

  type Header = { alg?: string; typ?: string; key?: Parameters<SignJWT['sign']>[0] };
  const sign = (changes: JWTPayload = {}, { alg = 'ES384', typ = 'at+jwt', key = extra.privateKey }: Header = {}) =>
    new SignJWT({ ...claims(), ...changes }).setProtectedHeader({ alg, typ, kid: 'extra' }).sign(key);

  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  const refused: [string, () => Promise<string> | string][] = [
    ['nothing at all', () => '-'],
    ['of no algorithm', () => `${part({ alg: 'none', typ: 'at+jwt', kid: 'extra' })}.${part(claims())}.`],
    [
      'signed with Logto’s public key as if it were a secret',
      async () => sign({}, { alg: 'HS256', key: Buffer.from(await exportSPKI(extra.publicKey)) }),
    ],
    ['signed with somebody’s key', async () => sign({}, { key: (await generateKeyPair('ES384')).privateKey })],
    ['of another type', () => sign({}, { typ: 'JWT' })],
    ['that has expired', () => sign({ exp: seconds() - 60 })],
    ['without an end', () => sign({ exp: undefined })],
    ['not good yet', () => sign({ nbf: seconds() + 600 })],
    ['of another issuer', () => sign({ iss: 'https://evil.test/oidc' })],
    ['of no issuer', () => sign({ iss: undefined })],
    ['for another resource', () => sign({ aud: 'https://other.example.com' })],
    ['for the Management API', () => sign({ aud: 'https://default.logto.app/api' })],
    ['for our resource and another', () => sign({ aud: [apiResource, 'https://other.example.com'] })],
    ['for what only looks like an organization', () => sign({ aud: 'urn:logto:organization:../../x' })],
    ['for a strange organization of our resource', () => sign({ aud: apiResource, organization_id: { id: 'x' } })],
    ['of another application', () => sign({ client_id: unlisted.id })],
    ['of no application', () => sign({ client_id: undefined })],
    ['of several applications', () => sign({ client_id: [listed.id] as unknown as string })],
    ['of nobody', () => sign({ sub: undefined })],
    ['of somebody whom Logto does not know', () => sign({ sub: 'nobodyatall0' })],
    ['of a machine that is none', () => sign({ sub: listed.id })],
    [
      'really of another application',
      async () => (await (await signInAt(unlisted, ada))({ resource: apiResource })).token,
    ],
  ];

  it('stands beside one that is', async () => {
    expect((await call({ token: await sign() }, `GET ${path(acme)}`)).status).toBe(200);
    expect((await call({ token: await sign({ aud: apiResource }) }, `GET ${path(acme)}`)).status).toBe(200);
    const elsewhere = await sign({ aud: `urn:logto:organization:${blue.organizationId}` });
    for (const each of [acme, blue])
      expect(told(await call({ token: elsewhere }, `GET ${path(each)}`))).toBe('not-found');
  });

  it.each(refused)('a token %s', async (_, token) => {
    const { status, headers, body } = await call({ token: await token() }, 'GET /me');
    expect([status, body.code]).toEqual([401, 'unauthenticated']);
    expect(headers.get('www-authenticate')).toBe('Bearer realm="api", error="invalid_token"');
  });

  it.each([
    ['no header', {}],
    ['another scheme', { headers: { authorization: 'Basic eDp5' } }],
    ['an empty one', { headers: { authorization: 'Bearer ' } }],
    ['a cookie of nobody', { headers: { cookie: '__Host-session=x; session=x' } }],
  ])('%s', async (_, sent) => {
    const { status, headers, body } = await call({}, 'GET /me', sent);
    expect([status, body.code]).toEqual([401, 'unauthenticated']);
    expect(headers.get('www-authenticate')).toBe('Bearer realm="api"');
  });

  it('a bad token is not made good by a session beside it', async () => {
    const session = await sessionOf(ada);
    expect((await call(session, 'GET /me')).status).toBe(200);
    expect((await call({ ...session, token: 'tnt_nobody' }, 'GET /me')).status).toBe(401);
  });
});
