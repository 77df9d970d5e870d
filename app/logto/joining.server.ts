/**
 * Who becomes a member by registering: just-in-time provisioning.
 * https://docs.logto.io/organizations/just-in-time-provisioning
 *
 * By domain it happens once, when an account is made with a verified address; by single sign-on also at somebody's first
 * one. Logto checks nobody's right to a domain, and lets several organizations have the same: the flows do. Changes
 * fire no webhook. Lists are never replaced as a whole, so that what was set in Logto's console stays.
 */
import { absentIsDone, isLogtoError } from './errors.server.ts';
import type { OrganizationId } from './ids.ts';
import { bodyOf, type ManagementApi } from './management-api.server.ts';
import type { RoleReference } from './members.server.ts';

/** Without its configuration, which holds secrets. */
export type SsoConnector = { id: string; name: string; domains: string[] };

export const joining = (api: ManagementApi) => {
  const of = (id: OrganizationId) => ({ params: { path: { id } } });

  return {
    /** An organization that does not exist has none: Logto answers 200 and `[]`. */
    domains: async (id: OrganizationId): Promise<string[]> => {
      const rows = await bodyOf(api.GET('/api/organizations/{id}/jit/email-domains', of(id)));
      return rows.map(({ emailDomain }) => emailDomain);
    },

    /** One that is there already (422 `entity.unique_integrity_violation`) is done. Logto compares it in lower case. */
    addDomain: async (id: OrganizationId, emailDomain: string): Promise<void> => {
      try {
        await api.POST('/api/organizations/{id}/jit/email-domains', { ...of(id), body: { emailDomain } });
      } catch (error) {
        if (!isLogtoError(error, 'entity.unique_integrity_violation')) throw error;
      }
    },

    /** One that is gone already (404) is done. Who has joined by it stays. */
    removeDomain: async (id: OrganizationId, emailDomain: string): Promise<void> => {
      await api
        .DELETE('/api/organizations/{id}/jit/email-domains/{emailDomain}', { params: { path: { id, emailDomain } } })
        .catch(absentIsDone);
    },

    /** What everybody gets who joins by a domain or by single sign-on. Fails with `not-found`. */
    roles: async (id: OrganizationId): Promise<RoleReference[]> => {
      const rows = await bodyOf(api.GET('/api/organizations/{id}/jit/roles', of(id)));
      return rows.map(({ id: roleId, name }) => ({ id: roleId, name }));
    },

    /** These and no others: name all that are to stay. Takes ids only. Fails with `refused` for one that is unknown. */
    setRoles: async (id: OrganizationId, organizationRoleIds: string[]): Promise<void> => {
      await api.PUT('/api/organizations/{id}/jit/roles', { ...of(id), body: { organizationRoleIds } });
    },

    /** Whose people become members at their first single sign-on. Fails with `not-found`. */
    ssoConnectors: async (id: OrganizationId): Promise<SsoConnector[]> => {
      const rows = await bodyOf(api.GET('/api/organizations/{id}/jit/sso-connectors', of(id)));
      return rows.map(({ id: connectorId, connectorName, branding, domains }) => ({
        id: connectorId,
        name: branding.displayName || connectorName,
        domains,
      }));
    },
  };
};
