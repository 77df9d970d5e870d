import { z } from 'zod/v3';
import { LogtoError, notFound } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { paged } from './pagination.ts';
import { created, noContent, ok, type Routes } from './route.ts';
import { knownRole, roleEntity } from './roles.ts';
import { find, update } from './users.ts';

const RoleChoice = z.object({
  roleIds: z.string().min(1).array().optional(),
  roleNames: z.string().min(1).array().optional(),
});

/** The tenant-wide roles of a user. */
export function registerUserRoles(routes: Routes): void {
  const path = '/users/:userId/roles';

  routes.add('GET', path, {}, (call) => {
    const { store } = call.tenant;
    return paged(
      call,
      find(call).roleIds.flatMap((id) => store.roles.get(id) ?? []),
      roleEntity,
    );
  });

  routes.add('POST', path, { body: RoleChoice }, (call) => {
    const user = find(call);
    const roleIds = resolve(call.tenant.store, call.body);
    const addedRoleIds = roleIds.filter((id) => !user.roleIds.includes(id));
    requireUserRoles(call.tenant.store, addedRoleIds);
    update(user, { roleIds: [...user.roleIds, ...addedRoleIds] });
    return created({ roleIds, addedRoleIds });
  });

  routes.add('PUT', path, { body: RoleChoice }, (call) => {
    const user = find(call);
    const roleIds = resolve(call.tenant.store, call.body);
    requireUserRoles(call.tenant.store, roleIds);
    update(user, { roleIds });
    return ok({ roleIds });
  });

  routes.add('DELETE', `${path}/:roleId`, {}, (call) => {
    const user = find(call);
    if (!user.roleIds.includes(call.params.roleId ?? '')) throw notFound();
    update(user, { roleIds: user.roleIds.filter((id) => id !== call.params.roleId) });
    return noContent();
  });
}

function resolve(store: Store, { roleIds = [], roleNames = [] }: z.infer<typeof RoleChoice>): string[] {
  const roles = [...store.roles.values()];
  const named = roleNames.map((name) => roles.find((role) => role.name === name)?.id ?? '');
  return [...new Set([...roleIds, ...named])];
}

function requireUserRoles(store: Store, roleIds: string[]): void {
  const roles = roleIds.map((id) => store.roles.get(id));
  if (roles.some((role) => role && role.type !== 'User')) throw new LogtoError('user.invalid_role_type', 422);
  for (const id of roleIds) knownRole(store, id);
}
