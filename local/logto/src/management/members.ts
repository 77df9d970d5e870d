import { z } from 'zod/v3';
import { foreignKeyNotFound, notFound } from '../errors.ts';
import type { Tenant } from '../tenant.ts';
import { memberEntity } from '../users/profile.ts';
import { ids, nonEmptyIds } from './guards.ts';
import { matches } from './like.ts';
import { paged } from './pagination.ts';
import { created, createdText, noContent, type Call, type Routes } from './route.ts';

const AddMembers = z.object({ userIds: nonEmptyIds });
const ReplaceMembers = z.object({ userIds: ids });

export function registerMembers(routes: Routes): void {
  // No 404 for an unknown organization: an empty list (observed).
  routes.add('GET', '/organizations/:id/users', {}, (call) => {
    const { store } = call.tenant;
    const { id = '' } = call.params;
    const roleIds = call.tenant.version === '1.37' ? [] : call.query.getAll('organizationRoleId').filter(Boolean);
    const q = call.query.get('q');
    const matching = matches(q);
    const found = (userId: string) => {
      const user = store.users.get(userId);
      return user && matching(user.id, user.name, user.username, user.primaryEmail, user.primaryPhone);
    };
    const all = store.members.sortedMembersOf(id);
    const inRole =
      roleIds.length === 0
        ? all
        : all.filter((userId) => roleIds.some((roleId) => store.members.roles(id, userId)?.has(roleId)));
    const rows = q ? inRole.filter(found) : inRole;
    return paged(call, rows, (userId) => memberEntity(store, id, store.users.get(userId)!));
  });

  routes.add('POST', '/organizations/:id/users', { body: AddMembers }, (call) => {
    const {
      tenant,
      params: { id = '' },
      body: { userIds },
    } = call;
    requireAll(tenant, id, userIds);
    const added = [...new Set(userIds)].filter((userId) => tenant.store.members.add(id, userId));
    announce(call, { addedUserIds: added });
    return tenant.version === '1.37' ? createdText() : created({ userIds });
  });

  routes.add('PUT', '/organizations/:id/users', { body: ReplaceMembers }, (call) => {
    const {
      tenant,
      params: { id = '' },
      body: { userIds },
    } = call;
    const { members } = tenant.store;
    requireAll(tenant, id, userIds);
    const kept = new Set(userIds);
    const removed = members.membersOf(id).filter((userId) => !kept.has(userId));
    for (const userId of removed) members.remove(id, userId);
    if (tenant.version === '1.37') for (const userId of members.membersOf(id)) members.remove(id, userId); // wipes roles
    const added = [...new Set(userIds)].filter((userId) => members.add(id, userId));
    announce(call, { addedUserIds: added, removedUserIds: removed });
    return noContent();
  });

  routes.add('DELETE', '/organizations/:id/users/:userId', {}, (call) => {
    const { id = '', userId = '' } = call.params;
    if (!call.tenant.store.members.remove(id, userId)) throw notFound();
    announce(call, { removedUserIds: [userId] });
    return noContent();
  });
}

function requireAll({ store }: Tenant, organizationId: string, userIds: string[]): void {
  if (userIds.length === 0) return;
  if (!store.organizations.has(organizationId) || !userIds.every((id) => store.users.has(id)))
    throw foreignKeyNotFound();
}

/** Fired even when nothing changed. Servers before 1.40 do not say who. */
function announce(call: Call, delta: Record<string, string[]>): void {
  const told = call.tenant.version === '1.37' ? [] : Object.entries(delta).filter(([, list]) => list.length > 0);
  call.emit('Organization.Membership.Updated', { organizationId: call.params.id, ...Object.fromEntries(told) });
}
