/**
 * Machine-to-machine applications, and their membership of organizations.
 * https://docs.logto.io/quick-starts/m2m and …/end-user-flows/organization-experience/organization-management
 *
 * One that was made here holds no role of the Logto tenant: it opens its organization and nothing else.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { absentIsDone, isLogtoError } from './errors.server.ts';
import { type ApplicationId, asApplicationId, type OrganizationId } from './ids.ts';
import { bodyOf, everyPage, type ManagementApi } from './management-api.server.ts';
import type { RoleReference } from './members.server.ts';

export type MachineApplication = {
  id: ApplicationId;
  name: string;
  /** Of the flow that made it, when one of ours did. */
  operationId: string | null;
};

export type MachineMember = MachineApplication & { roles: RoleReference[] };

type Row = { id: string; name: string; customData?: Record<string, unknown> };

const toApplication = ({ id, name, customData }: Row): MachineApplication => ({
  id: asApplicationId(id),
  name,
  operationId: typeof customData?.['operationId'] === 'string' ? customData['operationId'] : null,
});

export const applications = (api: ManagementApi, { settleMs }: { settleMs: number }) => {
  const create = async (name: string, operationId: string): Promise<MachineApplication> => {
    const body = { name, type: 'MachineToMachine' as const, customData: { operationId } };
    return toApplication(await bodyOf(api.POST('/api/applications', { body })));
  };

  /** Logto searches ids, names and descriptions only: every machine of the tenant is looked at, 100 a call. */
  const findByOperation = async (operationId: string): Promise<MachineApplication | null> => {
    const machines = everyPage((page) =>
      api.GET('/api/applications', { params: { query: { ...page, types: 'MachineToMachine' } } }),
    );
    for await (const row of machines) {
      const application = toApplication(row as Row);
      if (application.operationId === operationId) return application;
    }
    return null;
  };

  return {
    findByOperation,

    /**
     * Makes the application of an operation once, though a second POST makes a second one: as
     * `organizations.findOrCreate`. Fails with `refused` (a plan’s limit).
     */
    findOrCreate: async (input: { name: string; operationId: string; resumed: boolean }): Promise<ApplicationId> => {
      const look = () => findByOperation(input.operationId);
      const found = input.resumed ? ((await look()) ?? (await pause(settleMs).then(look))) : null;
      return (found ?? (await create(input.name, input.operationId))).id;
    },

    /** The secret made with the application: `secret` in its entity is of no use (observed on 1.37 and 1.41). */
    secret: async (id: ApplicationId): Promise<string | null> => {
      const secrets = await bodyOf(api.GET('/api/applications/{id}/secrets', { params: { path: { id } } }));
      return secrets[0]?.value ?? null;
    },

    /** Its secrets and memberships go with it; tokens live on for up to an hour. One that is gone (404) is done. */
    delete: async (id: ApplicationId): Promise<void> => {
      await api.DELETE('/api/applications/{id}', { params: { path: { id } } }).catch(absentIsDone);
    },

    /** Again for a member changes nothing. Unknown application or organization: `refused`. */
    join: async (organizationId: OrganizationId, id: ApplicationId): Promise<void> => {
      await api.POST('/api/organizations/{id}/applications', {
        params: { path: { id: organizationId } },
        body: { applicationIds: [id] },
      });
    },

    /** What is no member (404) is done. */
    leave: async (organizationId: OrganizationId, id: ApplicationId): Promise<void> => {
      const path = { id: organizationId, applicationId: id };
      await api
        .DELETE('/api/organizations/{id}/applications/{applicationId}', { params: { path } })
        .catch(absentIsDone);
    },

    /** These roles too, by id and of type MachineToMachine: others are `refused` (`entity.db_constraint_violated`). */
    addRoles: async (organizationId: OrganizationId, id: ApplicationId, roleIds: readonly string[]): Promise<void> => {
      await api.POST('/api/organizations/{id}/applications/roles', {
        params: { path: { id: organizationId } },
        body: { applicationIds: [id], organizationRoleIds: [...roleIds] },
      });
    },

    /** These roles and no others. Fails with `refused`: `organization.require_membership`. Fires no webhook. */
    setRoles: async (organizationId: OrganizationId, id: ApplicationId, roleIds: readonly string[]): Promise<void> => {
      await api.PUT('/api/organizations/{id}/applications/{applicationId}/roles', {
        params: { path: { id: organizationId, applicationId: id } },
        body: { organizationRoleIds: [...roleIds] },
      });
    },

    /** `null` when it is no member, or there is no such organization (422 `organization.require_membership`). */
    roles: async (organizationId: OrganizationId, id: ApplicationId): Promise<RoleReference[] | null> => {
      const path = { id: organizationId, applicationId: id };
      try {
        const rows = await bodyOf(
          api.GET('/api/organizations/{id}/applications/{applicationId}/roles', { params: { path } }),
        );
        return rows.map(({ id, name }) => ({ id, name }));
      } catch (error) {
        if (isLogtoError(error, 'organization.require_membership')) return null;
        throw error;
      }
    },

    /** All machines of an organization with their roles, by pages of 100. */
    async *list(organizationId: OrganizationId): AsyncGenerator<MachineMember, void> {
      const rows = everyPage((query) =>
        api.GET('/api/organizations/{id}/applications', { params: { path: { id: organizationId }, query } }),
      );
      for await (const row of rows) {
        const roles = row.organizationRoles.map(({ id, name }) => ({ id, name }));
        yield { ...toApplication(row as Row), roles };
      }
    },
  };
};
