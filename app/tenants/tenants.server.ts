import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import { audit } from './audit.server.ts';
import { type Db, forKey, forMember, forTenant, forUser, isTaken } from './db.server.ts';
import { memberColumns } from './members.server.ts';

/** Organizations as our copy has them. */

export type Workspace = { id: string; name: string; slug: string; logoUrl: string | null; roles: string[] };

/** The workspaces of a person, by name. Ones still being made are not among them. */
export async function listWorkspaces(userId: UserId): Promise<Workspace[]> {
  const members = await forUser(userId, (db) =>
    db.member.findMany({
      where: { userId, tenant: { state: 'active' } },
      select: { roles: true, tenant: { select: { id: true, name: true, slug: true, logoUrl: true } } },
      orderBy: [{ tenant: { name: 'asc' } }, { tenantId: 'asc' }],
    }),
  );
  return members.map(({ roles, tenant }) => ({ ...tenant, roles }));
}

/** For the live check of the form. Tells no more than that. */
export async function slugIsFree(slug: string): Promise<boolean> {
  // No door: the question crosses tenants, and a function of the system's role answers it with yes or no.
  const [row] = await forKey('', (db) => db.$queryRaw<{ free: boolean }[]>`SELECT slug_is_free(${slug}) AS free`);
  return row?.free ?? false;
}

/** Takes the slug, for an organization about to be made. Null when somebody has it. */
export async function reserveTenant(
  db: Db,
  tenant: { name: string; slug: string; description: string | null; createdById: UserId },
): Promise<{ id: string } | null> {
  try {
    return await db.tenant.create({ data: tenant, select: { id: true } });
  } catch (error) {
    if (isTaken(error, 'slug')) return null; // the transaction is over: the caller throws
    throw error;
  }
}

/** Opens a reserved tenant: it is linked to Logto, and its creator is its owner. Once, however often called. */
export const activateTenant = (
  id: string,
  organizationId: OrganizationId,
  owner: { userId: UserId; name: string; ip: string },
): Promise<{ slug: string }> =>
  forMember({ user: owner.userId, tenant: id }, async (db) => {
    const { count } = await db.tenant.updateMany({
      where: { id, state: 'creating' },
      data: { state: 'active', logtoOrgId: organizationId },
    });
    const tenant = await db.tenant.findUniqueOrThrow({ where: { id }, select: { slug: true, name: true } });
    if (count === 0) return { slug: tenant.slug };
    await db.member.create({
      data: { tenantId: id, userId: owner.userId, roles: ['owner'], ...(await memberColumns(db, owner.userId)) },
      select: { userId: true },
    });
    await audit(db, {
      tenantId: id,
      actor: owner,
      action: 'organization.created',
      target: { id, name: tenant.name },
    });
    return { slug: tenant.slug };
  });

/** Gives the slug back. Nothing happens to a tenant that was opened. */
export const releaseTenant = (id: string): Promise<unknown> =>
  forTenant(id, (db) => db.tenant.deleteMany({ where: { id, state: 'creating' } }));
