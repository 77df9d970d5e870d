import type { InvitationStatus } from '#app/generated/prisma/enums.ts';
import type { InvitationId, UserId } from '#app/logto/ids.ts';
import { audit, logtoItself } from './audit.server.ts';
import { asSystem, type Db, isTaken } from './db.server.ts';
import { isUnderWay } from './reconcile.server.ts';

/** Invitations as Logto has them, written to the copy by the system's role. */

export type CopiedInvitation = {
  id: InvitationId;
  email: string;
  status: 'pending' | 'accepted' | 'expired' | 'revoked';
  /** '': none. */
  role: string;
  acceptedById: UserId | null;
  createdAt: Date;
  expiresAt: Date;
};

type Row = {
  id: string;
  logtoInvitationId: InvitationId;
  email: string;
  status: InvitationStatus;
  role: string;
  expiresAt: Date;
};

export async function invitationsOf(db: Db, tenantId: string): Promise<Map<InvitationId, Row>> {
  const rows = await db.invitation.findMany({
    where: { tenantId, logtoInvitationId: { not: null } },
    select: { id: true, logtoInvitationId: true, email: true, status: true, role: true, expiresAt: true },
  });
  return new Map(rows.map((row) => [row.logtoInvitationId as InvitationId, row as Row]));
}

/** Of one that has ended, only how: the rest is history, and Logto forgets roles that are deleted. */
export const isAsCopied = (row: Row, now: CopiedInvitation): boolean =>
  sameStatus(row, now) &&
  (row.status !== 'pending' || (row.role === now.role && row.expiresAt.getTime() === now.expiresAt.getTime()));

/** Logto has no word for what was declined, and the clock ends one here by the hour, by another clock than there. */
function sameStatus(row: Row, now: CopiedInvitation): boolean {
  const status = now.status === 'pending' && now.expiresAt <= new Date() ? 'expired' : now.status;
  if (row.status === 'declined') return status === 'revoked';
  return row.status === status || (row.status === 'pending' && status === 'expired');
}

type Change = {
  before: Row | undefined;
  /** Null: Logto does not have it. */
  now: CopiedInvitation | null;
  /** Since then an operation may have written something newer. */
  asked: Date;
};

/** False when an operation is under way there, or the copy has changed since `before` was read. */
export async function copyInvitation(tenant: { id: string; isNewHere: boolean }, change: Change): Promise<boolean> {
  try {
    return await asSystem(async (db) => {
      if (await isUnderWay(db, tenant.id, change.asked)) return false;
      const { before, now } = change;
      if (before) return write(db, tenant.id, before, now);
      return now === null || make(db, tenant, now);
    });
  } catch (error) {
    if (isTaken(error, 'email')) return false; // the address has another open one
    throw error;
  }
}

async function write(db: Db, tenantId: string, before: Row, now: CopiedInvitation | null): Promise<boolean> {
  if (now && isAsCopied(before, now)) return true;
  const status = now?.status ?? 'revoked';
  const settledAt = status === 'pending' ? null : new Date();
  const facts = now && [before.status, status].includes('pending') && { role: now.role, expiresAt: now.expiresAt };
  const { count } = await db.invitation.updateMany({
    where: { id: before.id, status: before.status, role: before.role, expiresAt: before.expiresAt },
    data: { status, settledAt, acceptedById: now?.acceptedById ?? null, ...facts },
  });
  if (count === 1 && status === 'revoked') {
    const target = { id: before.id, name: before.email };
    await audit(db, { tenantId, actor: logtoItself, action: 'invitation.revoked', target });
  }
  return count === 1;
}

/** That somebody joined by it is told of the member. */
async function make(db: Db, tenant: { id: string; isNewHere: boolean }, now: CopiedInvitation): Promise<boolean> {
  const { id, ...facts } = now;
  const settledAt = now.status === 'pending' ? null : new Date();
  const [made] = await db.invitation.createManyAndReturn({
    data: [{ ...facts, tenantId: tenant.id, logtoInvitationId: id, settledAt, invitedByName: logtoItself.name }],
    skipDuplicates: true,
    select: { id: true },
  });
  if (!made) return false;
  if (!tenant.isNewHere) {
    const about = { actor: logtoItself, target: { id: made.id, name: now.email }, details: { role: now.role } };
    await audit(db, { tenantId: tenant.id, action: 'invitation.sent', ...about });
  }
  return true;
}
