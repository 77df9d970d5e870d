import type { AuditAction, AuditDetails } from '#app/audit-actions.ts';
import type { Prisma } from '#app/generated/prisma/client.ts';
import type { Db } from './db.server.ts';

/** Who acted when a change was made in Logto itself, in its console or by just-in-time provisioning, and an event told us. */
export const logtoItself = { userId: '', name: 'Logto', ip: '' };

export type AuditActor = { userId: string; name: string; ip: string };

/** Names are kept as they were then: the log outlives the people in it. */
export type AuditRecord<Action extends AuditAction = AuditAction> = {
  tenantId: string;
  actor: AuditActor;
  action: Action;
  target?: { id: string; name: string };
} & (Action extends keyof AuditDetails
  ? { details: AuditDetails[Action] & Prisma.InputJsonObject }
  : { details?: Prisma.InputJsonObject });

/** Writes who did what, on whom, from where: in the transaction of the change it tells of. Answers where it stands in the log. */
export const audit = <Action extends AuditAction>(
  db: Db,
  record: AuditRecord<Action>,
): Promise<{ id: string; at: Date }> =>
  db.auditEvent.create({ data: columnsOf(record), select: { id: true, at: true } });

/** The same for many at once. */
export const auditMany = (db: Db, records: AuditRecord[]): Promise<unknown> =>
  db.auditEvent.createMany({ data: records.map(columnsOf) });

const columnsOf = ({ tenantId, actor, action, target, details = {} }: AuditRecord) => ({
  tenantId,
  actorId: actor.userId,
  actorName: actor.name,
  action,
  targetId: target?.id ?? null,
  targetName: target?.name ?? null,
  details,
  ip: actor.ip,
});
