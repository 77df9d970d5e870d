import { audit, type AuditActor } from './audit.server.ts';
import { type Db, forTenant } from './db.server.ts';

/** What an organization says of itself. What writes stands in its door. */

export type Described = { name: string; description: string | null };

/** What somebody means to change. */
export type DescribedChange = Partial<Described>;

const described = { name: true, description: true } as const;

export const readDescribed = (id: string): Promise<Described> =>
  forTenant(id, (db) => db.tenant.findUniqueOrThrow({ where: { id }, select: described }));

/** As it is, until this transaction ends. Null when it is closed: nothing is changed then. */
export async function lockDescribed(db: Db, id: string): Promise<Described | null> {
  await db.$executeRaw`SELECT FROM tenants WHERE id = ${id}::uuid FOR UPDATE`;
  return db.tenant.findUnique({ where: { id, deletionDueAt: null }, select: described });
}

/** Writes down what Logto has now, and who did it. An event of Logto's may have been quicker: the log tells it all the same. */
export async function writeDescribed(
  db: Db,
  id: string,
  { before, now, actor }: { before: Described; now: DescribedChange; actor: AuditActor },
): Promise<void> {
  const { name } = await db.tenant.update({ where: { id }, data: now, select: { name: true } });
  const told = { tenantId: id, actor, target: { id, name } };
  if (now.name !== undefined && now.name !== before.name) {
    await audit(db, { ...told, action: 'organization.renamed', details: { from: before.name, to: now.name } });
  }
  if (now.description !== undefined && now.description !== before.description) {
    await audit(db, { ...told, action: 'organization.described' });
  }
}

/** Takes back what an event told of a change that did not last. */
export async function takeBackDescribed(db: Db, id: string, change: DescribedChange, before: Described): Promise<void> {
  const { name, description } = change;
  if (name !== undefined) await db.tenant.updateMany({ where: { id, name }, data: { name: before.name } });
  if (description === undefined) return;
  await db.tenant.updateMany({ where: { id, description }, data: { description: before.description } });
}
