import { Prisma } from '#app/generated/prisma/client.ts';
import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import { forTenant, forUser } from './db.server.ts';
import { isUuid } from './invitations.server.ts';

/** A person's organizations, as pages, the API and its widgets list them. */

/** An organization with all that lists of other programs show. Waiting for a seat, and closed, are told and not hidden. */
export type ListedOrganization = {
  tenantId: string;
  organizationId: OrganizationId;
  name: string;
  slug: string;
  description: string | null;
  logoUrl: string | null;
  roles: string[];
  closed: boolean;
  waitsForSeat: boolean;
  memberCount: number;
};

/** Where a page ends. */
export type OrganizationPlace = { name: string; id: string };

type Shown = {
  search?: string | undefined;
  after?: OrganizationPlace | undefined;
  limit: number;
  /** Only this one. */
  only?: OrganizationId | undefined;
  /** Only those that allow widgets at this origin. */
  origin?: string | undefined;
};

/** The organizations of a person, by name, a page at a time, and how many there are. */
export async function listOrganizations(userId: UserId, { after, limit, ...shown }: Shown) {
  const from = after && isUuid(after.id) && !after.name.includes('\0') ? after : undefined;
  const these = Prisma.sql`${organizationsOf(userId)} ${narrowed(shown)}`;
  const { rows, total } = await forUser(userId, async (db) => {
    const rows = await db.$queryRaw<ListedOrganization[]>`
      SELECT ${listedColumns} ${these}
       ${from ? Prisma.sql`AND (t.name, t.id) > (${from.name}, ${from.id}::uuid)` : Prisma.empty}
       ORDER BY t.name, t.id
       LIMIT ${limit + 1}`;
    if (!from && rows.length <= limit) return { rows, total: rows.length };
    const [counted] = await db.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total ${these}`;
    return { rows, total: counted?.total ?? 0 };
  });
  const organizations = rows.slice(0, limit);
  const last = organizations.at(-1);
  return { organizations, total, next: rows.length > limit && last ? { name: last.name, id: last.tenantId } : null };
}

/** One of a person's organizations, by its id or by a slug that it has or had. */
export const findListed = (
  userId: UserId,
  by: { organizationId: OrganizationId } | { slug: string },
): Promise<ListedOrganization | null> =>
  forUser(userId, async (db) => {
    const [row] = await db.$queryRaw<ListedOrganization[]>`
      SELECT ${listedColumns} ${organizationsOf(userId)}
         AND ${'slug' in by ? isAt(by.slug) : Prisma.sql`t.logto_org_id = ${by.organizationId}`}`;
    return row ?? null;
  });

/** The same for who is inside already, a machine too: `roles` are the caller's to say. */
export const findInside = (tenantId: string, roles: string[]): Promise<ListedOrganization | null> =>
  forTenant(tenantId, async (db) => {
    const [row] = await db.$queryRaw<Omit<ListedOrganization, 'roles' | 'waitsForSeat'>[]>`
      SELECT ${tenantColumns} FROM tenants t WHERE t.id = ${tenantId}::uuid`;
    return row ? { ...row, roles, waitsForSeat: false } : null;
  });

const tenantColumns = Prisma.sql`
  t.id AS "tenantId", t.logto_org_id AS "organizationId", t.name, t.slug, t.description, t.logo_url AS "logoUrl",
  t.deletion_due_at IS NOT NULL OR t.erasing AS closed, t.member_count AS "memberCount"`;

const listedColumns = Prisma.sql`
  ${tenantColumns}, m.roles,
  waits_for_seat(m.joined_at, m.user_id, m.roles, t.seated_until_at, t.seated_until_id) AS "waitsForSeat"`;

const organizationsOf = (userId: UserId) => Prisma.sql`
  FROM members m JOIN tenants t ON t.id = m.tenant_id
 WHERE m.user_id = ${userId} AND t.state = 'active' AND t.logto_org_id IS NOT NULL`;

const narrowed = ({ search, only, origin }: Pick<Shown, 'search' | 'only' | 'origin'>) => Prisma.sql`
  ${search ? Prisma.sql`AND t.name ILIKE ${`%${search.replace(/[\\%_]/g, '\\$&')}%`}` : Prisma.empty}
  ${only !== undefined ? Prisma.sql`AND t.logto_org_id = ${only}` : Prisma.empty}
  ${origin !== undefined ? Prisma.sql`AND EXISTS (SELECT FROM widget_origins w WHERE w.tenant_id = t.id AND w.origin = ${origin})` : Prisma.empty}`;

const isAt = (slug: string) => Prisma.sql`
  t.id = coalesce((SELECT id FROM tenants WHERE slug = ${slug}), (SELECT tenant_id FROM old_slugs WHERE slug = ${slug}))`;
