import { randomInt } from 'node:crypto';
import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import { audit } from './audit.server.ts';
import { type Db, forKey, forMember, forTenant, forUser, isTaken } from './db.server.ts';
import { memberColumns } from './members.server.ts';
import { slugMaxLength, slugOf, slugProblem } from './slug.ts';
import { writeWidgetOrigin } from './widget-origins.server.ts';

/** Organizations as our copy has them. */

export const countWorkspaces = (userId: UserId): Promise<number> =>
  forUser(userId, (db) => db.member.count({ where: { userId, tenant: { state: 'active' } } }));

/** For the live check of the form. Tells no more than that. */
export async function slugIsFree(slug: string): Promise<boolean> {
  // No door: the question crosses tenants, and a function of the system's role answers it with yes or no.
  const [row] = await forKey('', (db) => db.$queryRaw<{ free: boolean }[]>`SELECT slug_is_free(${slug}) AS free`);
  return row?.free ?? false;
}

/**
 * An address for an organization of this name that nobody has now: made of the name, with a number, or with four letters
 * when the name gives none. Whoever is quicker may still take it.
 */
export async function proposeSlug(name: string): Promise<string> {
  const made = slugOf(name)
    .slice(0, slugMaxLength - 5)
    .replace(/-+$/, '');
  const base = made.length < 2 ? 'workspace' : made;
  for (const slug of [base, ...[2, 3, 4, 5].map((number) => `${base}-${number}`)]) {
    if (!slugProblem(slug) && (await slugIsFree(slug))) return slug;
  }
  return `${base}-${Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')}`;
}

const letters = 'abcdefghijkmnpqrstuvwxyz23456789';

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

/**
 * Opens a reserved tenant: it is linked to Logto, its creator is its owner, and the site whose widget made it may show it.
 * Once, however often called: what was removed since does not come back.
 */
export const activateTenant = (
  id: string,
  organizationId: OrganizationId,
  owner: { userId: UserId; name: string; ip: string },
  origin?: string,
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
    if (origin !== undefined) await writeWidgetOrigin(db, { tenantId: id, origin, actor: owner });
    return { slug: tenant.slug };
  });

/** Gives the slug back. Nothing happens to a tenant that was opened. */
export const releaseTenant = (id: string): Promise<unknown> =>
  forTenant(id, (db) => db.tenant.deleteMany({ where: { id, state: 'creating' } }));
