import { findApplication } from './applications.ts';
import { paged } from './pagination.ts';
import type { Routes } from './route.ts';

/** Where a machine is a member, with its roles there. */
export function registerApplicationOrganizations(routes: Routes): void {
  routes.add('GET', '/applications/:id/organizations', {}, (call) => {
    const { store } = call.tenant;
    const { id } = findApplication(call);
    const rows = store.machineMembers.organizationsOf(id).flatMap((one) => store.organizations.get(one) ?? []);
    return paged(call, rows, (organization) => ({
      ...organization,
      organizationRoles: [...(store.machineMembers.roles(organization.id, id) ?? [])]
        .flatMap((roleId) => store.organizationRoles.get(roleId) ?? [])
        .map((role) => ({ id: role.id, name: role.name })),
    }));
  });
}
