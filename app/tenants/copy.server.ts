import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import { eraseTenant } from './closing.server.ts';
import { cutOffMembers } from './cut-off.server.ts';
import { asSystem, type Db } from './db.server.ts';
import { withSortName } from './members.server.ts';
import { noteJoined, noteRoles } from './note-member.server.ts';

/** Organizations and their members as Logto has them, written to the copy by the system's role. */

export type CopiedOrganization = {
  id: OrganizationId;
  name: string;
  description: string | null;
  isMfaRequired: boolean;
  logoUrl: string | null;
};

const facts = ['name', 'description', 'isMfaRequired', 'logoUrl'] as const;

/** `updatedAt` is which version of it: a write that builds on an older one is not done. */
export const findTenant = (db: Db, logtoOrgId: OrganizationId) =>
  db.tenant.findUnique({
    where: { logtoOrgId },
    select: {
      id: true,
      name: true,
      description: true,
      isMfaRequired: true,
      logoUrl: true,
      memberCount: true,
      updatedAt: true,
    },
  });

export type CopiedTenant = NonNullable<Awaited<ReturnType<typeof findTenant>>>;

/** Another version of the same: whoever is just asking Logto about it asks again before writing. */
export const touchTenant = (db: Db, logtoOrgId: OrganizationId): Promise<unknown> =>
  db.$executeRaw`
    UPDATE tenants SET updated_at = greatest(clock_timestamp(), updated_at + interval '1 ms')
     WHERE logto_org_id = ${logtoOrgId}`;

export const sameOrganization = (organization: CopiedOrganization, tenant: CopiedTenant): boolean =>
  facts.every((fact) => organization[fact] === tenant[fact]);

/** False when the copy has changed since `before` was read: what Logto said then may be older. */
export const copyOrganization = (organization: CopiedOrganization, before: CopiedTenant): Promise<boolean> =>
  asSystem(async (db) => {
    if (sameOrganization(organization, before)) return true;
    const { name, description, isMfaRequired, logoUrl } = organization;
    const { count } = await db.tenant.updateMany({
      where: { id: before.id, updatedAt: before.updatedAt },
      data: { name, description, isMfaRequired, logoUrl },
    });
    // Whoever has no second factor loses access now, not with the hour of their token.
    if (count === 1 && isMfaRequired && !before.isMfaRequired) await cutOffMembers(db, before.id);
    return count === 1;
  });

/** The tenant goes with everything that is its own. */
export async function forgetOrganization(logtoOrgId: OrganizationId): Promise<void> {
  const tenant = await asSystem((db) => findTenant(db, logtoOrgId));
  if (tenant) await eraseTenant(tenant.id);
}

export type CopiedMember = { roles: string[]; joinedAt: Date };

export const findMember = (db: Db, tenantId: string, userId: UserId): Promise<CopiedMember | null> =>
  db.member.findUnique({ where: { tenantId_userId: { tenantId, userId } }, select: { roles: true, joinedAt: true } });

export async function findMembers(db: Db, tenantId: string, userIds: UserId[]): Promise<Map<UserId, CopiedMember>> {
  const rows = await db.member.findMany({
    where: { tenantId, userId: { in: userIds } },
    select: { userId: true, roles: true, joinedAt: true },
  });
  return new Map(rows.map(({ userId, ...member }) => [userId as UserId, member]));
}

export type RolesOfMembers = Map<UserId, string[]>;

export const rolesOfMembers = (tenantId: string): Promise<RolesOfMembers> =>
  asSystem(async (db) => {
    const rows = await db.member.findMany({ where: { tenantId }, select: { userId: true, roles: true } });
    return new Map(rows.map(({ userId, roles }) => [userId as UserId, roles]));
  });

/**
 * These people are members with these roles, as Logto said after `before` was read: a row that was written since is
 * newer and stays. Answers those who are left to an operation of ours that is under way. Whom the copy does not have as
 * people are left out.
 */
export const copyMembers = (
  tenantId: string,
  held: RolesOfMembers,
  before: RolesOfMembers,
  { isNewHere = false, byDomain }: { isNewHere?: boolean; byDomain?: string | undefined } = {},
): Promise<UserId[]> =>
  asSystem(async (db) => {
    const unknown = [...held.keys()].filter((userId) => !before.has(userId));
    const accepting = await acceptingNow(db, tenantId, unknown);
    const added = unknown.filter((userId) => !accepting.has(userId));
    const people = await db.user.findMany({
      where: { id: { in: added } },
      select: { id: true, name: true, email: true },
    });
    const made = await db.member.createManyAndReturn({
      data: people.map(({ id, ...person }) => ({
        tenantId,
        userId: id,
        roles: held.get(id as UserId)!,
        ...withSortName(person),
      })),
      skipDuplicates: true,
      select: { userId: true, name: true, email: true, roles: true },
    });
    // Of an organization that is new here nobody can say since when its members are in it.
    if (!isNewHere) await noteJoined(db, tenantId, made, byDomain);
    const left = unknown.filter((userId) => accepting.has(userId));
    for (const [userId, roles] of held) {
      const known = before.get(userId);
      if (known && !(await noteRoles(db, { tenantId, userId }, known, roles))) left.push(userId);
    }
    return left;
  });

/** Who of them is just accepting an invitation: that writes the row itself, and into the log that they were invited. */
export async function acceptingNow(db: Db, tenantId: string, userIds: UserId[]): Promise<Set<string>> {
  if (userIds.length === 0) return new Set();
  const rows = await db.operation.findMany({
    where: {
      kind: 'accept-invitation',
      actorId: { in: userIds },
      state: { in: ['running', 'interrupted'] },
      context: { path: ['reserved', 'invitation', 'tenantId'], equals: tenantId },
    },
    select: { actorId: true },
  });
  return new Set(rows.map(({ actorId }) => actorId));
}
