import type { UserId } from '#app/logto/ids.ts';
import { isRole, type Role } from '#app/permissions.ts';
import { type Db, forTenant } from './db.server.ts';
import {
  allMatching,
  countOf,
  idsOf,
  type Listing,
  matchingAmong,
  type MemberPlace,
  type MemberSort,
  never,
  pageOf,
  placeOf,
  roleSetsOf,
  rowsInOrder,
} from './member-rows.server.ts';
import { patternsOf } from './member-search.server.ts';

/**
 * The list of members: by name, joined or last seen, of a role, with words in their name or e-mail, a page at a time.
 * Keyset, so that page 2,000 costs what page 1 does; how a filter or a search costs no more either:
 * docs/decisions/0061-listing-members.md.
 */

/** One of our roles, or `other` for people who have none of them. */
export type RoleFilter = Role | 'other';

export type MemberQuery = {
  search?: string | undefined;
  role?: RoleFilter | undefined;
  sort?: MemberSort | undefined;
  from?: NumberedPlace | undefined;
  /** How many to leave out, instead of a place: for whoever jumps. */
  offset?: number | undefined;
  limit?: number | undefined;
};

/** A place, and what number the member there has in the list. */
export type NumberedPlace = MemberPlace & { number: number };

export type ListedMember = {
  userId: UserId;
  name: string | null;
  email: string | null;
  avatarUrl: string | null;
  roles: string[];
  joinedAt: Date;
  /** To the ten minutes: see `touchMember`. */
  lastSeenAt: Date | null;
  /** In by Logto, and not let in here: the plan has no seat for them. */
  waitsForSeat: boolean;
};

export type MemberPage = {
  members: ListedMember[];
  /** What number in the list the first of them has. */
  first: number;
  /** How many the list has; `more` when they were not counted to the end. */
  total: { count: number; more: boolean };
  /** Of the whole organization, whatever is looked for. */
  memberCount: number;
  /** Two of the owners: enough to know whether somebody else is one. */
  owners: string[];
  previous: NumberedPlace | null;
  next: NumberedPlace | null;
};

/** How far a search walks down the list before it asks the index of words, which finds all matches at once. */
const nearby = 1_000;
/** How far a list is counted, in people and in rows looked at. */
const countedTo = 1_000;
const countedAmong = 5_000;

export const listMembers = (tenantId: string, query: MemberQuery = {}): Promise<MemberPage> =>
  forTenant(tenantId, (db) => readMembers(db, tenantId, query));

/** The same in the tenant's door. */
export async function readMembers(db: Db, tenantId: string, query: MemberQuery): Promise<MemberPage> {
  const { sort = 'name', limit = 50, role, search = '', offset = 0 } = query;
  const facts = await readFacts(db, tenantId);
  const roleSets = role && facts.roleSets.filter((set) => lets(role, set));
  const whole: Listing = { tenantId, sort, from: undefined, roleSets, patterns: patternsOf(search) };
  const given = query.from?.sort === sort ? query.from : undefined;
  const from = offset > 0 ? await placeAt(db, whole, offset, facts.memberCount) : given;
  const listing = { ...whole, from };

  const { rows, total } = await find(db, listing, limit + 1, facts.memberCount);
  const tooFew = from?.way === 'before' ? limit : 0;
  if (from && rows.length <= tooFew) return readMembers(db, tenantId, { ...query, from: undefined, offset: 0 });

  const more = rows.length > limit;
  const members = rows.slice(0, limit);
  if (from?.way === 'before') members.reverse();
  const first = numberOfFirst(from, members.length);
  const last = first + members.length - 1;
  const place = (way: MemberPlace['way'], row: Row | undefined, number: number) =>
    row ? { way, sort, key: keyOf(row, sort), userId: row.userId, number } : null;
  return {
    members: members.map(({ sortName: _, matching: __, ...member }) => member),
    first,
    total: { count: Math.max(total.count, last), more: total.more },
    memberCount: facts.memberCount,
    owners: facts.owners,
    previous: from && (from.way === 'after' || more) ? place('before', members[0], first) : null,
    next: from?.way === 'before' || more ? place('after', members.at(-1), last) : null,
  };
}

type Row = ListedMember & { sortName: string; matching: number };

