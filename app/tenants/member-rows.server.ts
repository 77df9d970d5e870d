import { Prisma } from '#app/generated/prisma/client.ts';

/**
 * The SQL of the list of members. Every query begins at its place in one index and stops after a page, through the policies
 * of row-level security: only comparisons that PostgreSQL calls leakproof may choose rows there, so LIKE does not.
 */

export const memberSorts = ['name', 'joined', 'seen'] as const;

export type MemberSort = (typeof memberSorts)[number];

/** Where a page ends. `key` is what is sorted by; times are ISO 8601. */
export type MemberPlace = { way: 'after' | 'before'; sort: MemberSort; key: string; userId: string };

export type Listing = {
  tenantId: string;
  sort: MemberSort;
  from: MemberPlace | undefined;
  /** The sets of roles that a filter lets through; nothing without a filter. */
  roleSets: string[] | undefined;
  /** What the name and e-mail have to be LIKE. */
  patterns: Prisma.Sql | undefined;
};

/** Who was never here comes last, without a time. */
export const never = '-infinity';

const orders = {
  name: { key: Prisma.sql`members.sort_name`, type: Prisma.sql`text`, rising: true },
  joined: { key: Prisma.sql`members.joined_at`, type: Prisma.sql`timestamptz`, rising: false },
  seen: {
    key: Prisma.sql`CASE WHEN members.last_seen_at IS NULL THEN '-infinity' ELSE members.last_seen_at END`,
    type: Prisma.sql`timestamptz`,
    rising: false,
  },
} as const;

const isRising = ({ sort, from }: Listing) => orders[sort].rising !== (from?.way === 'before');

const order = (listing: Listing): Prisma.Sql => {
  const { key } = orders[listing.sort];
  return isRising(listing) ? Prisma.sql`${key}, members.user_id` : Prisma.sql`${key} DESC, members.user_id DESC`;
};

const beyond = (listing: Listing) => (isRising(listing) ? Prisma.sql`>` : Prisma.sql`<`);

const onwards = (listing: Listing): Prisma.Sql => {
  const { from, sort } = listing;
  if (!from) return Prisma.sql`true`;
  const { key, type } = orders[sort];
  return Prisma.sql`(${key}, members.user_id) ${beyond(listing)} (${from.key}::${type}, ${from.userId})`;
};

/** The first rows from the place on: from one index, or from that of each set of roles, of which a tenant has few. */
export function rowsInOrder(listing: Listing, limit: number, offset = 0): Prisma.Sql {
  if (listing.roleSets) return rowsOfRoles(listing, listing.roleSets, limit, offset);
  return Prisma.sql`
    SELECT * FROM members WHERE tenant_id = ${listing.tenantId}::uuid AND ${onwards(listing)}
     ORDER BY ${order(listing)} LIMIT ${limit} OFFSET ${offset}`;
}

/**
 * Between two equal bounds and in the order of the roles, though an equation would say the same: the planner then has no
 * other index to choose, whatever it believes of how many have a role.
 */
function rowsOfRoles(listing: Listing, roleSets: string[], limit: number, offset: number): Prisma.Sql {
  const { from, sort, tenantId } = listing;
  const { key, type } = orders[sort];
  const rising = isRising(listing);
  const begins = from
    ? Prisma.sql`(members.role_set, ${key}, members.user_id) ${beyond(listing)}
                 (held.role_set, ${from.key}::${type}, ${from.userId})`
    : Prisma.sql`members.role_set ${rising ? Prisma.sql`>=` : Prisma.sql`<=`} held.role_set`;
  return Prisma.sql`
    SELECT members.* FROM unnest(${roleSets}::text[]) AS held (role_set)
      CROSS JOIN LATERAL (
        SELECT * FROM members
         WHERE tenant_id = ${tenantId}::uuid AND ${begins}
           AND members.role_set ${rising ? Prisma.sql`<=` : Prisma.sql`>=`} held.role_set
         ORDER BY members.role_set ${rising ? Prisma.sql`ASC` : Prisma.sql`DESC`}, ${order(listing)} LIMIT ${limit + offset}
      ) AS members
     ORDER BY ${order(listing)} LIMIT ${limit} OFFSET ${offset}`;
}

