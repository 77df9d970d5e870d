import { z } from 'zod/v3';
import { foreignKeyNotFound, LogtoError, notFound } from '../errors.ts';
import type { Tenant } from '../tenant.ts';
import { applicationEntity } from './applications.ts';
import { ids, nonEmptyIds } from './guards.ts';
import { matches } from './like.ts';
import { requireRoles } from './member-roles.ts';
import { byName, roleEntity } from './organization-roles.ts';
import { optionallyPaged, paged } from './pagination.ts';
import { createdText, noContent, type Call, type Routes } from './route.ts';

const AddApplications = z.object({ applicationIds: nonEmptyIds });
const ReplaceApplications = z.object({ applicationIds: ids });
const RoleIds = z.object({ organizationRoleIds: ids });
const BulkRoles = z.object({ applicationIds: nonEmptyIds, organizationRoleIds: nonEmptyIds });

/** Machines as members of an organization. Only machine-to-machine applications may join. */
export function registerOrganizationApplications(routes: Routes): void {
  routes.add(
    'POST',
    '/organizations/:id/applications/roles',
    { body: BulkRoles },
    ({ tenant: { store }, params: { id = '' }, body }) => {
      if (!body.applicationIds.every((applicationId) => store.machineMembers.has(id, applicationId)))
        throw foreignKeyNotFound();
      requireRoles(store, body.organizationRoleIds, 'MachineToMachine');
      for (const applicationId of body.applicationIds)
        store.machineMembers.add(id, applicationId, body.organizationRoleIds);
      return createdText();
    },
  );

  routes.add('GET', '/organizations/:id/applications', {}, (call) => {
    const {
      tenant: { store },
      params: { id = '' },
    } = call;
    const matching = matches(call.query.get('q'));
    const rows = store.machineMembers
      .membersOf(id)
      .sort()
      .flatMap((applicationId) => store.applications.get(applicationId) ?? []);
    return paged(
      call,
      rows.filter((app) => matching(app.id, app.name, app.description)),
      (app) => ({
        ...applicationEntity(app),
        organizationRoles: [...(store.machineMembers.roles(id, app.id) ?? [])]
          .flatMap((roleId) => store.organizationRoles.get(roleId) ?? [])
          .map((role) => ({ id: role.id, name: role.name })),
      }),
    );
  });

  routes.add('POST', '/organizations/:id/applications', { body: AddApplications }, (call) => {
    const {
      tenant,
      params: { id = '' },
      body: { applicationIds },
    } = call;
    requireAll(tenant, id, applicationIds);
    const added = applicationIds.filter((applicationId) => tenant.store.machineMembers.add(id, applicationId));
    announce(call, { addedApplicationIds: added });
    return createdText();
  });

  routes.add('PUT', '/organizations/:id/applications', { body: ReplaceApplications }, (call) => {
    const {
      tenant,
      params: { id = '' },
      body: { applicationIds },
    } = call;
    const { machineMembers } = tenant.store;
    requireAll(tenant, id, applicationIds);
    const removed = machineMembers.membersOf(id).filter((applicationId) => !applicationIds.includes(applicationId));
    for (const applicationId of removed) machineMembers.remove(id, applicationId);
    const added = applicationIds.filter((applicationId) => machineMembers.add(id, applicationId));
    announce(call, { addedApplicationIds: added, removedApplicationIds: removed });
    return noContent();
  });

  routes.add('DELETE', '/organizations/:id/applications/:applicationId', {}, (call) => {
    const { id = '', applicationId = '' } = call.params;
    if (!call.tenant.store.machineMembers.remove(id, applicationId)) throw notFound();
    announce(call, { removedApplicationIds: [applicationId] });
    return noContent();
  });

  routes.add('GET', '/organizations/:id/applications/:applicationId/roles', {}, (call) => {
    const {
      tenant: { store },
    } = call;
    const rows = [...rolesOf(call)].flatMap((roleId) => store.organizationRoles.get(roleId) ?? []).sort(byName);
    return optionallyPaged(call, rows, roleEntity);
  });

  for (const method of ['POST', 'PUT'] as const) {
    routes.add(method, '/organizations/:id/applications/:applicationId/roles', { body: RoleIds }, (call) => {
      const held = rolesOf(call);
      requireRoles(call.tenant.store, call.body.organizationRoleIds, 'MachineToMachine');
      if (method === 'PUT') held.clear();
      for (const roleId of call.body.organizationRoleIds) held.add(roleId);
      return method === 'PUT' ? noContent() : createdText();
    });
  }

  routes.add('DELETE', '/organizations/:id/applications/:applicationId/roles/:roleId', {}, (call) => {
    if (!rolesOf(call).delete(call.params.roleId ?? '')) throw notFound();
    return noContent();
  });
}

function requireAll({ store }: Tenant, organizationId: string, applicationIds: string[]): void {
  const applications = applicationIds.map((id) => store.applications.get(id));
  if (!store.organizations.has(organizationId) || applications.some((app) => !app)) throw foreignKeyNotFound();
  if (applications.some((app) => app?.type !== 'MachineToMachine'))
    throw new LogtoError('entity.db_constraint_violated', 422);
}

function rolesOf({ tenant: { store }, params: { id = '', applicationId = '' } }: Call): Set<string> {
  const roles = store.machineMembers.roles(id, applicationId);
  if (!roles) throw new LogtoError('organization.require_membership', 422);
  return roles;
}

function announce(call: Call, delta: Record<string, string[]>): void {
  const told = call.tenant.version === '1.37' ? [] : Object.entries(delta).filter(([, list]) => list.length > 0);
  call.emit('Organization.Membership.Updated', { organizationId: call.params.id, ...Object.fromEntries(told) });
}
