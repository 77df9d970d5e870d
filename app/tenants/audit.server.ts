import type { Prisma } from '#app/generated/prisma/client.ts';
import type { Db } from './db.server.ts';

/** What the audit log can tell of. */
export type AuditAction =
  'organization.created' | 'invitation.sent' | 'invitation.accepted' | 'invitation.declined' | 'invitation.revoked';

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
