import { failure, type Failure } from '#app/failures.ts';
import { Prisma } from '#app/generated/prisma/client.ts';
import type { UserId } from '#app/logto/ids.ts';
import { type Limits, limitsOf, organizationsFor } from '#app/plans.ts';
import type { Db } from './db.server.ts';

/**
 * What an organization has used of its plan, and the refusal when that is all. Each in the transaction that adds one, in
 * the tenant's door: the tenant's row is locked until it ends, so that two at once do not both get the last.
 */

type Counted = { limit: keyof Limits; code: Failure['code']; rows: (tenantId: string) => Prisma.Sql };

const counted = {
  'api-keys': {
    limit: 'apiKeys',
    code: 'api-keys-used-up',
    rows: (tenantId) => Prisma.sql`
      FROM api_keys WHERE tenant_id = ${tenantId}::uuid AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
  },
  projects: {
    limit: 'projects',
    code: 'projects-used-up',
    rows: (tenantId) => Prisma.sql`FROM projects WHERE tenant_id = ${tenantId}::uuid`,
  },
} as const satisfies Record<string, Counted>;

export type CountedThing = keyof typeof counted;

/**
 * `api-keys-used-up` or `projects-used-up` (with `limit`) when the plan includes no further one; null when it does. To be
 * asked before one is written, in the same transaction:
 *
 *     const full = await refuseWhenFull(db, tenantId, 'projects');
 *     if (full) return full;
 */
export async function refuseWhenFull(db: Db, tenantId: string, what: CountedThing): Promise<Failure | null> {
  const { limit: name, code } = counted[what];
  const limit = limitsOf((await lockPlan(db, tenantId)) ?? '')[name];
  if (limit === null || (await countOf(db, tenantId, what, limit)) < limit) return null;
  return failure(code, { values: { limit } });
}

/** The plan, null of no such tenant, which no other transaction that asks here passes until this one ends. */
export async function lockPlan(db: Db, tenantId: string): Promise<string | null> {
  const [row] = await db.$queryRaw<{ plan: string }[]>`
    SELECT plan FROM tenants WHERE id = ${tenantId}::uuid FOR NO KEY UPDATE`;
  return row?.plan ?? null;
}

/** How many there are, counted no further than `most`. */
export async function countOf(db: Db, tenantId: string, what: CountedThing, most: number): Promise<number> {
  const rows = counted[what].rows(tenantId);
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (SELECT ${rows} LIMIT ${most}) AS rows`;
  return row!.count;
}

/** The plans of the organizations that a person owns or is making, in their own door. Closed ones do not count. */
export async function plansOwned(db: Db, userId: UserId): Promise<string[]> {
  const rows = await db.$queryRaw<{ plan: string }[]>`
    SELECT plan FROM tenants JOIN members ON members.tenant_id = tenants.id
     WHERE members.user_id = ${userId} AND is_owner(members.roles) AND state = 'active' AND deletion_due_at IS NULL
    UNION ALL
    SELECT plan FROM tenants WHERE created_by_id = ${userId} AND state = 'creating'`;
  return rows.map(({ plan }) => plan);
}

/** `organizations-used-up` (with `limit`) when the person in the door owns as many as they may; null when not. */
export async function refuseOrganization(db: Db, userId: UserId): Promise<Failure | null> {
  // Of two that a person makes at once, one after the other.
  await db.$executeRaw`SELECT FROM users WHERE id = ${userId} FOR NO KEY UPDATE`;
  const owned = await plansOwned(db, userId);
  const limit = organizationsFor(owned);
  return limit === null || owned.length < limit ? null : failure('organizations-used-up', { values: { limit } });
}
