import { failure, type Failure } from '#app/failures.ts';
import { Prisma } from '#app/generated/prisma/client.ts';
import { type Limits, limitsOf } from '#app/plans.ts';
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
  const limit = limitsOf(await lockPlan(db, tenantId))[name];
  if (limit === null || (await countOf(db, tenantId, what, limit)) < limit) return null;
  return failure(code, { values: { limit } });
}

/** The plan, which no other transaction that asks here passes until this one ends. */
export async function lockPlan(db: Db, tenantId: string): Promise<string> {
  const [row] = await db.$queryRaw<{ plan: string }[]>`
    SELECT plan FROM tenants WHERE id = ${tenantId}::uuid FOR NO KEY UPDATE`;
  return row?.plan ?? '';
}

/** How many there are, counted no further than `most`. */
export async function countOf(db: Db, tenantId: string, what: CountedThing, most: number): Promise<number> {
  const rows = counted[what].rows(tenantId);
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (SELECT ${rows} LIMIT ${most}) AS some`;
  return row!.count;
}
