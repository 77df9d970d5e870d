import { describe, expect, it } from 'vitest';
import { createPerson } from './people.ts';
import { startTestLogto, testLogto } from './server.ts';

const logto = testLogto({ empty: true });
const api = (...args: Parameters<ReturnType<typeof logto>['api']>) => logto().api(...args);
const create = async (path: string, body: unknown) => (await api('POST', path, body)).body;
const newOrganization = (name = 'Acme') => create('/organizations', { name });
let count = 0;
const newUser = () => createPerson(logto(), `user${(count += 1)}@api.test`);
const newRole = (extra = {}) => create('/organization-roles', { name: `role-${(count += 1)}`, ...extra });
const foreignKey = { status: 422, body: { code: 'entity.relation_foreign_key_not_found' } };
const raw = async (path: string, init: RequestInit) => {
  const { body } = await logto().token({
    grant_type: 'client_credentials',
    resource: 'https://default.logto.app/api',
    scope: 'all',
  });
  const response = await fetch(`${logto().endpoint}/api${path}`, {
    ...init,
    headers: { authorization: `Bearer ${body.access_token}`, ...init.headers },
  });
  const text = await response.text();
  return { status: response.status, type: response.headers.get('content-type'), text, json: () => JSON.parse(text) };
};

describe('the shape of requests and answers', () => {
  it('unknown paths are 404 and wrong methods 405, both as text; a trailing slash is fine', async () => {
    expect(await api('GET', '/nope')).toMatchObject({ status: 404, body: 'Not Found' });
    expect(await api('PUT', '/organizations', {})).toMatchObject({ status: 405, body: 'Method Not Allowed' });
    expect((await api('GET', '/organizations/')).status).toBe(200);
  });

  it('bad JSON is a 400 without a code, text is refused, a form is accepted', async () => {
    const bad = await raw('/organizations', {
      method: 'POST',
      body: '{"name":',
      headers: { 'content-type': 'application/json' },
    });
    expect(bad.status).toBe(400);
    expect(Object.keys(bad.json())).toEqual(['message']);
    expect(
      (await raw('/organizations', { method: 'POST', body: '{"name":"x"}', headers: { 'content-type': 'text/plain' } }))
        .status,
    ).toBe(400);
    const form = await raw('/organizations', { method: 'POST', body: new URLSearchParams({ name: 'From a form' }) });
    expect([form.status, form.json().name]).toEqual([201, 'From a form']);
  });

  it('what a schema refuses is explained as zod 3 does', async () => {
    const { status, body } = await api('POST', '/organizations', { name: 5, customData: [1] });
    expect(status).toBe(400);
    expect(body).toEqual({
      code: 'guard.invalid_input',
      message: 'The request body is invalid.',
      details:
        'Error in key path "name": (invalid_type) Expected string but received number.\nError in key path "customData": (invalid_type) Expected object but received array.',
      data: {
        name: 'ZodError',
        issues: [
          {
            code: 'invalid_type',
            expected: 'string',
            received: 'number',
            path: ['name'],
            message: 'Expected string, received number',
          },
          {
            code: 'invalid_type',
            expected: 'object',
            received: 'array',
            path: ['customData'],
            message: 'Expected object, received array',
          },
        ],
      },
    });
  });

  it('messages follow Accept-Language, codes do not', async () => {
    const { body } = await api('GET', '/organizations/nope', undefined, { 'accept-language': 'fr-FR,fr;q=0.9' });
    expect(body).toEqual({
      code: 'entity.not_exists_with_id',
      message: "Le organizations avec l'ID `nope` n'existe pas.",
    });
  });

  it('page and page_size are checked; empty ones are defaults; beyond the end is an empty list', async () => {
    for (const query of ['page=0', 'page=-1', 'page=x', 'page_size=0', 'page_size=101', 'page_size=x']) {
      expect(await api('GET', `/organizations?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'guard.invalid_pagination' },
      });
    }
    for (const query of ['page=1.5', 'page=&page_size=', 'page_size=100'])
      expect((await api('GET', `/organizations?${query}`)).status).toBe(200);
    expect(await api('GET', '/organizations?page=999')).toMatchObject({ status: 200, body: [] });
  });

  it('links lack the /api prefix', async () => {
    await Promise.all([newOrganization('Link 1'), newOrganization('Link 2'), newOrganization('Link 3')]);
    const { headers, body } = await api('GET', '/organizations?page=2&page_size=1&q=Link');
    expect(body).toHaveLength(1);
    expect(headers.get('total-number')).toBe('3');
    const links = headers.get('link') ?? '';
    expect(links).toContain(`<${logto().endpoint}/organizations?page=2`.replace('page=2', 'page=1'));
    expect([...links.matchAll(/rel="(\w+)"/g)].map(([, rel]) => rel)).toEqual(['first', 'last', 'prev', 'next']);
  });
});

describe('organizations', () => {
  it('ids and times have the real shape, unknown fields and ids are dropped', async () => {
    const organization = await create('/organizations', { id: 'mine', name: 'Shape', slug: 'x' });
    expect(organization).toEqual({
      tenantId: 'default',
      id: expect.stringMatching(/^[a-z0-9]{12}$/),
      name: 'Shape',
      description: null,
      customData: {},
      isMfaRequired: false,
      color: {},
      branding: {},
      customCss: null,
      createdAt: expect.any(Number),
    });
  });

  it.each([[''], ['n'.repeat(129)]])('a name of %j is refused', async (name) => {
    expect(await api('POST', '/organizations', { name })).toMatchObject({
      status: 400,
      body: { code: 'guard.invalid_input' },
    });
  });

  it('128 characters and a description of 256 are fine, names may repeat', async () => {
    expect((await api('POST', '/organizations', { name: 'n'.repeat(128), description: 'd'.repeat(256) })).status).toBe(
      201,
    );
    expect((await api('POST', '/organizations', { name: 'n', description: 'd'.repeat(257) })).status).toBe(400);
    expect((await api('POST', '/organizations', { name: 'n'.repeat(128) })).status).toBe(201);
  });

  it('a PATCH replaces customData, may change the id, and must not be empty', async () => {
    const { id } = await create('/organizations', { name: 'Patch', customData: { a: 1 } });
    expect((await api('PATCH', `/organizations/${id}`, { customData: { b: 2 } })).body.customData).toEqual({ b: 2 });
    expect(await api('PATCH', `/organizations/${id}`, {})).toMatchObject({
      status: 422,
      body: { code: 'entity.invalid_input' },
    });
    const userId = await newUser();
    await api('POST', `/organizations/${id}/users`, { userIds: [userId] });
    expect((await api('PATCH', `/organizations/${id}`, { id: 'changed-id' })).body.id).toBe('changed-id');
    expect((await api('GET', '/organizations/changed-id/users')).body).toHaveLength(1);
    expect((await api('GET', `/organizations/${id}`)).status).toBe(404);
  });

  it('404 has a code for each verb', async () => {
    const codeOf = async (method: string, body?: unknown) => (await api(method, '/organizations/nope', body)).body.code;
    expect([await codeOf('GET'), await codeOf('PATCH', { name: 'x' }), await codeOf('DELETE')]).toEqual([
      'entity.not_exists_with_id',
      'entity.not_exists',
      'entity.not_found',
    ]);
  });

  it('q is a substring of id or name in which % and _ are wildcards unless escaped', async () => {
    const names = ['Ünïque%Org', 'UniqueXOrg'];
    for (const name of names) await newOrganization(name);
    const found = async (q: string) =>
      (await api('GET', `/organizations?page_size=100&q=${encodeURIComponent(q)}`)).body.map(
        ({ name }: { name: string }) => name,
      );
    expect(await found('üNÏQUE')).toEqual(['Ünïque%Org']);
    expect((await found('que%Org')).sort()).toEqual([...names].sort());
    expect(await found('que\\%Org')).toEqual(['Ünïque%Org']);
    expect((await found('que_Org')).sort()).toEqual([...names].sort());
    expect(await found('que\\_Org')).toEqual([]);
    expect((await found('%')).length).toBeGreaterThan(2);
  });

  it('showFeatured adds members', async () => {
    const { id } = await newOrganization('Featured');
    const userId = await newUser();
    await api('POST', `/organizations/${id}/users`, { userIds: [userId] });
    const { body } = await api('GET', '/organizations?q=Featured&showFeatured=1');
    expect(body[0]).toMatchObject({ usersCount: 1, featuredUsers: [{ id: userId, avatar: null, name: null }] });
  });
});

describe('members', () => {
  it('of an unknown organization are an empty list; adding there or adding nobody is refused', async () => {
    const { status, body, headers } = await api('GET', '/organizations/nope/users');
    expect([status, body, headers.get('total-number')]).toEqual([200, [], '0']);
    expect(await api('POST', '/organizations/nope/users', { userIds: [await newUser()] })).toMatchObject(foreignKey);
    const { id } = await newOrganization();
    expect(await api('POST', `/organizations/${id}/users`, { userIds: ['nope'] })).toMatchObject(foreignKey);
    expect((await api('POST', `/organizations/${id}/users`, { userIds: [] })).status).toBe(400);
    expect(await api('DELETE', `/organizations/${id}/users/nope`)).toMatchObject({
      status: 404,
      body: { code: 'entity.not_found' },
    });
  });

  it('keep their roles when the list is replaced', async () => {
    const [{ id }, role, a, b] = [await newOrganization(), await newRole(), await newUser(), await newUser()];
    await api('POST', `/organizations/${id}/users`, { userIds: [a, b] });
    await api('POST', `/organizations/${id}/users/${a}/roles`, { organizationRoleIds: [role.id] });
    expect((await api('PUT', `/organizations/${id}/users`, { userIds: [a] })).status).toBe(204);
    expect((await api('GET', `/organizations/${id}/users`)).body).toMatchObject([
      { id: a, organizationRoles: [{ id: role.id, name: role.name }] },
    ]);
  });

  it('can be filtered by role', async () => {
    const [{ id }, role, a, b] = [await newOrganization(), await newRole(), await newUser(), await newUser()];
    await api('POST', `/organizations/${id}/users`, { userIds: [a, b] });
    await api('POST', `/organizations/${id}/users/${a}/roles`, { organizationRoleIds: [role.id] });
    const { body } = await api('GET', `/organizations/${id}/users?organizationRoleId=${role.id}`);
    expect(body.map((user: { id: string }) => user.id)).toEqual([a]);
  });

  it('have roles only as members, known ones, of their own type', async () => {
    const [{ id }, role, machine, userId] = [
      await newOrganization(),
      await newRole(),
      await newRole({ type: 'MachineToMachine' }),
      await newUser(),
    ];
    const path = `/organizations/${id}/users/${userId}/roles`;
    for (const [method, body] of [['GET'], ['POST', { organizationRoleIds: [role.id] }], ['PUT', {}]] as [
      string,
      unknown?,
    ][]) {
      expect(await api(method, path, body)).toMatchObject({
        status: 422,
        body: { code: 'organization.require_membership' },
      });
    }
    expect(
      await api('POST', `/organizations/${id}/users/roles`, { userIds: [userId], organizationRoleIds: [role.id] }),
    ).toMatchObject(foreignKey);
    await api('POST', `/organizations/${id}/users`, { userIds: [userId] });
    expect(await api('POST', path, { organizationRoleIds: [machine.id] })).toMatchObject({
      status: 422,
      body: { code: 'entity.db_constraint_violated' },
    });
    expect(await api('POST', path, { organizationRoleNames: ['nope'] })).toMatchObject({
      status: 422,
      body: { code: 'organization.role_names_not_found' },
    });
    expect(await api('POST', path, {})).toMatchObject({ status: 422, body: { code: 'entity.invalid_input' } });
    expect(await api('POST', path, { organizationRoleNames: [role.name] })).toMatchObject({
      status: 201,
      body: { organizationRoleIds: [role.id] },
    });
    expect(await api('PUT', path, { organizationRoleIds: ['nope'] })).toMatchObject(foreignKey);
    expect((await api('GET', path)).body).toMatchObject([{ id: role.id }]);
    expect((await api('DELETE', `${path}/${role.id}`)).status).toBe(204);
    expect((await api('DELETE', `${path}/${role.id}`)).status).toBe(404);
  });

  it('have the scopes of their roles now; a stranger has none', async () => {
    const { id } = await newOrganization();
    const scope = await create('/organization-scopes', { name: `scope:${(count += 1)}` });
    const role = await newRole({ organizationScopeIds: [scope.id] });
    const userId = await newUser();
    const scopes = async () => (await api('GET', `/organizations/${id}/users/${userId}/scopes`)).body;
    expect(await scopes()).toEqual([]);
    await api('POST', `/organizations/${id}/users`, { userIds: [userId] });
    await api('POST', `/organizations/${id}/users/${userId}/roles`, { organizationRoleIds: [role.id] });
    expect(await scopes()).toEqual([scope]);
    await api('DELETE', `/organization-scopes/${scope.id}`);
    expect(await scopes()).toEqual([]);
  });
});

describe('the organization template', () => {
  it('names are unique and case-sensitive', async () => {
    const role = await newRole();
    expect(await api('POST', '/organization-roles', { name: role.name })).toMatchObject({
      status: 422,
      body: { code: 'entity.unique_integrity_violation' },
    });
    expect((await api('POST', '/organization-roles', { name: role.name.toUpperCase() })).status).toBe(201);
  });

  it('a bad scope leaves no role behind, except on the older server', async () => {
    const total = async (server: typeof api) =>
      Number((await server('GET', '/organization-roles')).headers.get('total-number'));
    const before = await total(api);
    expect(
      await api('POST', '/organization-roles', { name: 'bad-scope', organizationScopeIds: ['nope'] }),
    ).toMatchObject(foreignKey);
    expect(await total(api)).toBe(before);
    const old = await startTestLogto({ version: '1.37' });
    expect(
      await old.api('POST', '/organization-roles', { name: 'bad-scope', organizationScopeIds: ['nope'] }),
    ).toMatchObject(foreignKey);
    expect(await total(old.api)).toBe(1);
    await old.stop();
  });

  it('scopes of a role can be replaced by none', async () => {
    const scope = await create('/organization-scopes', { name: `scope:${(count += 1)}` });
    const role = await newRole({ organizationScopeIds: [scope.id] });
    expect((await api('PUT', `/organization-roles/${role.id}/scopes`, { organizationScopeIds: [] })).status).toBe(204);
    expect((await api('GET', `/organization-roles/${role.id}/scopes`)).body).toEqual([]);
    expect(
      await api('POST', `/organization-roles/${role.id}/scopes`, { organizationScopeIds: [scope.id] }),
    ).toMatchObject({ status: 201, body: 'Created' });
  });
});

describe('invitations', () => {
  const later = () => Date.now() + 60_000;

  it('are unique per organization and exact spelling while pending', async () => {
    const { id } = await newOrganization();
    const invite = (invitee: string, expiresAt = later()) =>
      api('POST', '/organization-invitations', { invitee, organizationId: id, expiresAt });
    const answers = await Promise.all(Array.from({ length: 5 }, () => invite('race@invite.test')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422, 422]);
    expect((await invite('RACE@invite.test')).status).toBe(201);
    const { body } = await api('GET', '/organization-invitations?invitee=Race@invite.test');
    expect(body.map(({ invitee }: { invitee: string }) => invitee)).toEqual(['RACE@invite.test', 'race@invite.test']);
    await api('PUT', `/organization-invitations/${body[1].id}/status`, { status: 'Revoked' });
    expect((await invite('race@invite.test')).status).toBe(201);
  });

  it('add their roles to a member, whoever accepts first', async () => {
    const [{ id }, owner, member, userId] = [
      await newOrganization(),
      await newRole(),
      await newRole(),
      await newUser(),
    ];
    const { body: user } = await api('GET', `/users/${userId}`);
    const invitation = await create('/organization-invitations', {
      invitee: user.primaryEmail,
      organizationId: id,
      expiresAt: later(),
      organizationRoleIds: [member.id],
    });
    await api('POST', `/organizations/${id}/users`, { userIds: [userId] });
    await api('POST', `/organizations/${id}/users/${userId}/roles`, { organizationRoleIds: [owner.id] });
    const accept = (acceptedUserId?: string) =>
      api('PUT', `/organization-invitations/${invitation.id}/status`, { status: 'Accepted', acceptedUserId });
    expect(await accept()).toMatchObject({ status: 422, body: { code: 'request.invalid_input' } });
    expect(await accept(await newUser())).toMatchObject({ status: 422, body: { code: 'request.invalid_input' } });
    expect(await accept('nope')).toMatchObject({ status: 404, body: { code: 'entity.not_found' } });
    expect(await accept(userId)).toMatchObject({ status: 200, body: { status: 'Accepted', acceptedUserId: userId } });
    expect((await accept(userId)).status).toBe(422);
    expect((await api('GET', `/organizations/${id}/users/${userId}/roles`)).body).toHaveLength(2);
  });

  it('refuse a member, seconds, the past, and unknown references', async () => {
    const [{ id }, userId] = [await newOrganization(), await newUser()];
    await api('POST', `/organizations/${id}/users`, { userIds: [userId] });
    const { body: user } = await api('GET', `/users/${userId}`);
    const invite = (extra: object) =>
      api('POST', '/organization-invitations', {
        invitee: 'x@invite.test',
        organizationId: id,
        expiresAt: later(),
        ...extra,
      });
    expect(await invite({ invitee: user.primaryEmail })).toMatchObject({
      status: 422,
      body: { code: 'request.invalid_input' },
    });
    expect(await invite({ expiresAt: Math.floor(later() / 1000) })).toMatchObject({
      status: 400,
      body: { code: 'request.invalid_input' },
    });
    expect(await invite({ invitee: 'nope' })).toMatchObject({ status: 400, body: { code: 'guard.invalid_input' } });
    for (const extra of [{ organizationId: 'nope' }, { inviterId: 'nope' }, { organizationRoleIds: ['nope'] }])
      expect(await invite(extra)).toMatchObject(foreignKey);
    expect((await invite({ organizationRoleNames: ['ignored'] })).body.organizationRoles).toEqual([]);
  });

  it('vanish with their inviter, and with the user who accepted', async () => {
    const [{ id }, inviterId] = [await newOrganization(), await newUser()];
    const invitation = await create('/organization-invitations', {
      inviterId,
      invitee: 'left@invite.test',
      organizationId: id,
      expiresAt: later(),
    });
    await api('DELETE', `/users/${inviterId}`);
    expect(await api('GET', `/organization-invitations/${invitation.id}`)).toMatchObject({
      status: 404,
      body: { code: 'entity.not_found' },
    });
  });
});

describe('users', () => {
  it('are searched by LIKE with the caller’s own wildcards', async () => {
    await create('/users', { username: 'search_alice', name: 'Alice Search' });
    const names = async (query: string) =>
      (await api('GET', `/users?${query}`)).body.map((user: { username: string }) => user.username);
    expect(await names('search=%25SEARCH_alice%25')).toEqual(['search_alice']);
    expect(await names('search=search_alic')).toEqual([]);
    expect(await names('search.name=Alice%20Search&mode=exact&isCaseSensitive=true')).toEqual(['search_alice']);
    expect(await names('search.name=alice%20search&mode=exact&isCaseSensitive=true')).toEqual([]);
    expect(await names('search.username=^search_a.*e$&mode=posix')).toEqual(['search_alice']);
    for (const query of [
      'search=',
      'search.nope=x',
      'search=x&mode=zzz',
      'search=x&joint=xor',
      'search=x&mode=similar_to',
    ]) {
      expect(await api('GET', `/users?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'request.invalid_input', data: {} },
      });
    }
  });

  it('come newest first and may have nothing at all', async () => {
    const first = await create('/users', {});
    await new Promise((done) => setTimeout(done, 2)); // two creations in one millisecond have no order
    const second = await create('/users', {});
    const { body } = await api('GET', '/users');
    expect(body.slice(0, 2).map((user: { id: string }) => user.id)).toEqual([second.id, first.id]);
  });

  it('merge custom data on its own route, replace it on the user', async () => {
    const { id } = await create('/users', { customData: { a: 1 } });
    expect((await api('PATCH', `/users/${id}/custom-data`, { customData: { b: 2 } })).body).toEqual({ a: 1, b: 2 });
    expect((await api('PATCH', `/users/${id}`, { customData: { c: 3 } })).body.customData).toEqual({ c: 3 });
  });

  it('list their organizations unpaged, with roles', async () => {
    const [{ id }, userId] = [await newOrganization('Mine'), await newUser()];
    await api('POST', `/organizations/${id}/users`, { userIds: [userId] });
    const { body, headers } = await api('GET', `/users/${userId}/organizations?page=1&page_size=1`);
    expect(body).toMatchObject([{ id, name: 'Mine', organizationRoles: [] }]);
    expect(headers.get('total-number')).toBeNull();
    expect(await api('GET', '/users/nope/organizations')).toMatchObject({
      status: 404,
      body: { code: 'entity.not_found' },
    });
  });
});

