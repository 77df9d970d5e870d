import { audit, type AuditActor } from './audit.server.ts';
import { type Db, forTenant, isTaken } from './db.server.ts';

/** The addresses of a workspace: the one it has, and those it had, which lead on to it. docs/decisions/0071-old-slugs.md */

/** How many it keeps: whoever moves once more gives the oldest back. */
export const mostOldSlugs = 20;

export type Moved = { slug: string } | 'taken' | 'closed';

/** Gives the tenant this slug, which may be one that it had. Nothing happens when it has it already. */
export async function moveTenant(id: string, slug: string, actor: AuditActor): Promise<Moved> {
  try {
    return await forTenant(id, async (db) => {
      await db.$executeRaw`SELECT FROM tenants WHERE id = ${id}::uuid FOR UPDATE`;
      const before = await db.tenant.findUniqueOrThrow({
        where: { id },
        select: { slug: true, name: true, deletionDueAt: true },
      });
      if (before.deletionDueAt) return 'closed';
      if (before.slug === slug) return { slug };
      await db.tenant.update({ where: { id }, data: { slug }, select: { id: true } }); // a trigger keeps the old one
      await giveBackOldest(db, id);
      const target = { id, name: before.name };
      const details = { from: before.slug, to: slug };
      await audit(db, { tenantId: id, actor, action: 'organization.moved', target, details });
      return { slug };
    });
  } catch (error) {
    if (isTaken(error, 'slug')) return 'taken';
    throw error;
  }
}

/** What still leads to it, the latest first. */
export const listOldSlugs = (tenantId: string): Promise<string[]> =>
  forTenant(tenantId, async (db) => {
    const rows = await db.oldSlug.findMany({ where: { tenantId }, select: { slug: true }, orderBy: latestFirst });
    return rows.map(({ slug }) => slug);
  });

const latestFirst = [{ createdAt: 'desc' as const }, { slug: 'asc' as const }];

async function giveBackOldest(db: Db, tenantId: string): Promise<void> {
  const surplus = await db.oldSlug.findMany({
    where: { tenantId },
    select: { slug: true },
    orderBy: latestFirst,
    skip: mostOldSlugs,
  });
  await db.oldSlug.deleteMany({ where: { tenantId, slug: { in: surplus.map(({ slug }) => slug) } } });
}
