/**
 * The organization template's roles, for the calls that take ids (invitations) instead of names.
 * https://docs.logto.io/authorization/organization-template
 */
import { LogtoError } from './errors.server.ts';
import { everyPage, type ManagementApi } from './management-api.server.ts';

const keptMs = 60_000;

export const roles = (api: ManagementApi) => {
  let held: { ids: Map<string, string>; until: number } | undefined;
  let underWay: Promise<Map<string, string>> | undefined;

  const fetchIds = async () => {
    const ids = new Map<string, string>();
    for await (const role of everyPage((query) => api.GET('/api/organization-roles', { params: { query } }))) {
      ids.set(role.name, role.id);
    }
    held = { ids, until: Date.now() + keptMs };
    return ids;
  };

  const freshIds = () => (underWay ??= fetchIds().finally(() => (underWay = undefined)));

  return {
    /**
     * Ids in the order of the names, which are case-sensitive. Kept for a minute; a name not in there is looked up anew.
     * Fails with `refused` (`organization.role_names_not_found`): the template lacks it, run the set-up.
     */
    idsOf: async (names: readonly string[]): Promise<string[]> => {
      const known = held && Date.now() < held.until ? held.ids : await freshIds();
      const ids = names.every((name) => known.has(name)) ? known : await freshIds();
      return names.map((name) => {
        const id = ids.get(name);
        if (id !== undefined) return id;
        throw new LogtoError('GET /api/organization-roles', {
          kind: 'refused',
          code: 'organization.role_names_not_found',
          effect: 'none',
        });
      });
    },
  };
};
