import type { UserId } from '#app/logto/ids.ts';
import { type Db, forTenant } from './db.server.ts';

/** Members as our copy has them. */

export type MemberRow = { userId: UserId; name: string | null; email: string | null; roles: string[]; joinedAt: Date };

/** Where a page of the list ends; opaque to everybody else. */
export type MemberCursor = { sortName: string; userId: string };

export type MemberPage = { members: MemberRow[]; total: number; next: MemberCursor | null };

/** A page of members by name. Keyset, so that page 2,000 costs what page 1 does. */
export const listMembers = (
  tenantId: string,
  { after, limit = 50 }: { after?: MemberCursor | undefined; limit?: number } = {},
): Promise<MemberPage> =>
  forTenant(tenantId, async (db) => {
    const rows = await db.member.findMany({
      where: {
        tenantId,
        ...(after && {
          OR: [{ sortName: { gt: after.sortName } }, { sortName: after.sortName, userId: { gt: after.userId } }],
        }),
      },
      select: { userId: true, name: true, email: true, roles: true, joinedAt: true, sortName: true },
      orderBy: [{ sortName: 'asc' }, { userId: 'asc' }],
      take: limit + 1,
    });
    const total = await db.member.count({ where: { tenantId } });
    const last = rows[limit - 1];
    return {
      members: rows.slice(0, limit).map(({ sortName: _, ...row }) => row as MemberRow),
      total,
      next: rows.length > limit && last ? { sortName: last.sortName, userId: last.userId } : null,
    };
  });

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

export const withSortName = <T extends { name: string | null; email: string | null }>(person: T) => ({
  ...person,
  sortName: (person.name ?? person.email ?? '').toLowerCase(),
});
