import { z } from 'zod/v3';
import { LogtoError, notExistsWithId, notFound, nothingToUpdate } from '../errors.ts';
import { longId } from '../ids.ts';
import type { ResourceScope, Role } from '../store/entities.ts';
import { TENANT, type Store } from '../store/store.ts';
import { like } from './like.ts';
import { paged } from './pagination.ts';
import { noContent, ok, type Call, type Routes } from './route.ts';

const CreateRole = z.object({
  name: z.string().min(1).max(128),
  description: z.string().min(1).max(128),
  type: z.enum(['User', 'MachineToMachine']).optional(),
  isDefault: z.boolean().optional(),
  scopeIds: z.string().min(1).array().optional(),
});
const UpdateRole = CreateRole.pick({ name: true, description: true, isDefault: true }).partial();

export function roleEntity(role: Role) {
  const { scopeIds: _, ...entity } = role;
  return entity;
}

/** Tenant-wide roles. A fresh tenant has one: what lets a machine use the Management API. */
export function registerRoles(routes: Routes): void {
  routes.add('GET', '/roles', {}, (call) => {
    const { store } = call.tenant;
    const type = call.query.get('type');
    const search = call.query.get('search');
    const matching = search ? like(search) : () => true;
    const excluded = new Set([
      ...(store.users.get(call.query.get('excludeUserId') ?? '')?.roleIds ?? []),
      ...(store.applications.get(call.query.get('excludeApplicationId') ?? '')?.roleIds ?? []),
    ]);
    const rows = [...store.roles.values()].filter(
      (role) =>
        (!type || role.type === type) &&
        !excluded.has(role.id) &&
        [role.id, role.name, role.description].some(matching),
    );
    return paged(call, rows, (role) => withUse(store, role));
  });

  // 200, not 201, like the other routes that predate the organizations.
  routes.add('POST', '/roles', { body: CreateRole, event: 'Role.Created' }, (call) => {
    const { store } = call.tenant;
    const { name, description, type = 'User', isDefault = false, scopeIds = [] } = call.body;
    requireFreeName(store, name);
    const scopes = knownScopes(store, scopeIds);
    const role: Role = { tenantId: TENANT, id: longId(), name, description, type, isDefault, scopeIds };
    store.roles.set(role.id, role);
    if (call.body.scopeIds) call.emit('Role.Scopes.Updated', { roleId: role.id, data: scopes });
    return ok(roleEntity(role));
  });

  routes.add('GET', '/roles/:id', {}, (call) => ok(roleEntity(findRole(call))));
  routes.add('PATCH', '/roles/:id', { body: UpdateRole, event: 'Role.Data.Updated' }, (call) => {
    const role = findRole(call);
    if (call.body.name !== undefined) requireFreeName(call.tenant.store, call.body.name, role.id);
    if (Object.keys(call.body).length === 0) throw nothingToUpdate();
    return ok(roleEntity(Object.assign(role, call.body)));
  });
  routes.add('DELETE', '/roles/:id', { event: 'Role.Deleted' }, (call) => {
    const { store } = call.tenant;
    const { id } = findRole(call);
    store.roles.delete(id);
    for (const user of store.users.values()) user.roleIds = user.roleIds.filter((roleId) => roleId !== id);
    for (const app of store.applications.values()) app.roleIds = app.roleIds.filter((roleId) => roleId !== id);
    return noContent();
  });
}

function withUse(store: Store, role: Role) {
  const users = [...store.users.values()].filter((user) => user.roleIds.includes(role.id));
  const applications = [...store.applications.values()].filter((app) => app.roleIds.includes(role.id));
  return {
    ...roleEntity(role),
    usersCount: users.length,
    featuredUsers: users.slice(0, 3).map(({ id, avatar, name }) => ({ id, avatar, name })),
    applicationsCount: applications.length,
    featuredApplications: applications.slice(0, 3).map(({ id, name, type }) => ({ id, name, type })),
  };
}

function requireFreeName(store: Store, name: string, ownId?: string): void {
  if ([...store.roles.values()].some((role) => role.name === name && role.id !== ownId))
    throw new LogtoError('role.name_in_use', 422, { variables: { name } });
}

export function findRole({ tenant: { store }, params: { id = '' } }: Call): Role {
  return knownRole(store, id);
}

export function knownRole(store: Store, id: string): Role {
  const role = store.roles.get(id);
  if (!role) throw notFound();
  return role;
}

/** 404, where the organization template answers 422 to an id that nobody has. */
export function knownScopes(store: Store, scopeIds: string[]): ResourceScope[] {
  return scopeIds.map((id) => {
    const scope = store.resourceScopes.get(id);
    if (!scope) throw notExistsWithId('scopes', id);
    return scope;
  });
}
