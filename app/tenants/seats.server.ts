import { failure, type Failure } from '#app/failures.ts';
import { limitsOf, planNames, planOfUnknown, plans } from '#app/plans.ts';
import { asSystem, type Db, forTenant } from './db.server.ts';
import { twoOwners } from './member-list.server.ts';

/**
 * Seats. Who has one and who waits is PostgreSQL's to say, at whatever writes members (the migration 20261122132000_seats);
 * here is what it is told, and what it is asked.
 */

/** So many organizations at a time, that no transaction is long. */
const atOnce = 500;

/**
 * Tells PostgreSQL how many seats each plan has, and gives them to the organizations whose plan a release changed. When the
 * server starts: nothing is written when nothing changed.
 */
export async function bringUpSeats(): Promise<void> {
  const wanted = [
    ...planNames.map((plan) => ({ plan: plan as string, seats: plans[plan].seats as number | null })),
    { plan: '', seats: plans[planOfUnknown].seats },
  ];
  await asSystem((db) => writePlans(db, wanted));
  while ((await asSystem(giveSeats)) === atOnce);
}

async function writePlans(db: Db, wanted: { plan: string; seats: number | null }[]): Promise<void> {
  // Of several servers that start at once, one after the other.
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('plan_seats'))`;
  const known = await db.planSeats.findMany();
  const same = ({ plan, seats }: (typeof wanted)[number]) =>
    known.some((each) => each.plan === plan && each.seats === seats);
  if (known.length === wanted.length && wanted.every(same)) return;
  await db.planSeats.deleteMany();
  await db.planSeats.createMany({ data: wanted });
}

/** Answers how many organizations got other seats than they had. */
const giveSeats = (db: Db): Promise<number> => db.$executeRaw`
  WITH changed AS (
    SELECT id FROM tenants WHERE seats IS DISTINCT FROM seats_of_plan(plan) ORDER BY id LIMIT ${atOnce} FOR NO KEY UPDATE
  )
  UPDATE tenants SET seats = seats_of_plan(plan) FROM changed WHERE tenants.id = changed.id`;

export type Seats = {
  /** Null: no limit. */
  limit: number | null;
  members: number;
  /** Of the members. */
  waiting: number;
  /** Open invitations. */
  invited: number;
};

/** How many seats there are, and who has or wants them. */
export const countSeats = (tenantId: string): Promise<Seats> => forTenant(tenantId, (db) => readSeats(db, tenantId));

/** The same in the tenant's door. */
export async function readSeats(db: Db, tenantId: string): Promise<Seats> {
  const [row] = await db.$queryRaw<(Omit<Seats, 'limit'> & { plan: string })[]>`
    SELECT plan, member_count AS members,
           CASE WHEN seated_until_at IS NULL THEN 0 ELSE member_count - greatest(seats, owner_count) END AS waiting,
           (SELECT count(*)::int FROM invitations
             WHERE tenant_id = tenants.id AND status IN ('sending', 'pending') AND expires_at > now()) AS invited
      FROM tenants WHERE id = ${tenantId}::uuid`;
  const { plan, ...used } = row!;
  return { limit: limitsOf(plan).seats, ...used };
}

/** Two of the owners: whom somebody may ask who waits. */
export const someOwners = (tenantId: string): Promise<{ name: string | null; email: string | null }[]> =>
  forTenant(tenantId, async (db) =>
    db.member.findMany({
      where: { tenantId, userId: { in: await twoOwners(db, tenantId) } },
      select: { name: true, email: true },
      orderBy: { userId: 'asc' },
    }),
  );

/**
 * `seats-used-up` (with `limit` and how many are `left`) when the plan has no room for so many invitations, which are
 * written already: to be asked in the transaction that wrote them, after `lockPlan`. Null when it has.
 */
export async function refuseInvitations(db: Db, tenantId: string, written: number): Promise<Failure | null> {
  const { limit, members, invited } = await readSeats(db, tenantId);
  if (limit === null || written === 0 || members + invited <= limit) return null;
  return failure('seats-used-up', {
    field: 'emails',
    values: { limit, left: Math.max(0, limit - members - (invited - written)) },
  });
}

/** `seats-used-up` (with `limit`) when the person in the door may not join for want of a seat; null when they may. */
export async function refuseJoining(db: Db, tenantId: string): Promise<Failure | null> {
  const tenant = await db.tenant.findUnique({ where: { id: tenantId }, select: { plan: true } });
  const { seats: limit } = limitsOf(tenant?.plan ?? '');
  if (limit === null) return null;
  const [row] = await db.$queryRaw<{ free: boolean }[]>`SELECT seat_is_free(${tenantId}::uuid, ${limit}) AS free`;
  return row?.free ? null : failure('seats-used-up', { values: { limit } });
}
