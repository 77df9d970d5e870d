import type { UserId } from '#app/logto/ids.ts';
import { audit, auditMany, type AuditRecord, logtoItself } from './audit.server.ts';
import { cutOffMembers } from './cut-off.server.ts';
import type { Db } from './db.server.ts';

/**
 * Changes of members that were made in Logto itself, written down by the system's role: the row, the log, and the end of
 * the access they had. A row that an operation of ours has marked is left to it, which tells who did it.
 */

type Who = { tenantId: string; userId: UserId };

type Named = { userId: string; name: string | null; email: string | null };

const targetOf = ({ userId, name, email }: Named) => ({ id: userId, name: name ?? email ?? userId });

/** These people are members now, whose rows are made: by the domain of their address, or for reasons nobody knows here. */
export const noteJoined = (
  db: Db,
  tenantId: string,
  made: (Named & { roles: string[] })[],
  byDomain?: string,
): Promise<unknown> =>
  auditMany(
    db,
    made.map(({ roles, ...person }): AuditRecord<'member.joined'> => {
      const details = { roles, ...(byDomain !== undefined && { domain: byDomain }) };
      return { tenantId, actor: logtoItself, action: 'member.joined', target: targetOf(person), details };
    }),
  );

/**
 * The member has other roles now; nothing when they have the same, or when the copy has others than these by now. False
 * when an operation of ours is changing them, which writes down what it did itself.
 */
export async function noteRoles(
  db: Db,
  who: Who,
  before: readonly string[],
  after: readonly string[],
): Promise<boolean> {
  if (sameRoles(before, after)) return true;
  const { tenantId, userId } = who;
  await cutOffMembers(db, tenantId, [userId]);
  const [changed] = await db.member.updateManyAndReturn({
    where: { ...who, roles: { equals: [...before] }, changingBy: null },
    data: { roles: [...after] },
    select: { userId: true, name: true, email: true },
  });
  if (!changed) return !(await isMarked(db, who));
  const details = { before: [...before], after: [...after] };
  await audit(db, {
    tenantId,
    actor: logtoItself,
    action: 'member.roles-changed',
    target: targetOf(changed),
    details,
  });
  return true;
}

const isMarked = async (db: Db, who: Who): Promise<boolean> =>
  (await db.member.count({ where: { ...who, changingBy: { not: null } } })) > 0;

/** The person is no member any more. False when an operation of ours is changing them, which writes it down itself. */
export async function noteRemoval(db: Db, who: Who): Promise<boolean> {
  const { tenantId, userId } = who;
  await cutOffMembers(db, tenantId, [userId]);
  const member = await db.member.findUnique({
    where: { tenantId_userId: who },
    select: { userId: true, name: true, email: true, changingBy: true },
  });
  if (!member) return true;
  const { count } = await db.member.deleteMany({ where: { ...who, changingBy: null } });
  if (count === 0) return member.changingBy === null;
  await audit(db, { tenantId, actor: logtoItself, action: 'member.removed', target: targetOf(member) });
  return true;
}

const sameRoles = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((role) => right.includes(role));
