import { everyPage, type ManagementApi } from '#app/logto/management-api.server.ts';
import { isPermission, roleNames, roles, type Role } from '#app/permissions.ts';
import { listPermissions } from './permissions.ts';
import type { Change, SetupStep } from './step.ts';

const listRoles = (api: ManagementApi) =>
  everyPage((query) => api.GET('/api/organization-roles', { params: { query } }));

type PresentRole = ReturnType<typeof listRoles> extends AsyncGenerator<infer Row> ? Row : never;

// Only when applied: the permissions may be made by the step before.
const idsOf = async (api: ManagementApi, names: readonly string[]) =>
  (await listPermissions(api)).filter(({ name }) => names.includes(name)).map(({ id }) => id);

const changesOf = (api: ManagementApi, name: Role, present: PresentRole | undefined): Change[] => {
  const { description, permissions: wanted } = roles[name];
  if (!present) {
    const apply = async () => {
      const organizationScopeIds = await idsOf(api, wanted);
      await api.POST('/api/organization-roles', {
        body: { name, description, type: 'User', organizationScopeIds, resourceScopeIds: [] },
      });
    };
    return [{ what: `create role ${name} with ${wanted.join(', ')}`, apply }];
  }

  const params = { path: { id: present.id } };
  const held = present.scopes.map((scope) => scope.name);
  // What the app's list does not know was given by somebody else and stays.
  const target = [...wanted, ...held.filter((scope) => !isPermission(scope))];
  const changes: Change[] = [];
  if (present.description !== description) {
    const apply = () => api.PATCH('/api/organization-roles/{id}', { params, body: { description } });
    changes.push({ what: `describe role ${name}`, apply });
  }
  if (held.length !== target.length || !target.every((scope) => held.includes(scope))) {
    const apply = async () => {
      const body = { organizationScopeIds: await idsOf(api, target) };
      await api.PUT('/api/organization-roles/{id}/scopes', { params, body });
    };
    changes.push({ what: `give role ${name} ${target.join(', ')} (now: ${held.join(', ') || 'nothing'})`, apply });
  }
  return changes;
};

export const organizationRoles: SetupStep = {
  name: 'organization roles',
  look: async ({ api }) => {
    // Logto's role names are case-sensitive: `Owner` is another role.
    const present = new Map<string, PresentRole>();
    for await (const role of listRoles(api)) present.set(role.name, role);
    return roleNames.flatMap((name) => changesOf(api, name, present.get(name)));
  },
};
