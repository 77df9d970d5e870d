import type { UserId } from '#app/logto/ids.ts';
import { type Db, forTenant } from './db.server.ts';
import { twoOwners } from './member-list.server.ts';

/** Members as our copy has them. The list of them: member-list.server.ts. */

export type MemberRow = {
  userId: UserId;
  name: string | null;
  email: string | null;
  avatarUrl: string | null;
  roles: string[];
  joinedAt: Date;
  lastSeenAt: Date | null;
  /** In by Logto, and not let in here: the plan has no seat for them. */
  waitsForSeat: boolean;
};

/** One of them, and whether somebody else is an owner. Null for whoever is not a member here. */
export const findMember = (tenantId: string, id: string): Promise<(MemberRow & { anotherOwner: boolean }) | null> =>
  forTenant(tenantId, async (db) => {
    if (id.includes('\0')) return null; // PostgreSQL's text cannot hold it
    const [row] = await db.$queryRaw<MemberRow[]>`
      SELECT members.user_id AS "userId", members.name, members.email, members.roles, joined_at AS "joinedAt",
             last_seen_at AS "lastSeenAt", avatar_url AS "avatarUrl",
             waits_for_seat(joined_at, user_id, roles, seated_until_at, seated_until_id) AS "waitsForSeat"
        FROM members JOIN tenants ON tenants.id = members.tenant_id LEFT JOIN users ON users.id = members.user_id
       WHERE members.tenant_id = ${tenantId}::uuid AND members.user_id = ${id}`;
    const owners = await twoOwners(db, tenantId);
    return row ? { ...row, anotherOwner: owners.some((owner) => owner !== id) } : null;
  });

/** What to call those of these people who are members. */
export const namesOf = (tenantId: string, ids: string[]): Promise<{ userId: string; name: string }[]> =>
  forTenant(tenantId, async (db) => {
    const rows = await db.member.findMany({
      where: { tenantId, userId: { in: ids } },
      select: { userId: true, name: true, email: true },
      orderBy: { sortName: 'asc' },
    });
    return rows.map(({ userId, name, email }) => ({ userId, name: name ?? email ?? userId }));
  });

/** Once in so long for a person, so that reading pages writes next to nothing. */
const touchedEveryMs = 600_000;

export const isSeenLongAgo = (lastSeenAt: Date | null): boolean =>
  lastSeenAt === null || Date.now() - lastSeenAt.getTime() > touchedEveryMs;

/** They work in the organization now. */
export const touchMember = (tenantId: string, userId: UserId): Promise<unknown> =>
  forTenant(
    tenantId,
    (db) => db.$executeRaw`
      UPDATE members SET last_seen_at = now()
       WHERE tenant_id = ${tenantId}::uuid AND user_id = ${userId}
         AND (last_seen_at IS NULL OR last_seen_at < now() - ${touchedEveryMs} * interval '1 ms')`,
  );

/** Which of these addresses are members already. */
export const membersAmong = async (db: Db, tenantId: string, emails: string[]): Promise<Set<string>> => {
  const rows = await db.member.findMany({ where: { tenantId, email: { in: emails } }, select: { email: true } });
  return new Set(rows.flatMap(({ email }) => email ?? []));
};

/** What a member row repeats of the person, who must be seen through the door that `db` stands in. */
export async function memberColumns(db: Db, userId: UserId) {
  const person = await db.user.findUnique({ where: { id: userId }, select: { name: true, email: true } });
  return withSortName(person ?? { name: null, email: null });
}

/** In lower case and without accents, so that Élodie stands before Frank. */
export const withSortName = <T extends { name: string | null; email: string | null }>(person: T) => ({
  ...person,
  sortName: (person.name ?? person.email ?? '')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .slice(0, 320),
});
