import { z } from 'zod/v3';
import { LogtoError, notExistsWithId, notFound } from '../errors.ts';
import { userInfo } from '../users/profile.ts';
import { applicationEntity } from './applications.ts';
import { nonEmptyIds } from './guards.ts';
import { like } from './like.ts';
import { paged } from './pagination.ts';
import { findRole } from './roles.ts';
import { createdText, noContent, type Routes } from './route.ts';
import { userSearch } from './user-search.ts';

interface Holder {
  id: string;
  roleIds: string[];
}

/** Who has a tenant-wide role, seen from the role: people and machines. */
export function registerRoleHolders(routes: Routes): void {
  routes.add('GET', '/roles/:id/users', {}, (call) => {
    const { id } = findRole(call);
    const matching = userSearch(call.query);
    const rows = [...call.tenant.store.users.values()].filter((user) => user.roleIds.includes(id) && matching(user));
    return paged(call, rows.reverse(), userInfo);
  });

  routes.add('POST', '/roles/:id/users', { body: z.object({ userIds: nonEmptyIds }) }, (call) => {
    const role = findRole(call);
    const users = call.body.userIds.map((id) => call.tenant.store.users.get(id));
    requireNew(users, role.id, 'role.user_exists');
    if (users.includes(undefined)) throw notFound();
    if (role.type !== 'User') throw new LogtoError('entity.db_constraint_violated', 422);
    give(users, role.id);
    return createdText();
  });

  routes.add('DELETE', '/roles/:id/users/:userId', {}, (call) => {
    take(call.tenant.store.users.get(call.params.userId ?? ''), call.params.id);
    return noContent();
  });

  routes.add('GET', '/roles/:id/applications', {}, (call) => {
    const { id } = findRole(call);
    const search = call.query.get('search');
    const matching = search ? like(search) : () => true;
    const rows = [...call.tenant.store.applications.values()]
      .filter((app) => app.roleIds.includes(id))
      .filter((app) => [app.id, app.name, app.description].some(matching));
    return paged(call, rows.reverse(), applicationEntity);
  });

  routes.add('POST', '/roles/:id/applications', { body: z.object({ applicationIds: nonEmptyIds }) }, (call) => {
    const role = findRole(call);
    const applications = call.body.applicationIds.map((id) => call.tenant.store.applications.get(id));
    requireNew(applications, role.id, 'role.application_exists');
    const unknown = applications.indexOf(undefined);
    if (unknown !== -1) throw notExistsWithId('applications', call.body.applicationIds[unknown] ?? '');
    if (role.type !== 'MachineToMachine') throw new LogtoError('application.invalid_role_type', 422);
    give(applications, role.id);
    return createdText();
  });

  routes.add('DELETE', '/roles/:id/applications/:applicationId', {}, (call) => {
    take(call.tenant.store.applications.get(call.params.applicationId ?? ''), call.params.id);
    return noContent();
  });
}

function requireNew(holders: (Holder | undefined)[], roleId: string, code: string): void {
  if (holders.some((holder) => holder?.roleIds.includes(roleId))) throw new LogtoError(code, 422);
}

function give(holders: (Holder | undefined)[], roleId: string): void {
  for (const holder of holders) if (holder && !holder.roleIds.includes(roleId)) holder.roleIds.push(roleId);
}

function take(holder: Holder | undefined, roleId = ''): void {
  if (!holder?.roleIds.includes(roleId)) throw notFound();
  holder.roleIds = holder.roleIds.filter((id) => id !== roleId);
}
