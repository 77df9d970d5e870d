import type { Prisma } from '#app/generated/prisma/client.ts';
import type { Db } from './db.server.ts';

/** What the audit log can tell of. */
export const auditActions = [
  'organization.created',
  'invitation.sent',
  'invitation.sent-again',
  'invitation.accepted',
  'invitation.declined',
  'invitation.revoked',
  'member.joined',
  'member.roles-changed',
  'member.removed',
  'member.left',
  'ownership.transferred',
] as const;

export type AuditAction = (typeof auditActions)[number];

/** Who acted when a change was made in Logto itself, in its console or by just-in-time provisioning, and an event told us. */
export const logtoItself = { userId: '', name: 'Logto', ip: '' };

type Event = {
  tenantId: string;
  actor: { userId: string; name: string; ip: string };
  action: AuditAction;
  target?: { id: string; name: string };
  details?: Prisma.InputJsonObject;
};

/** Writes who did what, on whom, from where: in the transaction of the change it tells of. */
export const audit = (db: Db, { tenantId, actor, action, target, details = {} }: Event): Promise<unknown> =>
  db.auditEvent.create({
    data: {
      tenantId,
      actorId: actor.userId,
      actorName: actor.name,
      action,
      targetId: target?.id ?? null,
      targetName: target?.name ?? null,
      details,
      ip: actor.ip,
    },
    select: { id: true },
  });