async function find(db: Db, listing: Listing, limit: number, memberCount: number) {
  const page = (rows: Parameters<typeof pageOf>[0]) => db.$queryRaw<Row[]>(pageOf(rows, listing, limit));
  const everybody = { ...listing, patterns: undefined };
  const far = listing.patterns ? countedAmong : countedTo;
  const size = listing.roleSets ? await countUpTo(db, everybody, far + 1) : memberCount;
  if (!listing.patterns) {
    const exact = !listing.roleSets || size <= countedTo;
    return { rows: await page(rowsInOrder(listing, limit)), total: totalOf(size, exact) };
  }
  const near = await page(matchingAmong(rowsInOrder(listing, nearby), listing));
  if (near.length < limit && size > nearby) {
    const rows = await page(allMatching(listing));
    return { rows, total: totalOf(rows[0]?.matching ?? 0, true) };
  }
  const counted = await countUpTo(db, listing, countedTo + 1);
  return { rows: near, total: totalOf(counted, counted <= countedTo && size <= countedAmong) };
}

/**
 * Where the list goes on behind `offset` rows, found without leaving the index where it holds all that is asked. Undefined
 * when the list is no longer than that.
 */
async function placeAt(
  db: Db,
  listing: Listing,
  offset: number,
  memberCount: number,
): Promise<NumberedPlace | undefined> {
  if (offset >= memberCount) return undefined;
  const { sort, patterns } = listing;
  const at = async (rows: Parameters<typeof placeOf>[0], skipped: number) => {
    const [place] = await db.$queryRaw<{ key: string; userId: string }[]>(placeOf(rows, listing, skipped));
    return place && ({ way: 'after', sort, number: offset, ...place } satisfies NumberedPlace);
  };
  if (!patterns) return at(rowsInOrder(listing, 1, offset - 1), 0);
  const near = await at(matchingAmong(rowsInOrder(listing, nearby + offset), listing), offset - 1);
  return near ?? at(allMatching(listing), offset - 1);
}

const totalOf = (count: number, exact: boolean): MemberPage['total'] =>
  exact ? { count, more: false } : { count: Math.min(count, countedTo), more: true };

async function countUpTo(db: Db, listing: Listing, most: number): Promise<number> {
  const whole = { ...listing, from: undefined };
  const rows = matchingAmong(rowsInOrder(whole, listing.patterns ? countedAmong : most), whole);
  const [found] = await db.$queryRaw<{ count: number }[]>(countOf(rows, most));
  return found?.count ?? 0;
}

async function readFacts(db: Db, tenantId: string) {
  // For this transaction: what is wanted first stands first in an index. The planner, who knows averages over all tenants,
  // would at times rather fetch all and sort.
  const [tenant] = await db.$queryRaw<{ memberCount: number }[]>`
    SELECT member_count AS "memberCount", set_config('enable_sort', 'off', true),
           set_config('enable_incremental_sort', 'off', true)
      FROM tenants WHERE id = ${tenantId}::uuid`;
  const roleSets = await readRoleSets(db, tenantId);
  return { memberCount: tenant?.memberCount ?? 0, roleSets, owners: await ownersAmong(db, tenantId, roleSets) };
}

/** Two of the owners, as the copy has them: enough to know whether somebody else is one. */
export const twoOwners = async (db: Db, tenantId: string): Promise<string[]> =>
  ownersAmong(db, tenantId, await readRoleSets(db, tenantId));

async function readRoleSets(db: Db, tenantId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ roleSet: string }[]>(roleSetsOf(tenantId));
  return rows.map(({ roleSet }) => roleSet);
}

async function ownersAmong(db: Db, tenantId: string, roleSets: string[]): Promise<string[]> {
  const ofOwners = roleSets.filter((set) => lets('owner', set));
  const listing: Listing = { tenantId, sort: 'name', from: undefined, roleSets: ofOwners, patterns: undefined };
  const rows = await db.$queryRaw<{ userId: string }[]>(idsOf(rowsInOrder(listing, 2)));
  return rows.map(({ userId }) => userId);
}

/** The names of a set stand one a line. */
function lets(role: RoleFilter, set: string): boolean {
  const names = set.split('\n');
  return role === 'other' ? !names.some(isRole) : names.includes(role);
}

function numberOfFirst(from: NumberedPlace | undefined, shown: number): number {
  if (!from) return 1;
  return from.way === 'after' ? from.number + 1 : Math.max(1, from.number - shown);
}

function keyOf(row: Row, sort: MemberSort): string {
  if (sort === 'name') return row.sortName;
  return sort === 'joined' ? row.joinedAt.toISOString() : (row.lastSeenAt?.toISOString() ?? never);
}
