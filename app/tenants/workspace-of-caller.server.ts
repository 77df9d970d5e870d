import { forTenant } from './db.server.ts';

/** The organization in which a machine calls. `id` is Logto's, as for people. */
export type CallersWorkspace = { id: string; slug: string; name: string; closed: boolean };

/** Null while it is not open yet. */
export const findWorkspace = (tenantId: string): Promise<CallersWorkspace | null> =>
  forTenant(tenantId, async (db) => {
    const row = await db.tenant.findFirst({
      where: { id: tenantId, state: 'active', logtoOrgId: { not: null } },
      select: { logtoOrgId: true, slug: true, name: true, deletionDueAt: true, erasing: true },
    });
    if (!row?.logtoOrgId) return null;
    const { logtoOrgId: id, slug, name } = row;
    return { id, slug, name, closed: row.deletionDueAt !== null || row.erasing };
  });
