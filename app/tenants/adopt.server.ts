import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import { asSystem, type Db, forUser } from './db.server.ts';
import { memberColumns } from './members.server.ts';
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

/**
 * The person is a member there, with these roles. Makes the tenant if the copy has none, with a slug of its name. Leaves
 * organizations alone that an unfinished operation of ours is making.
 */
export async function adoptMembership(userId: UserId, organization: Organization, roles: string[]): Promise<void> {
  await asSystem(async (db) => {
    const tenantId = await adoptOrganization(db, organization, userId);
    if (!tenantId) return;
    const columns = await memberColumns(db, userId);
    await db.member.upsert({
      where: { tenantId_userId: { tenantId, userId } },
      create: { tenantId, userId, roles, ...columns },
      update: { roles, ...columns },
      select: { userId: true },
    });
  });
}

/** The person is no member there any more. */
export const forgetMembership = (userId: UserId, organizationId: OrganizationId): Promise<unknown> =>
  asSystem(async (db) => {
    await db.organizationAccess.deleteMany({
      where: { userId, tenantId: { in: await tenantIds(db, organizationId) } },
    });
    await db.member.deleteMany({ where: { userId, tenant: { logtoOrgId: organizationId } } });
  });

const tenantIds = async (db: Db, logtoOrgId: OrganizationId): Promise<string[]> =>
  (await db.tenant.findMany({ where: { logtoOrgId }, select: { id: true } })).map(({ id }) => id);

/** The tenant of an organization, made if there is none; null while an unfinished operation of ours is making it. */
export async function adoptOrganization(db: Db, organization: Organization, userId: UserId): Promise<string | null> {
  const { id: logtoOrgId, name, description, isMfaRequired, logoUrl } = organization;
  const [known] = await tenantIds(db, logtoOrgId);
  if (known) return known;
  if (await isBeingMade(db, organization)) return null;
  const facts = {
    logtoOrgId,
    name,
    description,
    isMfaRequired,
    logoUrl,
    state: 'active',
    createdById: userId,
  } as const;
  const made = await db.tenant.createManyAndReturn({
    data: { ...facts, slug: await freeSlug(db, name, logtoOrgId) },
    skipDuplicates: true, // another sign-in adopts it at the same moment
    select: { id: true },
  });
  return made[0]?.id ?? (await tenantIds(db, logtoOrgId))[0] ?? null;
}

async function isBeingMade(db: Db, { customData }: Organization): Promise<boolean> {
  const id = customData['operationId'];
  if (typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id)) return false;
  const operation = await db.operation.findUnique({ where: { id }, select: { state: true } });
  return operation?.state === 'running' || operation?.state === 'interrupted';
}

/** The name's slug, or that with the end of the organization's id: never taken, always valid. */
async function freeSlug(db: Db, name: string, organizationId: string): Promise<string> {
  const wanted = slugOf(name);
  const taken = await db.tenant.count({ where: { slug: wanted } });
  if (!slugProblem(wanted) && taken === 0) return wanted;
  const end = organizationId.replace(/[^a-z0-9]/g, '');
  return `${wanted.slice(0, slugMaxLength - end.length - 1).replace(/-+$/, '') || 'workspace'}-${end}`;
}
