/**
 * Organizations in Logto. https://docs.logto.io/organizations/organization-data
 * Names are not unique and there is no slug: both are our copy's business.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { absentIsDone, absentIsNull } from './errors.server.ts';
import { asOrganizationId, type OrganizationId } from './ids.ts';
import { bodyOf, everyPage, totalOf, type ManagementApi } from './management-api.server.ts';

export type Organization = {
  id: OrganizationId;
  name: string;
  description: string | null;
  customData: Record<string, unknown>;
  isMfaRequired: boolean;
  logoUrl: string | null;
  createdAt: Date;
};

export type NewOrganization = {
  /** 1 to 128 characters; kept untrimmed. */
  name: string;
  /** At most 256 characters. */
  description?: string | null;
};

/**
 * Columns of their own, each of which is changed alone. `customData`, `branding` and `color` are not among them: Logto
 * replaces those as a whole, and with them what others wrote there.
 */
export type OrganizationChange = Partial<NewOrganization> & { isMfaRequired?: boolean };

type Row = {
  id: string;
  name: string;
  description: string | null;
  customData: Record<string, unknown>;
  isMfaRequired: boolean;
  branding: { logoUrl?: string };
  createdAt: number;
};

export const toOrganization = (row: Row): Organization => ({
  id: asOrganizationId(row.id),
  name: row.name,
  description: row.description,
  customData: row.customData,
  isMfaRequired: row.isMfaRequired,
  logoUrl: row.branding.logoUrl ?? null,
  createdAt: new Date(row.createdAt),
});

/** `q` is an ILIKE pattern with backslash as its escape (observed on 1.37 and 1.41). */
const literally = (text: string) => text.replace(/[\\%_]/g, '\\$&');

export const organizations = (api: ManagementApi, { settleMs }: { settleMs: number }) => {
  /** Never repeated by itself: a second call makes a second organization. Fails with `refused` (`guard.invalid_input`, a plan's limit). */
  const create = async (input: NewOrganization & { customData?: Record<string, unknown> }): Promise<Organization> => {
    const { name, description = null, customData = {} } = input;
    return toOrganization(await bodyOf(api.POST('/api/organizations', { body: { name, description, customData } })));
  };

  /** All organizations of the Logto tenant, in no order one may rely on. */
  async function* listAll(filter: { q?: string } = {}): AsyncGenerator<Organization, void> {
    for await (const row of everyPage((page) =>
      api.GET('/api/organizations', { params: { query: { ...page, ...filter } } }),
    )) {
      yield toOrganization(row);
    }
  }

  /** The organization that an operation has made. Logto searches id and name only, so by name first, then by `customData`. */
  const findByOperation = async (name: string, operationId: string): Promise<Organization | null> => {
    for await (const organization of listAll({ q: literally(name) })) {
      if (organization.customData.operationId === operationId) return organization;
    }
    return null;
  };

  return {
    create,
    listAll,
    findByOperation,

    /** How many there are; for who shows how far something is. */
    count: (): Promise<number> => totalOf(api.GET('/api/organizations', { params: { query: { page_size: 1 } } })),

    /**
     * Makes the organization of an operation once. When the operation is `resumed`, an earlier try may have made it, and
     * a request whose answer was lost may still be on its way: looks, waits, looks again, and only then creates.
     */
    findOrCreate: async (
      input: NewOrganization & { operationId: string; resumed?: boolean },
    ): Promise<Organization> => {
      const { operationId, resumed = false, ...organization } = input;
      const look = () => findByOperation(organization.name, operationId);
      const found = resumed ? ((await look()) ?? (await pause(settleMs).then(look))) : null;
      return found ?? create({ ...organization, customData: { operationId } });
    },

    /** `null` when there is none (404). */
    get: (id: OrganizationId): Promise<Organization | null> =>
      bodyOf(api.GET('/api/organizations/{id}', { params: { path: { id } } })).then(toOrganization, absentIsNull),

    /** At least one field (an empty change is 422). Fails with `not-found`, `refused`. */
    update: async (id: OrganizationId, change: OrganizationChange): Promise<Organization> => {
      // Field by field: Logto takes an `id` in the body and really changes it (observed on 1.37 and 1.41).
      const { name, description, isMfaRequired } = change;
      const body = { name, description, isMfaRequired };
      return toOrganization(await bodyOf(api.PATCH('/api/organizations/{id}', { params: { path: { id } }, body })));
    },

    /**
     * The logo alone, null to take it away: Logto replaces `branding` as a whole, so what the console has set beside it
     * is read first and written back. Fails with `not-found`, `refused`.
     */
    changeLogo: async (id: OrganizationId, logoUrl: string | null): Promise<Organization> => {
      const params = { path: { id } };
      const { logoUrl: _, ...others } = (await bodyOf(api.GET('/api/organizations/{id}', { params }))).branding;
      const branding = logoUrl === null ? others : { ...others, logoUrl };
      return toOrganization(await bodyOf(api.PATCH('/api/organizations/{id}', { params, body: { branding } })));
    },

    /** Members, roles and invitations go with it. One that is gone already (404) is done. */
    delete: async (id: OrganizationId): Promise<void> => {
      await api.DELETE('/api/organizations/{id}', { params: { path: { id } } }).catch(absentIsDone);
    },
  };
};
