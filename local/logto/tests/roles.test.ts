import { describe, expect, it } from 'vitest';
import { createPerson } from './people.ts';
import { testLogto } from './server.ts';

const logto = testLogto({ empty: true });
const api = (...args: Parameters<ReturnType<typeof logto>['api']>) => logto().api(...args);
let count = 0;
const newRole = async (extra = {}) =>
  (await api('POST', '/roles', { name: `role-${(count += 1)}`, description: 'A role.', ...extra })).body;
const newScope = async () => {
  const resource = await api('POST', '/resources', { name: 'API', indicator: `https://api-${(count += 1)}.test` });
  const scope = await api('POST', `/resources/${resource.body.id}/scopes`, { name: 'read', description: 'r' });
  return { resource: resource.body, scope: scope.body };
};
const managementApi = async () =>
  (await api('GET', '/resources')).body.find(({ indicator }: { indicator: string }) => indicator.includes('logto.app'));

describe('tenant-wide roles', () => {
  it('are always paged', async () => {
    await newRole();
    const { headers } = await api('GET', '/roles');
    expect(headers.get('total-number')).toBe(String((await api('GET', '/roles?page_size=100')).body.length));
  });

  it('keep names unique when they are renamed, and refuse a change of nothing', async () => {
    const [first, second] = [await newRole(), await newRole()];
    expect(await api('PATCH', `/roles/${second.id}`, { name: first.name })).toMatchObject({
      status: 422,
      body: { code: 'role.name_in_use' },
    });
    expect((await api('PATCH', `/roles/${second.id}`, { name: second.name })).status).toBe(200);
    expect(await api('PATCH', `/roles/${second.id}`, {})).toMatchObject({
      status: 422,
      body: { code: 'entity.invalid_input' },
    });
  });

  it('take permissions, answer all of them, refuse one twice and one that nobody has', async () => {
    const { scope } = await newScope();
    const role = await newRole();
    const added = await api('POST', `/roles/${role.id}/scopes`, { scopeIds: [scope.id] });
    expect(added).toMatchObject({ status: 201, body: [{ id: scope.id, name: 'read' }] });
    expect((await api('POST', `/roles/${role.id}/scopes`, { scopeIds: [scope.id] })).body.code).toBe(
      'role.scope_exists',
    );
    expect((await api('POST', `/roles/${role.id}/scopes`, { scopeIds: ['nope'] })).status).toBe(404);
    expect((await api('POST', '/roles', { name: 'x', description: 'x', scopeIds: ['nope'] })).status).toBe(404);
    expect((await api('GET', `/roles/${role.id}/scopes`)).body).toMatchObject([
      { id: scope.id, resource: { name: 'API' } },
    ]);
  });

  it('are given to a user once, replaced, and taken away', async () => {
    const userId = await createPerson(logto(), 'roles@api.test');
    const [one, two] = [await newRole(), await newRole()];
    const path = `/users/${userId}/roles`;
    expect(await api('POST', path, { roleIds: [one.id] })).toMatchObject({
      status: 201,
      body: { addedRoleIds: [one.id] },
    });
    expect((await api('POST', path, { roleNames: [one.name] })).body).toEqual({ roleIds: [one.id], addedRoleIds: [] });
    expect(await api('PUT', path, { roleIds: [two.id] })).toMatchObject({ status: 200, body: { roleIds: [two.id] } });
    const listed = await api('GET', path);
    expect([listed.headers.get('total-number'), listed.body[0].id]).toEqual(['1', two.id]);
    expect((await api('POST', path, { roleIds: ['nope'] })).status).toBe(404);
    const machineRole = await newRole({ type: 'MachineToMachine' });
    expect(await api('POST', path, { roleIds: [machineRole.id] })).toMatchObject({
      status: 422,
      body: { code: 'user.invalid_role_type' },
    });
    expect((await api('DELETE', `${path}/${two.id}`)).status).toBe(204);
    expect((await api('DELETE', `${path}/${two.id}`)).status).toBe(404);
  });

  it('show and change who has them', async () => {
    const userId = await createPerson(logto(), 'holder@api.test');
    const role = await newRole();
    const path = `/roles/${role.id}/users`;
    expect(await api('POST', path, { userIds: [userId] })).toMatchObject({ status: 201, body: 'Created' });
    expect(await api('POST', path, { userIds: [userId] })).toMatchObject({
      status: 422,
      body: { code: 'role.user_exists' },
    });
    expect((await api('GET', path)).body).toMatchObject([{ id: userId }]);
    expect((await api('GET', `/roles?excludeUserId=${userId}&page_size=100`)).body).not.toContainEqual(
      expect.objectContaining({ id: role.id }),
    );
    expect((await api('DELETE', `${path}/${userId}`)).status).toBe(204);
    expect((await api('DELETE', `${path}/${userId}`)).status).toBe(404);
  });

  it('for machines go to machines only', async () => {
    const role = await newRole({ type: 'MachineToMachine' });
    const machine = (await api('POST', '/applications', { name: 'Bot', type: 'MachineToMachine' })).body;
    const web = (await api('POST', '/applications', { name: 'Web', type: 'Traditional' })).body;
    expect((await api('POST', `/roles/${role.id}/applications`, { applicationIds: [machine.id] })).status).toBe(201);
    expect((await api('GET', `/roles/${role.id}/applications`)).body).toMatchObject([{ id: machine.id }]);
    expect(await api('PUT', `/applications/${machine.id}/roles`, { roleIds: [] })).toMatchObject({
      status: 200,
      body: 'OK',
    });
    expect((await api('GET', `/roles/${role.id}/applications`)).body).toEqual([]);
    expect(await api('GET', `/applications/${web.id}/roles`)).toMatchObject({
      status: 422,
      body: { code: 'application.invalid_type' },
    });
  });
});

describe('API resources', () => {
  it('protect the Management API', async () => {
    const { id } = await managementApi();
    const cannotModify = { status: 400, body: { code: 'resource.cannot_modify_management_api' } };
    expect(await api('PATCH', `/resources/${id}`, { name: 'x' })).toMatchObject(cannotModify);
    expect(await api('POST', `/resources/${id}/scopes`, { name: 'x' })).toMatchObject(cannotModify);
    expect((await api('DELETE', `/resources/${id}`)).body.code).toBe('resource.cannot_delete_management_api');
  });

  it('have one default at most', async () => {
    const [{ resource: first }, { resource: second }] = [await newScope(), await newScope()];
    await api('PATCH', `/resources/${first.id}/is-default`, { isDefault: true });
    expect((await api('PATCH', `/resources/${second.id}/is-default`, { isDefault: true })).body.isDefault).toBe(true);
    expect((await api('GET', `/resources/${first.id}`)).body.isDefault).toBe(false);
  });

  it('have permissions with unique names without spaces, always paged', async () => {
    const { resource } = await newScope();
    const path = `/resources/${resource.id}/scopes`;
    expect((await api('POST', path, { name: 'read' })).body.code).toBe('scope.name_exists');
    expect(await api('POST', path, { name: 'a b' })).toMatchObject({
      status: 400,
      body: { code: 'scope.name_with_space' },
    });
    expect((await api('GET', path)).headers.get('total-number')).toBe('1');
    expect(await api('GET', '/resources/nope/scopes')).toMatchObject({ status: 200, body: [] });
    expect((await api('DELETE', `${path}/nope`)).status).toBe(404);
  });
});
