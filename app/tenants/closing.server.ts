import { Prisma } from '#app/generated/prisma/client.ts';
import type { OrganizationId } from '#app/logto/ids.ts';
import { dropAccess } from './access.server.ts';
import { audit, type AuditActor } from './audit.server.ts';
import { asSystem, type Db, forTenant } from './db.server.ts';

/**
 * The end of an organization: closed by an owner, for seven days to be restored, then erased. Exactly one of restoring
 * and erasing wins, since both change the same row only if the other has not. docs/decisions/0070-closing-an-organization.md
 */

export const daysToRestore = 7;

const closing = { name: true, deletionDueAt: true, erasing: true } as const;

/** As it is until the transaction ends; null when it is gone. */
async function lock(db: Db, id: string) {
  await db.$executeRaw`SELECT FROM tenants WHERE id = ${id}::uuid FOR UPDATE`;
  return db.tenant.findUnique({ where: { id }, select: closing });
}

/** From the next request on nobody works in it. False when this is not its name. Closing it again changes nothing. */
export const closeTenant = (id: string, typedName: string, actor: AuditActor): Promise<boolean> =>
  forTenant(id, async (db) => {
    const tenant = await lock(db, id);
    if (!tenant || tenant.deletionDueAt) return true;
    if (asShown(typedName) !== asShown(tenant.name)) return false;
    const deletionDueAt = new Date(Date.now() + daysToRestore * 86_400_000);
    const by = { deletionById: actor.userId, deletionByName: actor.name };
    await db.tenant.update({ where: { id }, data: { deletionDueAt, ...by }, select: { id: true } });
    await audit(db, { tenantId: id, actor, action: 'organization.closed', target: { id, name: tenant.name } });
    await dropAccess({ tenantId: id }, db);
    return true;
  });

/** Logto keeps spaces in names as they are, and a page shows several as one. */
const asShown = (name: string): string => name.normalize().replace(/\s+/g, ' ').trim();

/** False when it is being erased, or is gone. Restoring what is open changes nothing. */
export const restoreTenant = (id: string, actor: AuditActor): Promise<boolean> =>
  forTenant(id, async (db) => {
    const tenant = await lock(db, id);
    if (!tenant || tenant.erasing) return false;
    if (!tenant.deletionDueAt) return true;
    const open = { deletionDueAt: null, deletionById: null, deletionByName: null };
    await db.tenant.update({ where: { id }, data: open, select: { id: true } });
    await audit(db, { tenantId: id, actor, action: 'organization.restored', target: { id, name: tenant.name } });
    return true;
  });

/** For flows that a worker goes on with, after the guard has let the person in. */
export const isClosed = (tenantId: string): Promise<boolean> =>
  forTenant(tenantId, async (db) => {
    const tenant = await db.tenant.findUnique({ where: { id: tenantId }, select: closing });
    return tenant?.deletionDueAt !== null;
  });

/** So many names are enough to know whom to ask. */
const ownersNamed = 5;

/** What its page tells: who closed it, until when, and who can restore it. */
export const readClosing = (tenantId: string) =>
  forTenant(tenantId, async (db) => {
    const tenant = await db.tenant.findUnique({
      where: { id: tenantId },
      select: { deletionDueAt: true, deletionByName: true, erasing: true },
    });
    const owners = await db.member.findMany({
      where: { tenantId, roles: { has: 'owner' } },
      select: { name: true, email: true, userId: true },
      orderBy: { sortName: 'asc' },
      take: ownersNamed,
    });
    return { ...tenant, owners: owners.map(({ name, email, userId }) => name ?? email ?? userId) };
  });

export type Erasing = {
  id: string;
  organizationId: OrganizationId | null;
  /** Logto's applications that were made for it. */
  machines: string[];
};

/** Those whose time has come, from now on without a way back, and those that somebody began to erase. By the system's role. */
export const beginErasing = (atOnce: number): Promise<Erasing[]> =>
  asSystem(async (db) => {
    await db.tenant.updateMany({
      where: { deletionDueAt: { lte: new Date() }, erasing: false },
      data: { erasing: true },
    });
    const rows = await db.tenant.findMany({
      where: { erasing: true },
      select: { id: true, logtoOrgId: true, machines: { where: { madeHere: true }, select: { applicationId: true } } },
      orderBy: { updatedAt: 'asc' }, // whom Logto refused last time comes after all others: `eraseLater`
      take: atOnce,
    });
    return rows.map(({ id, logtoOrgId, machines }) => ({
      id,
      organizationId: logtoOrgId as OrganizationId | null,
      machines: machines.map(({ applicationId }) => applicationId),
    }));
  });

/** Logto does not let us: the others first. */
export const eraseLater = (id: string): Promise<unknown> =>
  asSystem((db) => db.tenant.updateMany({ where: { id }, data: { updatedAt: new Date() } }));

/** A hundred thousand members go in transactions of a second. */
const rowsAtOnce = 5_000;

/** Everything that is ours of a tenant, by the system's role. Repeatable; the tenant's own row goes last. */
export async function eraseTenant(id: string): Promise<void> {
  await asSystem((db) => db.organizationAccess.deleteMany({ where: { tenantId: id } }));
  for (const portion of [auditEvents, invitations, members]) {
    while ((await asSystem((db) => db.$executeRaw(portion(id)))) === rowsAtOnce);
  }
  await asSystem(async (db) => {
    await db.organizationAccess.deleteMany({ where: { tenantId: id } });
    await db.$executeRaw`
      DELETE FROM operations
       WHERE (tenant_id = ${id}::uuid OR context #>> '{reserved,tenantId}' = ${id}
              OR context #>> '{reserved,invitation,tenantId}' = ${id})
         AND (state IN ('done', 'failed') OR lease_until < now())`; // one at work ends by itself, and is swept later
    await db.auditEvent.deleteMany({ where: { tenantId: id } });
    await db.tenant.deleteMany({ where: { id } });
  });
}

const auditEvents = (id: string) => Prisma.sql`
  DELETE FROM audit_events
   WHERE id IN (SELECT id FROM audit_events WHERE tenant_id = ${id}::uuid LIMIT ${rowsAtOnce})`;
const invitations = (id: string) => Prisma.sql`
  DELETE FROM invitations
   WHERE id IN (SELECT id FROM invitations WHERE tenant_id = ${id}::uuid LIMIT ${rowsAtOnce})`;
const members = (id: string) => Prisma.sql`
  DELETE FROM members
   WHERE tenant_id = ${id}::uuid
     AND user_id IN (SELECT user_id FROM members WHERE tenant_id = ${id}::uuid LIMIT ${rowsAtOnce})`;
