import { everyPage, type ManagementApi } from '#app/logto/management-api.server.ts';
import { permissionNames, permissions } from '#app/permissions.ts';
import type { SetupStep } from './step.ts';

/** All organization permissions of the template, by name. */
export const permissionsByName = async (api: ManagementApi) => {
  const present = new Map<string, { id: string; description: string | null }>();
  const pages = everyPage((query) => api.GET('/api/organization-scopes', { params: { query } }));
  for await (const { id, name, description } of pages) present.set(name, { id, description });
  return present;
};

export const organizationPermissions: SetupStep = {
  name: 'organization permissions',
  look: async ({ api }) => {
    const present = await permissionsByName(api);
    return permissionNames.flatMap((name) => {
      const description = permissions[name];
      const scope = present.get(name);
      if (!scope) {
        const apply = () => api.POST('/api/organization-scopes', { body: { name, description } });
        return [{ what: `create permission ${name}`, apply }];
      }
      // Words that somebody has put there stay.
      if (scope.description) return [];
      const params = { path: { id: scope.id } };
      const apply = () => api.PATCH('/api/organization-scopes/{id}', { params, body: { description } });
      return [{ what: `describe permission ${name} (now: no description)`, apply }];
    });
  },
};
