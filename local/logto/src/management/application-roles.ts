import { z } from 'zod/v3';
import { LogtoError, notFound } from '../errors.ts';
import type { Application } from '../store/entities.ts';
import { findApplication } from './applications.ts';
import { paged } from './pagination.ts';
import { created, createdText, noContent, okText, type Call, type Routes } from './route.ts';
import { knownRole, roleEntity } from './roles.ts';

const RoleIds = z.object({ roleIds: z.string().min(1).array() });

/** The tenant-wide roles of a machine. */
export function registerApplicationRoles(routes: Routes): void {
  const path = '/applications/:id/roles';

  routes.add('GET', path, {}, (call) => {
    const { store } = call.tenant;
    const rows = findMachine(call).roleIds.flatMap((id) => store.roles.get(id) ?? []);
    return paged(call, rows, roleEntity);
  });

  // Servers before 1.38 refuse a role that is held already (observed).
  routes.add('POST', path, { body: RoleIds }, (call) => {
    const app = findMachine(call as Call);
    const { roleIds } = call.body;
    const held = roleIds.find((id) => app.roleIds.includes(id));
    const old = call.tenant.version === '1.37';
    if (old && held) throw new LogtoError('application.role_exists', 422, { variables: { roleId: held } });
    requireMachineRoles(call as Call, roleIds);
    const addedRoleIds = roleIds.filter((id) => !app.roleIds.includes(id));
    app.roleIds.push(...addedRoleIds);
    return old ? createdText() : created({ roleIds, addedRoleIds });
  });

  routes.add('PUT', path, { body: RoleIds }, (call) => {
    const app = findMachine(call as Call);
    requireMachineRoles(call as Call, call.body.roleIds);
    app.roleIds = [...new Set(call.body.roleIds)];
    return okText();
  });

  routes.add('DELETE', `${path}/:roleId`, {}, (call) => {
    const app = findMachine(call);
    if (!app.roleIds.includes(call.params.roleId ?? '')) throw notFound();
    app.roleIds = app.roleIds.filter((id) => id !== call.params.roleId);
    return noContent();
  });
}

function findMachine(call: Call): Application {
  const app = findApplication(call);
  if (app.type !== 'MachineToMachine') throw new LogtoError('application.invalid_type', 422);
  return app;
}

function requireMachineRoles({ tenant: { store } }: Call, roleIds: string[]): void {
  const roles = roleIds.map((id) => store.roles.get(id));
  if (roles.some((role) => role && role.type !== 'MachineToMachine'))
    throw new LogtoError('application.invalid_role_type', 422);
  for (const id of roleIds) knownRole(store, id);
}
