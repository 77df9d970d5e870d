/**
 * Members of an organization and their roles.
 * https://docs.logto.io/end-user-flows/organization-experience/organization-management
 *
 * Logto guards nothing here (last owner, ranks): the flows do. Replacing the whole list of members is left out on
 * purpose: it wipes the roles of those who stay (observed on 1.37).
 */
import { absentIsDone, isLogtoError } from './errors.server.ts';
import type { OrganizationId, UserId } from './ids.ts';
import { bodyOf, everyPage, type ManagementApi } from './management-api.server.ts';
import { toUser, type User } from './users.server.ts';

export type RoleReference = { id: string; name: string };

export type Member = User & { roles: RoleReference[] };

/** 50 calls: about what a page may wait for. */
const mostLookedThrough = 5_000;

export const members = (api: ManagementApi) => {
  const path = (id: OrganizationId, userId: UserId) => ({ path: { id, userId } });

  async function* listed(
    id: OrganizationId,
    filter: { organizationRoleId?: string } = {},
  ): AsyncGenerator<Member, void> {
    for await (const row of everyPage((page) =>
      api.GET('/api/organizations/{id}/users', { params: { path: { id }, query: { ...page, ...filter } } }),
    )) {
      yield { ...toUser(row), roles: row.organizationRoles.map(({ id, name }) => ({ id, name })) };
    }
  }

  return {
    /** Again for a member changes nothing. Unknown user or organization: `refused` (`entity.relation_foreign_key_not_found`). */
    add: async (id: OrganizationId, userId: UserId): Promise<void> => {
      await api.POST('/api/organizations/{id}/users', {
        params: { path: { id } },
        body: { userIds: [userId] },
      });
    },

    /**
     * These roles and no others. Fails with `refused`: `organization.require_membership`,
     * `organization.role_names_not_found`; the roles then stay as they were. Fires no webhook.
     */
    setRoles: async (id: OrganizationId, userId: UserId, roleNames: readonly string[]): Promise<void> => {
      await api.PUT('/api/organizations/{id}/users/{userId}/roles', {
        params: path(id, userId),
        body: { organizationRoleNames: [...roleNames] },
      });
    },

    /** These roles too. Fails as `setRoles`. */
    addRoles: async (id: OrganizationId, userId: UserId, roleNames: readonly string[]): Promise<void> => {
      await api.POST('/api/organizations/{id}/users/{userId}/roles', {
        params: path(id, userId),
        body: { organizationRoleNames: [...roleNames] },
      });
    },

    /** Someone who is no member (404) is done. Organization tokens already issued live on for up to an hour. */
    remove: async (id: OrganizationId, userId: UserId): Promise<void> => {
      await api.DELETE('/api/organizations/{id}/users/{userId}', { params: path(id, userId) }).catch(absentIsDone);
    },

    /** All members, by pages of 100. An organization that does not exist has none: Logto answers 200 and `[]`. */
    list: (id: OrganizationId): AsyncGenerator<Member, void> => listed(id),

    /** One member, whichever; none of an organization that has none. */
    firstOf: async (id: OrganizationId): Promise<Member[]> => {
      for await (const member of listed(id)) return [member];
      return [];
    },

    /**
     * Members who have this role, as far as the first 5,000 members tell: servers before 1.41 do not know the filter and
     * list everybody.
     */
    async *withRole(id: OrganizationId, role: RoleReference): AsyncGenerator<Member, void> {
      let looked = 0;
      for await (const member of listed(id, { organizationRoleId: role.id })) {
        if (member.roles.some(({ name }) => name === role.name)) yield member;
        if (++looked === mostLookedThrough) return;
      }
    },

    /** `null` for someone who is no member, or when there is no such organization (422 `organization.require_membership`). */
    roles: async (id: OrganizationId, userId: UserId): Promise<RoleReference[] | null> => {
      try {
        const rows = await bodyOf(
          api.GET('/api/organizations/{id}/users/{userId}/roles', { params: path(id, userId) }),
        );
        return rows.map(({ id, name }) => ({ id, name }));
      } catch (error) {
        if (isLogtoError(error, 'organization.require_membership')) return null;
        throw error;
      }
    },

    /** The live check: names of all permissions that the person has now; `[]` for a stranger. */
    scopes: async (id: OrganizationId, userId: UserId): Promise<string[]> => {
      const rows = await bodyOf(api.GET('/api/organizations/{id}/users/{userId}/scopes', { params: path(id, userId) }));
      return rows.map(({ name }) => name);
    },
  };
};
