import type { Failure } from '#app/failures.ts';
import type { Prisma } from '#app/generated/prisma/client.ts';
import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import { type Db, forUser } from './db.server.ts';

/** What the end of an account does to the copy. It crosses tenants, for the person in the door. */

export type Owned = { tenantId: string; organizationId: OrganizationId; name: string; slug: string };

/** Those of these organizations that the person is in here and that are not about to be deleted. */
export const openTenants = (userId: UserId, organizationIds: OrganizationId[]): Promise<Owned[]> =>
  forUser(userId, async (db) => {
    const rows = await db.tenant.findMany({
      where: {
        logtoOrgId: { in: organizationIds },
        state: 'active',
        deletionDueAt: null,
        members: { some: { userId } },
      },
      select: { id: true, logtoOrgId: true, name: true, slug: true },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    });
    return rows.map(({ id, logtoOrgId, ...tenant }) => {
      return { tenantId: id, organizationId: logtoOrgId as OrganizationId, ...tenant };
    });
  });

export type OwnedWorkspace = {
  id: string;
  organizationId: OrganizationId;
  name: string;
  slug: string;
  logo: string | null;
};

/** What the person owns by the copy, the first hundred: whether somebody else does too, Logto is asked. */
export const listOwned = (userId: UserId): Promise<OwnedWorkspace[]> =>
  forUser(userId, async (db) => {
    const rows = await db.tenant.findMany({
      where: { state: 'active', deletionDueAt: null, members: { some: { userId, roles: { has: 'owner' } } } },
      select: { id: true, logtoOrgId: true, name: true, slug: true, logoUrl: true },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      take: 100,
    });
    return rows.map(({ logtoOrgId, logoUrl: logo, ...tenant }) => {
      return { organizationId: logtoOrgId as OrganizationId, ...tenant, logo };
    });
  });

const underWay = { in: ['running', 'interrupted'] } satisfies Prisma.EnumOperationStateFilter;

/**
 * From here on no other flow changes the person's memberships, and they make no organization, whose only owner they would
 * be. False when one is doing so now.
 */
export async function markMemberships(db: Db, userId: UserId, operationId: string): Promise<boolean> {
  await db.$executeRaw`SELECT FROM users WHERE id = ${userId} FOR NO KEY UPDATE`; // as whoever makes one does
  const making = { actorId: userId, kind: 'create-organization', state: underWay };
  if ((await db.operation.count({ where: making })) > 0) return false;
  const [row] = await db.$queryRaw<{ busy: bigint }[]>`SELECT mark_memberships(${operationId}::uuid) AS busy`;
  return row?.busy === 0n;
}

/**
 * Claims the owners of several organizations, as one operation alone can claim one: a row each, unique while it is there.
 * Answers those that somebody else is changing. To be let go with `letGoOfAll`.
 */
export const holdOwners = (userId: UserId, operationId: string, tenantIds: string[]): Promise<string[]> =>
  forUser(userId, async (db) => {
    await db.$executeRaw`
      INSERT INTO operations (id, actor_id, kind, exclusive, key, input_hash, input, context, lease_until, updated_at)
      SELECT gen_random_uuid(), ${userId}, 'hold-owners', 'owners:' || tenant, tenant, '', '{}',
             jsonb_build_object('operation', ${operationId}::text), now(), now()
        FROM unnest(${tenantIds}::text[]) AS tenant ORDER BY tenant
      ON CONFLICT DO NOTHING`;
    const held = await db.$queryRaw<{ key: string }[]>`
      SELECT key FROM operations
       WHERE actor_id = ${userId} AND kind = 'hold-owners' AND context->>'operation' = ${operationId}`;
    const ours = new Set(held.map(({ key }) => key));
    return tenantIds.filter((id) => !ours.has(id));
  });

const letGoOfOwners = (db: Db, userId: UserId) =>
  db.operation.deleteMany({ where: { actorId: userId, kind: 'hold-owners' } });

/** Others may change the person's memberships, and the owners beside them, again. */
export const letGoOfAll = (userId: UserId, operationId: string): Promise<unknown> =>
  forUser(userId, async (db) => {
    await letGoOfOwners(db, userId);
    await db.$executeRaw`SELECT unmark_memberships(${operationId}::uuid)`;
  });

/** Nothing of the person is left here but their names in the logs of the workspaces they were in. */
export async function forgetMe(db: Db, { userId, name, ip }: { userId: UserId; name: string; ip: string }) {
  await letGoOfOwners(db, userId);
  await db.$executeRaw`SELECT forget_me(${name}, ${ip})`;
}

/** Asked by whoever makes an organization, under the lock of the person. */
export const isDeletingAccount = async (db: Db, actorId: UserId): Promise<boolean> =>
  (await db.operation.count({ where: { actorId, kind: 'delete-account', state: underWay } })) > 0;

/** So long after it failed, that an account was not deleted is still news. */
const newsMs = 600_000;

/** How far the deletion of this person's account is; null when they did not ask for it. */
export const findDeletion = (userId: UserId): Promise<{ isWorking: boolean; result: Failure | null } | null> =>
  forUser(userId, async (db) => {
    const row = await db.operation.findFirst({
      where: { actorId: userId, kind: 'delete-account', updatedAt: { gt: new Date(Date.now() - newsMs) } },
      select: { state: true, result: true },
      orderBy: { createdAt: 'desc' },
    });
    const isWorking = row?.state === 'running' || row?.state === 'interrupted';
    return row && { isWorking, result: row.state === 'failed' ? (row.result as unknown as Failure | null) : null };
  });

/** Encrypted, of all browsers the person is signed in with. */
export const refreshTokensOf = (userId: UserId): Promise<Uint8Array[]> =>
  forUser(userId, async (db) => {
    const rows = await db.session.findMany({ where: { userId }, select: { refreshToken: true }, take: 100 });
    return rows.map(({ refreshToken }) => refreshToken);
  });
