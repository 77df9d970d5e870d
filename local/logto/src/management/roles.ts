import { z } from 'zod/v3';
import { foreignKeyNotFound, LogtoError, notFound } from '../errors.ts';
import { longId } from '../ids.ts';
import type { Role } from '../store/entities.ts';
import { TENANT, type Store } from '../store/store.ts';
import { like } from './like.ts';
import { optionallyPaged } from './pagination.ts';
import { resourceScopeEntity, resourceEntity } from './resources.ts';
import { createdText, noContent, ok, type Call, type Routes } from './route.ts';

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
    const rows = [...store.roles.values()].filter(
      (role) => (!type || role.type === type) && [role.id, role.name].some(matching),
    );
    return optionallyPaged(call, rows, (role) => withUse(store, role));
  });

  // 200, not 201, like the other routes that predate the organizations.
  routes.add('POST', '/roles', { body: CreateRole, event: 'Role.Created' }, ({ tenant: { store }, body }) => {
    if ([...store.roles.values()].some(({ name }) => name === body.name))
      throw new LogtoError('role.name_in_use', 422, { variables: { name: body.name } });
    if (!(body.scopeIds ?? []).every((id) => store.resourceScopes.has(id))) throw foreignKeyNotFound();
    const { name, description, type = 'User', isDefault = false, scopeIds = [] } = body;
    const role: Role = { tenantId: TENANT, id: longId(), name, description, type, isDefault, scopeIds };
    store.roles.set(role.id, role);
    return ok(roleEntity(role));
  });

  routes.add('GET', '/roles/:id', {}, (call) => ok(roleEntity(find(call))));
  routes.add('PATCH', '/roles/:id', { body: UpdateRole, event: 'Role.Data.Updated' }, (call) =>
    ok(roleEntity(Object.assign(find(call), call.body))),
  );
  routes.add('DELETE', '/roles/:id', { event: 'Role.Deleted' }, (call) => {
    const { store } = call.tenant;
    const { id } = find(call);
    store.roles.delete(id);
    for (const user of store.users.values()) user.roleIds = user.roleIds.filter((roleId) => roleId !== id);
    for (const app of store.applications.values()) app.roleIds = app.roleIds.filter((roleId) => roleId !== id);
    return noContent();
  });

  routes.add('GET', '/roles/:id/scopes', {}, (call) => {
    const { store } = call.tenant;
    const scopes = find(call).scopeIds.flatMap((id) => store.resourceScopes.get(id) ?? []);
    return optionallyPaged(call, scopes, (scope) => {
      const resource = store.resources.get(scope.resourceId);
      return { ...resourceScopeEntity(store, scope), resource: resource && resourceEntity(resource) };
    });
  });
  routes.add(
    'POST',
    '/roles/:id/scopes',
    { body: z.object({ scopeIds: z.string().min(1).array().nonempty() }), event: 'Role.Scopes.Updated' },
    (call) => {
      const role = find(call);
      const known = call.body.scopeIds.find((id) => role.scopeIds.includes(id));
      if (known) throw new LogtoError('role.scope_exists', 422, { variables: { scopeId: known } });
      if (!call.body.scopeIds.every((id) => call.tenant.store.resourceScopes.has(id))) throw foreignKeyNotFound();
      role.scopeIds.push(...call.body.scopeIds);
      return createdText();
    },
  );
  routes.add('DELETE', '/roles/:id/scopes/:scopeId', { event: 'Role.Scopes.Updated' }, (call) => {
    const role = find(call);
    if (!role.scopeIds.includes(call.params.scopeId ?? '')) throw notFound();
    role.scopeIds = role.scopeIds.filter((id) => id !== call.params.scopeId);
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

function find({ tenant: { store }, params: { id = '' } }: Call): Role {
  const role = store.roles.get(id);
  if (!role) throw notFound();
  return role;
}
