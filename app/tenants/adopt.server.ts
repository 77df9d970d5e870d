import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import { auditMany, type AuditRecord, logtoItself } from './audit.server.ts';
import { asSystem, type Db, forUser } from './db.server.ts';
import { memberColumns } from './members.server.ts';
import { noteRemoval, noteRoles } from './note-member.server.ts';
import { slugMaxLength, slugOf, slugProblem } from './slug.ts';

/** Taking over what Logto has and the copy does not. By the system's role: it crosses tenants by nature. */

type Organization = {
  id: OrganizationId;
  name: string;
  description: string | null;
  customData: Record<string, unknown>;
  isMfaRequired: boolean;
  logoUrl: string | null;
};

/** The Logto ids of the organizations that this person belongs to in the copy. */
export async function knownOrganizations(userId: UserId): Promise<OrganizationId[]> {
  const rows = await forUser(userId, (db) =>
    db.member.findMany({ where: { userId }, select: { tenant: { select: { logtoOrgId: true } } } }),
  );
  return rows.flatMap(({ tenant }) => (tenant.logtoOrgId as OrganizationId | null) ?? []);
}

export type Membership = {
  organization: Organization;
  roles: string[];
  /** It takes in whoever registers with an address of this domain, which is why they are in. */
  byDomain?: string | undefined;
};

/** So many at a time, that a person in 1,000 organizations is a handful of queries and no long transaction. */
const atOnce = 250;

/**
 * The person is a member there, with these roles. Makes the tenants that the copy does not have. What is new in a tenant
 * goes to its log; of who was in one before the copy knew it, nobody can say since when.
 */
export async function adoptMemberships(userId: UserId, memberships: Membership[]): Promise<void> {
  for (let from = 0; from < memberships.length; from += atOnce) {
    const some = memberships.slice(from, from + atOnce);
    await asSystem(async (db) => {
      const organizations = some.map(({ organization }) => organization);
      const known = await tenantsOf(db, organizations);
      const tenants = await adoptOrganizations(db, organizations, userId);
      const held = some.flatMap(({ organization: { id }, roles, byDomain }) => {
        const tenantId = tenants.get(id);
        return tenantId ? [{ tenantId, roles, byDomain, knownBefore: known.has(id) }] : [];
      });
      await writeRoles(db, userId, held);
    });
  }
}

type Held = { tenantId: string; roles: string[]; byDomain: string | undefined; knownBefore: boolean };

async function writeRoles(db: Db, userId: UserId, held: Held[]): Promise<void> {
  const columns = await memberColumns(db, userId);
  const made = await db.member.createManyAndReturn({
    data: held.map(({ tenantId, roles }) => ({ tenantId, roles, userId, ...columns })),
    skipDuplicates: true,
    select: { tenantId: true },
  });
  const fresh = new Set(made.map(({ tenantId }) => tenantId));
  const target = { id: userId, name: columns.name ?? columns.email ?? userId };
  const joined = held.filter((each) => fresh.has(each.tenantId) && (each.knownBefore || each.byDomain));
  await auditMany(
    db,
    joined.map(({ tenantId, roles, byDomain }): AuditRecord<'member.joined'> => {
      const details = { roles, ...(byDomain !== undefined && { domain: byDomain }) };
      return { tenantId, actor: logtoItself, action: 'member.joined', target, details };
    }),
  );
  const rows = await db.member.findMany({
    where: { userId, tenantId: { in: held.map(({ tenantId }) => tenantId).filter((id) => !fresh.has(id)) } },
    select: { tenantId: true, roles: true },
  });
  const before = new Map(rows.map(({ tenantId, roles }) => [tenantId, roles]));
  // In one order, as count_members has it: what owners there are is counted in the tenant.
  for (const { tenantId, roles } of held.toSorted((one, two) => (one.tenantId < two.tenantId ? -1 : 1))) {
    const known = before.get(tenantId);
    if (known) await noteRoles(db, { tenantId, userId }, known, roles);
  }
}

