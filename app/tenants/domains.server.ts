import { audit, type AuditActor } from './audit.server.ts';
import { type Db, isTaken } from './db.server.ts';

/**
 * Domains whose people join an organization by registering: one organization for a domain. A row that is not active is
 * on its way into Logto or out of it, and belongs to the operation that is at it.
 */

export type EmailDomain = { domain: string; addedByName: string; createdAt: Date };

export const listDomains = (db: Db, tenantId: string): Promise<EmailDomain[]> =>
  db.emailDomain.findMany({
    where: { tenantId, active: true },
    select: { domain: true, addedByName: true, createdAt: true },
    orderBy: { domain: 'asc' },
  });

export type Reservation = 'made' | 'ours already' | 'taken';

/** Takes the domain. `taken`: the transaction is over, the caller throws. */
export async function reserveDomain(db: Db, tenantId: string, domain: string, by: AuditActor): Promise<Reservation> {
  const [found] = await db.$queryRaw<{ elsewhere: boolean }[]>`
    SELECT domain_elsewhere(${domain}, ${tenantId}::uuid) AS elsewhere`;
  if (found?.elsewhere) return 'taken';
  const own = await db.emailDomain.findFirst({ where: { tenantId, domain }, select: { active: true } });
  if (own) return own.active ? 'ours already' : 'made';
  try {
    await db.emailDomain.create({
      data: { tenantId, domain, addedById: by.userId, addedByName: by.name },
      select: { domain: true },
    });
    return 'made';
  } catch (error) {
    if (isTaken(error, 'domain')) return 'taken';
    throw error;
  }
}

/** Logto has it now, and gives these roles to who joins. */
export async function openDomain(
  db: Db,
  { tenantId, domain, roles }: { tenantId: string; domain: string; roles: string[] },
  actor: AuditActor,
): Promise<void> {
  const { domainsInLogto } = await db.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { domainsInLogto: true },
  });
  // Also the mark by which a look at Logto that began before knows that it is older.
  await db.tenant.update({
    where: { id: tenantId },
    data: { joiningRoles: roles, domainsInLogto: domainsInLogto.filter((each) => each !== domain) },
    select: { id: true },
  });
  const { count } = await db.emailDomain.updateMany({
    where: { tenantId, domain, active: false },
    data: { active: true },
  });
  if (count > 0) await audit(db, { tenantId, actor, action: 'domain.added', details: { domain } });
}

/** Gives a reserved one back. */
export const releaseDomain = (db: Db, tenantId: string, domain: string): Promise<unknown> =>
  db.emailDomain.deleteMany({ where: { tenantId, domain, active: false } });

/** Begins or takes back a removal. False when there is no such domain here. */
export const markDomain = async (db: Db, tenantId: string, domain: string, active: boolean): Promise<boolean> => {
  const { count } = await db.emailDomain.updateMany({ where: { tenantId, domain }, data: { active } });
  return count > 0;
};

/** Logto has it no more. */
export async function closeDomain(db: Db, tenantId: string, domain: string, actor: AuditActor): Promise<void> {
  await db.tenant.update({ where: { id: tenantId }, data: {}, select: { id: true } }); // a later version of it
  const { count } = await db.emailDomain.deleteMany({ where: { tenantId, domain } });
  if (count > 0) await audit(db, { tenantId, actor, action: 'domain.removed', details: { domain } });
}
