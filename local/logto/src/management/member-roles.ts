import { z } from 'zod/v3';
import {
  constraintViolated,
  emptyValues,
  foreignKeyNotFound,
  LogtoError,
  notFound,
  requireMembership,
} from '../errors.ts';
import type { RoleType } from '../store/entities.ts';
import type { Store } from '../store/store.ts';
import { permissionsIn } from '../users/permissions.ts';
import { nonEmptyIds } from './guards.ts';
import { optionallyPaged } from './pagination.ts';
import { created, createdText, noContent, ok, type Routes } from './route.ts';
import { byName, roleEntity } from './organization-roles.ts';

const RoleChoice = z.object({
  organizationRoleIds: z.string().min(1).array().optional(),
  organizationRoleNames: z.string().min(1).array().optional(),
});
type RoleChoice = z.infer<typeof RoleChoice>;
const BulkRoles = z.object({ userIds: nonEmptyIds, organizationRoleIds: nonEmptyIds });

export function registerMemberRoles(routes: Routes): void {
  routes.add(
    'POST',
    '/organizations/:id/users/roles',
    { body: BulkRoles },
    ({ tenant: { store }, params: { id = '' }, body }) => {
      if (!body.userIds.every((userId) => store.members.has(id, userId))) throw foreignKeyNotFound();
      requireRoles(store, body.organizationRoleIds, 'User');
      for (const userId of body.userIds) store.members.add(id, userId, body.organizationRoleIds);
      return createdText();
    },
  );

  routes.add('GET', '/organizations/:id/users/:userId/roles', {}, (call) => {
    const {
      tenant: { store },
      params: { id = '', userId = '' },
    } = call;
    const held = rolesOf(store, id, userId);
    const rows = [...held].flatMap((roleId) => store.organizationRoles.get(roleId) ?? []).sort(byName);
    return optionallyPaged(call, rows, roleEntity);
  });

  routes.add(
    'POST',
    '/organizations/:id/users/:userId/roles',
    { body: RoleChoice },
    ({ tenant, params: { id = '', userId = '' }, body }) => {
      const held = rolesOf(tenant.store, id, userId);
      const roleIds = resolve(tenant.store, body);
      if (roleIds.length === 0) throw emptyValues();
      requireRoles(tenant.store, roleIds, 'User');
      for (const roleId of roleIds) held.add(roleId);
      return tenant.version === '1.37' ? createdText() : created({ organizationRoleIds: roleIds });
    },
  );

  routes.add(
    'PUT',
    '/organizations/:id/users/:userId/roles',
    { body: RoleChoice },
    ({ tenant: { store }, params: { id = '', userId = '' }, body }) => {
      const held = rolesOf(store, id, userId);
      const roleIds = resolve(store, body);
      requireRoles(store, roleIds, 'User');
      held.clear();
      for (const roleId of roleIds) held.add(roleId);
      return noContent();
    },
  );

  routes.add(
    'DELETE',
    '/organizations/:id/users/:userId/roles/:roleId',
    {},
    ({ tenant: { store }, params: { id = '', userId = '', roleId = '' } }) => {
      if (!rolesOf(store, id, userId).delete(roleId)) throw notFound();
      return noContent();
    },
  );

  // A stranger gets an empty list: this route does not look at the membership (observed).
  routes.add(
    'GET',
    '/organizations/:id/users/:userId/scopes',
    {},
    ({ tenant: { store }, params: { id = '', userId = '' } }) =>
      ok(permissionsIn(store, store.members.roles(id, userId))),
  );
}

function rolesOf(store: Store, organizationId: string, userId: string): Set<string> {
  const roles = store.members.roles(organizationId, userId);
  if (!roles) throw requireMembership();
  return roles;
}

function resolve(store: Store, { organizationRoleIds = [], organizationRoleNames = [] }: RoleChoice): string[] {
  const roles = [...store.organizationRoles.values()];
  const idOf = (name: string) => roles.find((role) => role.name === name)?.id;
  const missing = organizationRoleNames.filter((name) => !idOf(name));
  if (missing.length > 0) {
    throw new LogtoError('organization.role_names_not_found', 422, { variables: { names: missing.join(', ') } });
  }
  return [...new Set([...organizationRoleIds, ...organizationRoleNames.flatMap((name) => idOf(name) ?? [])])];
}

export function requireRoles(store: Store, roleIds: string[], type: RoleType): void {
  const roles = roleIds.map((id) => store.organizationRoles.get(id));
  if (roles.some((role) => role && role.type !== type)) throw constraintViolated();
  if (roles.some((role) => !role)) throw foreignKeyNotFound();
}
