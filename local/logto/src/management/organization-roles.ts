import { z } from 'zod/v3';
import { alreadyExists, foreignKeyNotFound, notExists, notFound, nothingToUpdate } from '../errors.ts';
import { longId } from '../ids.ts';
import type { OrganizationRole } from '../store/entities.ts';
import { TENANT, type Store } from '../store/store.ts';
import { ids, nonEmptyIds } from './guards.ts';
import { matches } from './like.ts';
import { optionallyPaged, paged } from './pagination.ts';
import { created, createdText, noContent, ok, type Call, type Routes } from './route.ts';

const CreateRole = z.object({
  name: z.string().min(1).max(128),
  description: z.string().max(256).nullable().optional(),
  type: z.enum(['User', 'MachineToMachine']).optional(),
  organizationScopeIds: z.string().array().default([]),
  resourceScopeIds: z.string().array().default([]),
});
const UpdateRole = CreateRole.pick({ name: true, description: true, type: true }).partial();

export const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);

/** The answer for one role; lists add the scopes. */
export const roleEntity = ({ tenantId, id, name, description, type }: OrganizationRole) => ({
  tenantId,
  id,
  name,
  description,
  type,
});

export function registerOrganizationRoles(routes: Routes): void {
  routes.add('GET', '/organization-roles', {}, (call) => {
    const { store } = call.tenant;
    const matching = matches(call.query.get('q'));
    const rows = [...store.organizationRoles.values()].filter(({ id, name, description }) =>
      matching(id, name, description),
    );
    return paged(call, rows.sort(byName), (role) => withScopes(store, role));
  });

  routes.add('POST', '/organization-roles', { body: CreateRole, event: 'OrganizationRole.Created' }, (call) => {
    const { tenant, body } = call;
    const { store } = tenant;
    requireFreeName(store, body.name);
    const role: OrganizationRole = {
      tenantId: TENANT,
      id: longId(),
      name: body.name,
      description: body.description ?? null,
      type: body.type ?? 'User',
      scopeIds: [],
      resourceScopeIds: [],
    };
    // Before 1.38 the role stayed behind when a scope id was bad (observed).
    if (tenant.version === '1.37') store.organizationRoles.set(role.id, role);
    requireScopes(store, body.organizationScopeIds, body.resourceScopeIds);
    store.organizationRoles.set(role.id, {
      ...role,
      scopeIds: [...new Set(body.organizationScopeIds)],
      resourceScopeIds: [...new Set(body.resourceScopeIds)],
    });
    if (body.organizationScopeIds.length + body.resourceScopeIds.length > 0) {
      call.emit('OrganizationRole.Scopes.Updated', { organizationRoleId: role.id });
    }
    return created(roleEntity(role));
  });

  routes.add('GET', '/organization-roles/:id', {}, ({ tenant: { store }, params: { id = '' } }) => {
    const role = store.organizationRoles.get(id);
    if (!role) throw notFound();
    return ok(roleEntity(role));
  });

  routes.add(
    'PATCH',
    '/organization-roles/:id',
    { body: UpdateRole, event: 'OrganizationRole.Data.Updated' },
    ({ tenant: { store }, params: { id = '' }, body }) => {
      const role = store.organizationRoles.get(id);
      if (Object.keys(body).length === 0) throw nothingToUpdate();
      if (!role) throw notExists('organization_roles');
      if (body.name !== undefined && body.name !== role.name) requireFreeName(store, body.name);
      return ok(roleEntity(Object.assign(role, body)));
    },
  );

  routes.add(
    'DELETE',
    '/organization-roles/:id',
    { event: 'OrganizationRole.Deleted' },
    ({ tenant: { store }, params: { id = '' } }) => {
      if (!store.organizationRoles.delete(id)) throw notFound();
      store.members.removeRole(id);
      store.machineMembers.removeRole(id);
      for (const invitation of store.invitations.values())
        invitation.roleIds = invitation.roleIds.filter((roleId) => roleId !== id);
      for (const jit of store.jit.values()) jit.roleIds = jit.roleIds.filter((roleId) => roleId !== id);
      return noContent();
    },
  );

  registerRelation(routes, 'scopes', 'organizationScopeIds', 'scopeIds', (store, id) =>
    store.organizationScopes.get(id),
  );
  registerRelation(routes, 'resource-scopes', 'scopeIds', 'resourceScopeIds', (store, id) =>
    store.resourceScopes.get(id),
  );
}

type Key = 'scopeIds' | 'resourceScopeIds';

/** `/organization-roles/:id/scopes` and `…/resource-scopes`: the same routes over two lists of ids. */
function registerRelation(
  routes: Routes,
  name: string,
  field: string,
  key: Key,
  find: (store: Store, id: string) => { name: string } | undefined,
): void {
  const path = `/organization-roles/:id/${name}`;
  const event = 'OrganizationRole.Scopes.Updated';
  const roleOf = (call: Call) => call.tenant.store.organizationRoles.get(call.params.id ?? '');
  const chosen = (call: Call): { role: OrganizationRole; scopeIds: string[] } => {
    const scopeIds = (call.body as Record<string, string[]>)[field] ?? [];
    const role = roleOf(call);
    if (!role || !scopeIds.every((id) => find(call.tenant.store, id))) throw foreignKeyNotFound();
    return { role, scopeIds };
  };

  routes.add('GET', path, {}, (call) => {
    const role = roleOf(call);
    if (!role) throw notFound();
    const rows = role[key].flatMap((id) => find(call.tenant.store, id) ?? []);
    return optionallyPaged(call, rows.sort(byName));
  });
  routes.add('POST', path, { body: z.object({ [field]: nonEmptyIds }), event }, (call) => {
    const { role, scopeIds } = chosen(call);
    role[key] = [...new Set([...role[key], ...scopeIds])];
    return createdText();
  });
  routes.add('PUT', path, { body: z.object({ [field]: ids }), event }, (call) => {
    const { role, scopeIds } = chosen(call);
    role[key] = [...new Set(scopeIds)];
    return noContent();
  });
  routes.add('DELETE', `${path}/:scopeId`, { event }, (call) => {
    const role = roleOf(call);
    if (!role?.[key].includes(call.params.scopeId ?? '')) throw notFound();
    role[key] = role[key].filter((id) => id !== call.params.scopeId);
    return noContent();
  });
}

function withScopes(store: Store, role: OrganizationRole) {
  return {
    ...roleEntity(role),
    scopes: role.scopeIds.flatMap((id) => store.organizationScopes.get(id) ?? []).map(({ id, name }) => ({ id, name })),
    resourceScopes: role.resourceScopeIds.flatMap((scopeId) => {
      const scope = store.resourceScopes.get(scopeId);
      const resource = scope && store.resources.get(scope.resourceId);
      return scope && resource
        ? [{ id: scope.id, name: scope.name, resource: { id: resource.id, name: resource.name } }]
        : [];
    }),
  };
}

function requireFreeName(store: Store, name: string): void {
  if ([...store.organizationRoles.values()].some((role) => role.name === name)) throw alreadyExists();
}

function requireScopes(store: Store, scopeIds: string[], resourceScopeIds: string[]): void {
  const known =
    scopeIds.every((id) => store.organizationScopes.has(id)) &&
    resourceScopeIds.every((id) => store.resourceScopes.has(id));
  if (!known) throw foreignKeyNotFound();
}
