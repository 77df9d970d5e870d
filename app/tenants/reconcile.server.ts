import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import type { CopiedUser } from './copy-users.server.ts';
import type { Db } from './db.server.ts';

/** What the reconciliation reads of the copy, page by page. By the system's role. */

const atOnce = 100;

export async function findUsers(db: Db, ids: UserId[]): Promise<Map<UserId, CopiedUser>> {
  const rows = await db.user.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true, email: true, avatarUrl: true, suspended: true, updatedAt: true },
  });
  return new Map(rows.map((row) => [row.id as UserId, row as CopiedUser]));
}

export const usersAfter = async (db: Db, after: string): Promise<UserId[]> =>
  (
    await db.user.findMany({ where: { id: { gt: after } }, orderBy: { id: 'asc' }, take: atOnce, select: { id: true } })
  ).map(({ id }) => id as UserId);

/** Not those that are being erased: that takes them out of Logto first. */
export async function tenantsAfter(db: Db, after: string): Promise<{ id: string; organizationId: OrganizationId }[]> {
  const rows = await db.tenant.findMany({
    where: { logtoOrgId: { not: null }, erasing: false, ...(after && { id: { gt: after } }) },
    orderBy: { id: 'asc' },
    take: atOnce,
    select: { id: true, logtoOrgId: true },
  });
  return rows.map(({ id, logtoOrgId }) => ({ id, organizationId: logtoOrgId as OrganizationId }));
}

export const isBeingErased = async (db: Db, organizationId: OrganizationId): Promise<boolean> =>
  (await db.tenant.count({ where: { logtoOrgId: organizationId, erasing: true } })) > 0;

/** By Logto's id or by slug. */
export async function organizationOf(db: Db, idOrSlug: string): Promise<OrganizationId | null> {
  const row = await db.tenant.findFirst({
    where: { OR: [{ logtoOrgId: idOrSlug }, { slug: idOrSlug }] },
    select: { logtoOrgId: true },
  });
  return (row?.logtoOrgId as OrganizationId | null | undefined) ?? null;
}

export type CopiedMachine = { name: string; roles: string[] };

export async function machinesOf(db: Db, tenantId: string): Promise<Map<string, CopiedMachine>> {
  const select = { applicationId: true, name: true, roles: true };
  const rows = await db.machine.findMany({ where: { tenantId }, select });
  return new Map(rows.map(({ applicationId, ...machine }) => [applicationId, machine]));
}

/** False when it has another name by now than `from`, or has gone. */
export const renameMachine = async (
  db: Db,
  tenantId: string,
  applicationId: string,
  { from, to }: { from: string; to: string },
): Promise<boolean> =>
  (await db.machine.updateMany({ where: { tenantId, applicationId, name: from }, data: { name: to } })).count === 1;

/** Domains that the organization has added here; one that is not active belongs to the operation that is at it. */
export async function ownDomains(db: Db, tenantId: string): Promise<Map<string, { active: boolean }>> {
  const rows = await db.emailDomain.findMany({ where: { tenantId }, select: { domain: true, active: true } });
  return new Map(rows.map(({ domain, active }) => [domain, { active }]));
}

/**
 * Whether an operation of ours has not ended there, or has written something since `asked`: it writes down what it does
 * itself, and what Logto said before may be older.
 */
export const isUnderWay = async (db: Db, tenantId: string, asked?: Date): Promise<boolean> =>
  (await db.operation.count({
    where: {
      AND: [
        { OR: [{ state: { in: ['running', 'interrupted'] } }, ...(asked ? [{ updatedAt: { gte: asked } }] : [])] },
        {
          OR: [
            { tenantId },
            { context: { path: ['reserved', 'tenantId'], equals: tenantId } },
            { context: { path: ['reserved', 'invitation', 'tenantId'], equals: tenantId } },
          ],
        },
      ],
    },
  })) > 0;
