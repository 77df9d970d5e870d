import { absentIsDone } from '#app/logto/errors.server.ts';
import { everyPage, type ManagementApi } from '#app/logto/management-api.server.ts';
import { isPermission, roleNames, roles, type Role } from '#app/permissions.ts';
import { permissionsByName } from './permissions.ts';
import { SetupRefusal, type Change, type SetupStep } from './step.ts';

const listRoles = (api: ManagementApi) =>
  everyPage((query) => api.GET('/api/organization-roles', { params: { query } }));

type PresentRole = ReturnType<typeof listRoles> extends AsyncGenerator<infer Row> ? Row : never;

// Only when applied: the permissions may be made by the step before.
const idsOf = async (api: ManagementApi, names: readonly string[]) => {
  const present = await permissionsByName(api);
  return names.flatMap((name) => present.get(name)?.id ?? []);
};

const creationOf = (api: ManagementApi, name: Role): Change => {
  const { description, permissions } = roles[name];
  const apply = async () => {
    const organizationScopeIds = await idsOf(api, permissions);
    await api.POST('/api/organization-roles', {
      body: { name, description, type: 'User', organizationScopeIds, resourceScopeIds: [] },
    });
  };
  return { what: `create role ${name}: ${permissions.join(', ')}`, apply };
};

/** Of what a role holds, the app's list decides over the app's permissions only: others were given by somebody else. */
const changesOf = (api: ManagementApi, name: Role, present: PresentRole): Change[] => {
  const { description, permissions } = roles[name];
  const params = { path: { id: present.id } };
  const held = present.scopes.map((scope) => scope.name).sort();
  const wanted: readonly string[] = permissions;
  const missing = wanted.filter((scope) => !held.includes(scope));
  const surplus = present.scopes.filter((scope) => isPermission(scope.name) && !wanted.includes(scope.name));
  const target = [...held.filter((scope) => !surplus.some((one) => one.name === scope)), ...missing].sort();
  const drift = `now: ${held.join(', ') || 'nothing'}; then: ${target.join(', ')}`;

  const changes: Change[] = [];
  if (!present.description) {
    const apply = () => api.PATCH('/api/organization-roles/{id}', { params, body: { description } });
    changes.push({ what: `describe role ${name} (now: no description)`, apply });
  }
  if (missing.length > 0) {
    const apply = async () => {
      const body = { organizationScopeIds: await idsOf(api, missing) };
      await api.POST('/api/organization-roles/{id}/scopes', { params, body });
    };
    changes.push({ what: `give role ${name} ${missing.join(', ')} (${drift})`, apply });
  }
  if (surplus.length > 0) {
    const apply = async () => {
      for (const { id } of surplus) {
        const path = { id: present.id, organizationScopeId: id };
        await api
          .DELETE('/api/organization-roles/{id}/scopes/{organizationScopeId}', { params: { path } })
          .catch(absentIsDone);
      }
    };
    const taken = surplus.map((scope) => scope.name).join(', ');
    changes.push({ what: `take ${taken} from role ${name} (${drift})`, apply });
  }
  return changes;
};

export const organizationRoles: SetupStep = {
  name: 'organization roles',
  look: async ({ api }) => {
    // Logto's role names are case-sensitive: `Owner` is another role.
    const present = new Map<string, PresentRole>();
    for await (const role of listRoles(api)) present.set(role.name, role);
    const taken = roleNames.filter((name) => (present.get(name)?.type ?? 'User') !== 'User');
    if (taken.length > 0) {
      throw new SetupRefusal(
        `Role ${taken.join(', ')} in this Logto is for machines, and the app needs it for people: rename or delete it in ` +
          'Console → Organization template → Organization roles, then run this again.',
      );
    }
    return roleNames.flatMap((name) => {
      const role = present.get(name);
      return role ? changesOf(api, name, role) : [creationOf(api, name)];
    });
  },
};
