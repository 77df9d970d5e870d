import type { UserId } from '#app/logto/ids.ts';
import { audit, type AuditActor } from './audit.server.ts';
import { asSystem, type Db, forKey, forTenant, forUser } from './db.server.ts';

/**
 * Logos and portraits by the SHA-256 of their bytes. Each belongs to a tenant or to a person; the same picture may belong
 * to several. Whoever knows the hash sees it: Logto's pages and mails show it to people who are not signed in.
 */

export type NewImage = { hash: string; png: Uint8Array };

/** What an address of ours names; null for anybody else's. */
export const hashIn = (url: string | null): string | null =>
  /\/images\/([0-9a-f]{64})\.png$/.exec(url ?? '')?.[1] ?? null;

export const findImage = (hash: string): Promise<Uint8Array | null> =>
  forKey(hash, async (db) => (await db.image.findFirst({ where: { hash }, select: { bytes: true } }))?.bytes ?? null);

/** Once, however often: the same bytes are the same image. */
export const keepLogo = (tenantId: string, image: NewImage): Promise<unknown> =>
  forTenant(tenantId, (db) => keep(db, { tenantId }, image));

export const keepPortrait = (userId: UserId, image: NewImage): Promise<unknown> =>
  forUser(userId, (db) => keep(db, { userId }, image));

type Owner = { tenantId: string } | { userId: UserId };

/** What is on its way to being shown: somebody who uploads without end fills nothing but their own places. */
const mostKept = 10;

async function keep(db: Db, owner: Owner, { hash, png }: NewImage): Promise<void> {
  await db.image.createMany({ data: { ...owner, hash, bytes: new Uint8Array(png) }, skipDuplicates: true });
  const surplus = await db.image.findMany({
    where: owner,
    select: { id: true, hash: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: mostKept,
  });
  if (surplus.length === 0) return;
  const shown = hashIn(await ('tenantId' in owner ? logoOf(db, owner.tenantId) : portraitOf(db, owner.userId)));
  const ids = surplus.filter((image) => image.hash !== shown && image.hash !== hash).map(({ id }) => id);
  await db.image.deleteMany({ where: { ...owner, id: { in: ids } } });
}

/** Nothing happens when the address is not one of ours, or the image not theirs. */
async function drop(db: Db, owner: Owner, url: string | null): Promise<void> {
  const hash = hashIn(url);
  if (hash) await db.image.deleteMany({ where: { ...owner, hash } });
}

/** Images that nothing names a day after they came: their upload was given up half way. Answers how many. */
export const sweepImages = (): Promise<number> =>
  asSystem(
    (db) => db.$executeRaw`
      DELETE FROM images
       WHERE created_at < now() - interval '1 day'
         AND NOT EXISTS (SELECT FROM tenants WHERE id = tenant_id AND logo_url LIKE '%/images/' || hash || '.png')
         AND NOT EXISTS (SELECT FROM users WHERE id = user_id AND avatar_url LIKE '%/images/' || hash || '.png')`,
  );

/** What is shown before a change: the image that goes with it. */
export const logoOf = async (db: Db, tenantId: string): Promise<string | null> =>
  (await db.tenant.findUnique({ where: { id: tenantId }, select: { logoUrl: true } }))?.logoUrl ?? null;

export const portraitOf = async (db: Db, userId: UserId): Promise<string | null> =>
  (await db.user.findUnique({ where: { id: userId }, select: { avatarUrl: true } }))?.avatarUrl ?? null;

/** From one address to the other; null: none. */
export type Exchange = { before: string | null; now: string | null };

/** The organization has this logo now, and the one before goes. */
export async function writeLogo(db: Db, tenantId: string, { before, now }: Exchange, actor: AuditActor): Promise<void> {
  const { name } = await db.tenant.update({
    where: { id: tenantId },
    data: { logoUrl: now },
    select: { name: true },
  });
  if (before !== now) await drop(db, { tenantId }, before);
  const action = now === null ? 'organization.logo-removed' : 'organization.logo-changed';
  await audit(db, { tenantId, actor, action, target: { id: tenantId, name } });
}

/** The person has this picture now, and the one before goes. */
export async function writePortrait(db: Db, userId: UserId, { before, now }: Exchange): Promise<void> {
  await db.user.updateMany({ where: { id: userId }, data: { avatarUrl: now } });
  if (before !== now) await drop(db, { userId }, before);
}

/** An upload that came to nothing, unless it is what is shown. */
export const dropLogo = (tenantId: string, url: string | null): Promise<void> =>
  forTenant(tenantId, async (db) => {
    const shown = await db.tenant.count({ where: { id: tenantId, logoUrl: url } });
    if (shown === 0) await drop(db, { tenantId }, url);
  });

export const dropPortrait = (userId: UserId, url: string | null): Promise<void> =>
  forUser(userId, async (db) => {
    const shown = await db.user.count({ where: { id: userId, avatarUrl: url } });
    if (shown === 0) await drop(db, { userId }, url);
  });
