import type { UserId } from '#app/logto/ids.ts';
import { dropAccess } from './access.server.ts';
import { audit, type AuditActor, type AuditRecord, logtoItself } from './audit.server.ts';
import { type Db, forTenant } from './db.server.ts';

/**
 * What the flows write of members. From before the first call to Logto until the row is written it carries the mark of
 * the operation, so that no other flow changes this person and no event is taken for somebody else's doing. The
 * transactions stand in the tenant's door.
 */

export type AffectedMember = {
  userId: UserId;
  /** What the actor sees of them. */
  name: string;
  /** As the copy has them. */
  roles: string[];
};

type MarkedRow = {
  userId: UserId;
  name: string | null;
  email: string | null;
  roles: string[];
  changingBy: string | null;
};

/** Marks those whom nobody else is changing. Who is no member of this tenant is in neither list, whoever they are. */
export async function markMembers(
  db: Db,
  { tenantId, operationId, userIds }: { tenantId: string; operationId: string; userIds: readonly string[] },
): Promise<{ marked: AffectedMember[]; busy: AffectedMember[] }> {
  // In one order, so that two who select the same people wait for each other instead of for ever.
  const rows = await db.$queryRaw<MarkedRow[]>`
    SELECT user_id AS "userId", name, email, roles, changing_by AS "changingBy" FROM members
     WHERE tenant_id = ${tenantId}::uuid AND user_id = ANY (${[...userIds]}) ORDER BY user_id FOR UPDATE`;
  const free = rows.filter(({ changingBy }) => changingBy === null);
  await db.member.updateMany({
    where: { tenantId, userId: { in: free.map(({ userId }) => userId) } },
    data: { changingBy: operationId },
  });
  const busy = rows.filter(({ changingBy }) => changingBy !== null);
  return { marked: free.map(affected), busy: busy.map(affected) };
}

const affected = ({ userId, name, email, roles }: MarkedRow): AffectedMember => ({
  userId,
  name: name ?? email ?? userId,
  roles,
});

/** Takes the marks of an operation off whoever still carries one. */
export const letGo = (db: Db, tenantId: string, operationId: string): Promise<unknown> =>
  db.member.updateMany({ where: { tenantId, changingBy: operationId }, data: { changingBy: null } });

export type Who = { tenantId: string; userId: UserId };

type Told = { actor: AuditActor } & Pick<AuditRecord<'member.roles-changed'>, 'target'>;

/** The member has other roles now. Their sessions ask Logto what that permits. */
export async function writeRoles(
  db: Db,
  { tenantId, userId }: Who,
  { before, after }: { before: string[]; after: string[] },
  { action, ...told }: Told & { action: 'member.roles-changed' | 'ownership.transferred' },
): Promise<void> {
  await db.member.updateMany({ where: { tenantId, userId }, data: { roles: after, changingBy: null } });
  await dropAccess({ tenantId, userId }, db);
  await audit(db, { tenantId, action, ...told, details: { before, after } });
}

/** The member is none any more. Told once, whoever was first to write it. */
export async function writeRemoval(
  db: Db,
  { tenantId, userId }: Who,
  told: Told & { action: 'member.removed' | 'member.left' },
): Promise<void> {
  const { count } = await db.member.deleteMany({ where: { tenantId, userId } });
  await dropAccess({ tenantId, userId }, db);
  if (count > 0) await audit(db, { tenantId, ...told });
}

/** What Logto says of a member, null when they are none, though no flow of ours made it so. */
export async function writeTruth(
  db: Db,
  tenantId: string,
  { userId, name, roles: before }: AffectedMember,
  now: string[] | null,
): Promise<void> {
  const who = { tenantId, userId };
  const told = { actor: logtoItself, target: { id: userId, name } };
  if (now === null) return writeRemoval(db, who, { action: 'member.removed', ...told });
  if (JSON.stringify(now.toSorted()) !== JSON.stringify(before.toSorted())) {
    return writeRoles(db, who, { before, after: now }, { action: 'member.roles-changed', ...told });
  }
  await db.member.updateMany({ where: who, data: { changingBy: null } });
}

/** Some other owners, by the copy alone. */
export const someOwnersBut = (tenantId: string, userId: UserId): Promise<UserId[]> =>
  forTenant(tenantId, async (db) => {
    const rows = await db.member.findMany({
      where: { tenantId, userId: { not: userId }, roles: { has: 'owner' } },
      select: { userId: true },
      orderBy: { userId: 'asc' },
      take: 3,
    });
    return rows.map((row) => row.userId as UserId);
  });