/**
 * The person is no member there any more. False when an operation of ours is changing them: it writes what it did itself,
 * and until then they are in by the copy and have access to nothing.
 */
export const forgetMembership = (userId: UserId, organizationId: OrganizationId): Promise<boolean> =>
  asSystem(async (db) => {
    const tenant = await db.tenant.findUnique({ where: { logtoOrgId: organizationId }, select: { id: true } });
    return tenant === null || noteRemoval(db, { tenantId: tenant.id, userId });
  });

/** The tenant of one organization; null while an unfinished operation of ours is making it. */
export const adoptOrganization = async (db: Db, organization: Organization, userId: UserId): Promise<string | null> =>
  (await adoptOrganizations(db, [organization], userId)).get(organization.id) ?? null;

/**
 * The tenants of organizations, made where there is none, with a slug of the name. Leaves those alone that an unfinished
 * operation of ours is making: they are not in the answer.
 */
async function adoptOrganizations(
  db: Db,
  organizations: Organization[],
  userId: UserId,
): Promise<Map<OrganizationId, string>> {
  const known = await tenantsOf(db, organizations);
  const unfinished = await operationsUnderWay(db, organizations);
  const missing = organizations.filter((each) => !known.has(each.id) && !unfinished.has(operationOf(each) ?? ''));
  if (missing.length === 0) return known;
  const slugs = await freeSlugs(db, missing);
  await db.tenant.createMany({
    data: missing.map(({ id: logtoOrgId, name, description, isMfaRequired, logoUrl }) => {
      const facts = { logtoOrgId, name, description, isMfaRequired, logoUrl, createdById: userId };
      return { ...facts, slug: slugs.get(logtoOrgId)!, state: 'active' as const };
    }),
    skipDuplicates: true, // another sign-in adopts them at the same moment
  });
  return tenantsOf(db, organizations);
}

async function tenantsOf(db: Db, organizations: Organization[]): Promise<Map<OrganizationId, string>> {
  const ids = organizations.map(({ id }) => id);
  const rows = await db.tenant.findMany({ where: { logtoOrgId: { in: ids } }, select: { id: true, logtoOrgId: true } });
  return new Map(rows.map(({ id, logtoOrgId }) => [logtoOrgId as OrganizationId, id]));
}

function operationOf({ customData }: Organization): string | null {
  const id = customData['operationId'];
  return typeof id === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : null;
}

async function operationsUnderWay(db: Db, organizations: Organization[]): Promise<Set<string>> {
  const ids = organizations.flatMap((each) => operationOf(each) ?? []);
  if (ids.length === 0) return new Set();
  const rows = await db.operation.findMany({
    where: { id: { in: ids }, state: { in: ['running', 'interrupted'] } },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}

/** The name's slug, or that with the organization's id at its end: never taken, always valid. */
async function freeSlugs(db: Db, organizations: Organization[]): Promise<Map<OrganizationId, string>> {
  const wanted = organizations.map(({ name }) => slugOf(name));
  const having = { where: { slug: { in: wanted } }, select: { slug: true } };
  const rows = [...(await db.tenant.findMany(having)), ...(await db.oldSlug.findMany(having))];
  const taken = new Set(rows.map(({ slug }) => slug));
  const given = new Map<OrganizationId, string>();
  for (const { id, name } of organizations) {
    const slug = slugOf(name);
    const free = !slugProblem(slug) && !taken.has(slug);
    given.set(id, free ? slug : withEnd(slug, id));
    taken.add(slug);
  }
  return given;
}

function withEnd(slug: string, organizationId: string): string {
  const end = organizationId.toLowerCase().replace(/[^a-z0-9]/g, '');
  return `${slug.slice(0, slugMaxLength - end.length - 1).replace(/-+$/, '') || 'workspace'}-${end}`;
}