describe('applications', () => {
  it('show a useless secret; the real one is under /secrets', async () => {
    const { status, body: app } = await api('POST', '/applications', { name: 'Web', type: 'Traditional' });
    expect(status).toBe(200);
    expect(app.secret).toMatch(/^#internal:/);
    const { body: secrets } = await api('GET', `/applications/${app.id}/secrets`);
    expect(secrets).toMatchObject([
      { name: 'Default secret', value: expect.stringMatching(/^[A-Za-z0-9]{32}$/), expiresAt: null },
    ]);
    expect((await api('POST', `/applications/${app.id}/secrets`, { name: 'second' })).status).toBe(201);
    expect(await api('POST', `/applications/${app.id}/secrets`, { name: 'second' })).toMatchObject({
      status: 422,
      body: { code: 'application.secret_name_exists' },
    });
  });

  it('a PATCH of the addresses needs both lists', async () => {
    const app = await create('/applications', { name: 'Web', type: 'Traditional' });
    expect(
      (await api('PATCH', `/applications/${app.id}`, { oidcClientMetadata: { redirectUris: ['http://a.test/cb'] } }))
        .status,
    ).toBe(400);
    const both = { redirectUris: ['http://a.test/cb'], postLogoutRedirectUris: [] };
    expect(
      (await api('PATCH', `/applications/${app.id}`, { oidcClientMetadata: both })).body.oidcClientMetadata,
    ).toEqual(both);
  });

  it('take a role twice; the older server does not', async () => {
    const role = (await api('GET', '/roles?type=MachineToMachine')).body[0];
    const assign = (server: typeof api, id: string, roleId: string) =>
      server('POST', `/applications/${id}/roles`, { roleIds: [roleId] });
    const machine = await create('/applications', { name: 'Bot', type: 'MachineToMachine' });
    expect(await assign(api, machine.id, role.id)).toMatchObject({
      status: 201,
      body: { roleIds: [role.id], addedRoleIds: [role.id] },
    });
    expect(await assign(api, machine.id, role.id)).toMatchObject({
      status: 201,
      body: { roleIds: [role.id], addedRoleIds: [] },
    });
    const old = await startTestLogto({ version: '1.37' });
    const oldRole = (await old.api('GET', '/roles')).body[0];
    expect(await assign(old.api, old.noScope.id, oldRole.id)).toMatchObject({ status: 201, body: 'Created' });
    expect(await assign(old.api, old.noScope.id, oldRole.id)).toMatchObject({
      status: 422,
      body: { code: 'application.role_exists' },
    });
    await old.stop();
  });
});

describe('tenant settings', () => {
  it('a second e-mail connector replaces the first', async () => {
    const post = () =>
      api('POST', '/connectors', { connectorId: 'http-email', config: { endpoint: 'http://127.0.0.1:9/mail' } });
    const first = await post();
    expect(first.status).toBe(200);
    const second = (await post()).body;
    const { body } = await api('GET', '/connectors');
    expect(body.filter(({ type }: { type: string }) => type === 'Email').map(({ id }: { id: string }) => id)).toEqual([
      second.id,
    ]);
  });

  it('sign-in experience, ID token claims and account center keep what they are told', async () => {
    expect(await api('PATCH', '/sign-in-exp', {})).toMatchObject({ status: 422 });
    expect((await api('PATCH', '/sign-in-exp', { mfa: { factors: ['Totp'] } })).status).toBe(400);
    expect((await api('PATCH', '/sign-in-exp', { supportEmail: 'help@api.test' })).body.supportEmail).toBe(
      'help@api.test',
    );
    expect((await api('PUT', '/configs/id-token', { enabledExtendedClaims: [] })).body).toEqual({
      enabledExtendedClaims: [],
    });
    expect((await api('PATCH', '/account-center', { enabled: true, fields: { mfa: 'Edit' } })).body).toMatchObject({
      enabled: true,
      fields: { mfa: 'Edit' },
    });
  });

  it('a fresh tenant has one role that opens the Management API', async () => {
    const [role] = (await api('GET', '/roles?type=MachineToMachine')).body;
    expect(role).toMatchObject({ name: 'Logto Management API access', isDefault: false });
    expect((await api('GET', `/roles/${role.id}/scopes`)).body).toMatchObject([
      { id: 'management-api-all', name: 'all', resource: { indicator: 'https://default.logto.app/api' } },
    ]);
  });
});