/** Those of these rows that a search looks for. */
export const matchingAmong = (rows: Prisma.Sql, { patterns }: Listing): Prisma.Sql =>
  patterns ? Prisma.sql`SELECT * FROM (${rows}) AS members WHERE search LIKE ALL (${patterns})` : rows;

/** All that a search looks for, wherever they stand, by the index of words. */
export const allMatching = ({ patterns, roleSets }: Listing): Prisma.Sql => Prisma.sql`
  SELECT * FROM members_matching(${patterns ?? Prisma.sql`'{%}'`}) AS members
   WHERE ${roleSets ? Prisma.sql`members.role_set = ANY (${roleSets}::text[])` : Prisma.sql`true`}`;

/** A page of these rows, with what it shows. */
export const pageOf = (rows: Prisma.Sql, listing: Listing, limit: number): Prisma.Sql => Prisma.sql`
  WITH matching AS MATERIALIZED (${rows}),
       page AS (SELECT * FROM matching AS members WHERE ${onwards(listing)} ORDER BY ${order(listing)} LIMIT ${limit})
  SELECT members.user_id AS "userId", members.name, members.email, members.sort_name AS "sortName", members.roles,
         members.joined_at AS "joinedAt", members.last_seen_at AS "lastSeenAt", users.avatar_url AS "avatarUrl",
         waits_for_seat(members.joined_at, members.user_id, members.roles, tenants.seated_until_at,
                        tenants.seated_until_id) AS "waitsForSeat",
         (SELECT count(*)::int FROM matching) AS matching
    FROM page AS members JOIN tenants ON tenants.id = members.tenant_id LEFT JOIN users ON users.id = members.user_id
   ORDER BY ${order(listing)}`;

/** Where the row stands that `skipped` others stand before, as a place says it. */
export const placeOf = (rows: Prisma.Sql, listing: Listing, skipped: number): Prisma.Sql => {
  const { key, type } = orders[listing.sort];
  const iso = Prisma.sql`to_char(place.key AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const time = Prisma.sql`CASE WHEN isfinite(place.key) THEN ${iso} ELSE ${never} END`;
  return Prisma.sql`
    SELECT ${listing.sort === 'name' ? Prisma.sql`place.key` : time} AS key, place.user_id AS "userId"
      FROM (SELECT ${key}::${type} AS key, members.user_id FROM (${rows}) AS members
             ORDER BY ${order(listing)} LIMIT 1 OFFSET ${skipped}) AS place`;
};

export const countOf = (rows: Prisma.Sql, most: number): Prisma.Sql =>
  Prisma.sql`SELECT count(*)::int AS count FROM (SELECT FROM (${rows}) AS members LIMIT ${most}) AS members`;

export const idsOf = (rows: Prisma.Sql): Prisma.Sql => Prisma.sql`SELECT user_id AS "userId" FROM (${rows}) AS members`;

/** Which sets of roles there are, by a look into the index for each. */
export const roleSetsOf = (tenantId: string): Prisma.Sql => Prisma.sql`
  WITH RECURSIVE held AS (
    (SELECT role_set FROM members WHERE tenant_id = ${tenantId}::uuid ORDER BY role_set LIMIT 1)
    UNION ALL
    SELECT (SELECT members.role_set FROM members
             WHERE tenant_id = ${tenantId}::uuid AND members.role_set > held.role_set
             ORDER BY members.role_set LIMIT 1)
      FROM held WHERE held.role_set IS NOT NULL
  )
  SELECT role_set AS "roleSet" FROM held WHERE role_set IS NOT NULL`;
