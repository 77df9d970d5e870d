import { bodyOf, type ManagementApi } from '#app/logto/management-api.server.ts';
import { permissionNames, permissions } from '#app/permissions.ts';
import type { SetupStep } from './step.ts';

/** All organization permissions of the template; unpaged when no page is asked for. */
export const listPermissions = (api: ManagementApi) => bodyOf(api.GET('/api/organization-scopes'));

export const organizationPermissions: SetupStep = {
  name: 'organization permissions',
  look: async ({ api }) => {
    const present = new Map((await listPermissions(api)).map((scope) => [scope.name, scope]));
    return permissionNames.flatMap((name) => {
      const description = permissions[name];
      const scope = present.get(name);
      if (!scope) {
        const apply = () => api.POST('/api/organization-scopes', { body: { name, description } });
        return [{ what: `create permission ${name}`, apply }];
      }
      if (scope.description === description) return [];
      const params = { path: { id: scope.id } };
      const apply = () => api.PATCH('/api/organization-scopes/{id}', { params, body: { description } });
      return [{ what: `describe permission ${name}`, apply }];
    });
  },
};
