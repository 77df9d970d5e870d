import type { InvitationStatus } from '#app/generated/prisma/enums.ts';
import type { InvitationId, UserId } from '#app/logto/ids.ts';
import { audit, logtoItself } from './audit.server.ts';
import { asSystem, type Db } from './db.server.ts';
import { isUnderWay } from './reconcile.server.ts';

/** Invitations as Logto has them, written to the copy by the system's role. */

export type CopiedInvitation = {
  id: InvitationId;
  email: string;
  status: 'pending' | 'accepted' | 'expired' | 'revoked';
  /** For one that the copy lacks. */
  made?: { role: string; acceptedById: UserId | null; createdAt: Date; expiresAt: Date };
};

type Row = { id: string; logtoInvitationId: InvitationId; email: string; status: InvitationStatus };

export async function invitationsOf(db: Db, tenantId: string): Promise<Map<InvitationId, Row>> {
  const rows = await db.invitation.findMany({
    where: { tenantId, logtoInvitationId: { not: null } },
    select: { id: true, logtoInvitationId: true, email: true, status: true },
  });
  return new Map(rows.map((row) => [row.logtoInvitationId as InvitationId, row as Row]));
}

/** Logto has no word for what was declined, and what the clock ended is noticed here by the hour. */
export const asCopied = (copied: InvitationStatus, logtos: CopiedInvitation['status']): boolean =>
  copied === logtos ||
  (copied === 'declined' && logtos === 'revoked') ||
  (copied === 'pending' && logtos === 'expired');

/** False when an operation is under way there, or the copy has changed since `before` was read. */
export const copyInvitation = (tenantId: string, invitation: CopiedInvitation, before?: Row): Promise<boolean> =>
  asSystem(async (db) => {
    if (await isUnderWay(db, tenantId)) return false;
    const { id, email, status, made } = invitation;
    const settledAt = status === 'pending' ? null : new Date();
    if (before) {
      const acceptedById = made?.acceptedById ?? null;
      const { count } = await db.invitation.updateMany({
        where: { id: before.id, status: before.status },
        data: { status, settledAt, ...(status === 'accepted' && { acceptedById }) },
      });
      if (count === 1 && status === 'revoked') {
        const target = { id: before.id, name: email };
        await audit(db, { tenantId, actor: logtoItself, action: 'invitation.revoked', target });
      }
      return count === 1;
    }
    if (!made) return false;
    const { count } = await db.invitation.createMany({
      data: { ...made, tenantId, logtoInvitationId: id, email, status, settledAt, invitedByName: logtoItself.name },
      skipDuplicates: true,
    });
    return count === 1;
  });
