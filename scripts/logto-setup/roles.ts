import { absentIsDone } from '#app/logto/errors.server.ts';
import { everyPage, type ManagementApi } from '#app/logto/management-api.server.ts';
import { isPermission, machineRoleNames, machineRoles, type Permission, roleNames, roles } from '#app/permissions.ts';
import { permissionsByName } from './permissions.ts';
import { SetupRefusal, type Change, type SetupStep } from './step.ts';

type WantedRole = {
  name: string;
  description: string;
  permissions: readonly Permission[];
  /** Whom Logto lets hold it, for good: it cannot be changed later. */
  type: 'User' | 'MachineToMachine';
};

const wantedRoles: WantedRole[] = [
  ...roleNames.map((name) => ({ name, ...roles[name], type: 'User' as const })),
  ...machineRoleNames.map((role) => ({
    ...machineRoles[role],
    permissions: roles[role].permissions,
    type: 'MachineToMachine' as const,
  })),
];

const listRoles = (api: ManagementApi) =>
  everyPage((query) => api.GET('/api/organization-roles', { params: { query } }));

type PresentRole = ReturnType<typeof listRoles> extends AsyncGenerator<infer Row> ? Row : never;

// Only when applied: the permissions may be made by the step before.
const idsOf = async (api: ManagementApi, names: readonly string[]) => {
  const present = await permissionsByName(api);
  return names.flatMap((name) => present.get(name)?.id ?? []);
};

const creationOf = (api: ManagementApi, { name, description, permissions, type }: WantedRole): Change => {
  const apply = async () => {
    const organizationScopeIds = await idsOf(api, permissions);
    await api.POST('/api/organization-roles', {
      body: { name, description, type, organizationScopeIds, resourceScopeIds: [] },
    });
  };
  return { what: `create role ${name}: ${permissions.join(', ')}`, apply };
};

/** Of what a role holds, the app's list decides over the app's permissions only: others were given by somebody else. */
const changesOf = (api: ManagementApi, role: WantedRole, present: PresentRole): Change[] => {
  const { name, description, permissions } = role;
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
    const refusals = wantedRoles.flatMap((role) => inTheWay(role, present.get(role.name)));
    if (refusals.length > 0) throw new SetupRefusal(refusals.join('\n'));
    return wantedRoles.flatMap((role) => {
      const found = present.get(role.name);
      return found ? changesOf(api, role, found) : [creationOf(api, role)];
    });
  },
};

/** A role of ours for the other kind of holders: a person’s task, since its type cannot be changed. */
function inTheWay({ name, type }: WantedRole, present: PresentRole | undefined): string[] {
  if (!present || present.type === type) return [];
  const [is, needed] = type === 'User' ? ['machines', 'people'] : ['people', 'machines'];
  return [
    `Role ${name} in this Logto is for ${is}, and the app needs it for ${needed}: rename or delete it in ` +
      'Console → Organization template → Organization roles, then run this again.',
  ];
}
