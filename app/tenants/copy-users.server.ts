import type { UserId } from '#app/logto/ids.ts';
import { auditMany, type AuditRecord, logtoItself } from './audit.server.ts';
import { cutOffUser } from './cut-off.server.ts';
import { asSystem, type Db } from './db.server.ts';
import { withSortName } from './members.server.ts';
import type { Profile } from './users.server.ts';

/** People as Logto has them, written to the copy by the system's role. */

export type Person = Profile & { suspended: boolean };

/**
 * A person of the copy, since when it has them, and which version of them: a write that builds on an older one is not
 * done.
 */
export type CopiedUser = Person & { createdAt: Date; updatedAt: Date };

const columns = {
  id: true,
  name: true,
  email: true,
  avatarUrl: true,
  suspended: true,
  createdAt: true,
  updatedAt: true,
};

export const findUser = (db: Db, id: UserId): Promise<CopiedUser | null> =>
  db.user.findUnique({ where: { id }, select: columns }) as Promise<CopiedUser | null>;

export const samePerson = (left: Person, right: Person | null): boolean =>
  (['name', 'email', 'avatarUrl', 'suspended'] as const).every((fact) => left[fact] === right?.[fact]);

/** Another version of the same person: whoever is just asking Logto about them asks again before writing. */
export const touchUser = (db: Db, id: UserId): Promise<unknown> =>
  db.$executeRaw`
    UPDATE users SET updated_at = greatest(clock_timestamp(), updated_at + interval '1 ms') WHERE id = ${id}`;

/** False when the copy has them already, with whatever facts. */
export async function meetUser(db: Db, person: Person): Promise<boolean> {
  const { count } = await db.user.createMany({ data: person, skipDuplicates: true });
  return count === 1;
}

/** False when the copy has changed since `before` was read: what Logto said then may be older. */
export const copyUser = (person: Person, before: CopiedUser | null): Promise<boolean> =>
  asSystem(async (db) => {
    if (!before) return meetUser(db, person);
    if (samePerson(person, before)) return true;
    const { id, name, email, avatarUrl, suspended } = person;
    const { count } = await db.user.updateMany({
      where: { id, updatedAt: before.updatedAt },
      data: { name, email, avatarUrl, suspended },
    });
    if (count === 0) return false;
    await db.member.updateMany({
      where: { userId: id },
      data: withSortName({ name, email }),
    });
    if (suspended) await cutOffUser(db, id);
    return true;
  });

/**
 * The person is gone, and with them their memberships and sessions. What they did stays in the audit log, and that Logto
 * removed them is told there. False when they are just deleting their account themselves: that tells it, or lets them stay.
 */
export const forgetUser = (id: UserId): Promise<boolean> =>
  asSystem(async (db) => {
    await cutOffUser(db, id);
    if (await deletesAccount(db, id)) return false;
    // Held, so that nobody else tells of the same removals; in the order in which others take them.
    const members = await db.$queryRaw<{ tenantId: string; name: string | null; email: string | null }[]>`
      SELECT tenant_id AS "tenantId", name, email FROM members WHERE user_id = ${id} ORDER BY tenant_id FOR UPDATE`;
    await db.user.deleteMany({ where: { id } });
    await auditMany(
      db,
      members.map(({ tenantId, name, email }): AuditRecord<'member.removed'> => {
        return { tenantId, actor: logtoItself, action: 'member.removed', target: { id, name: name ?? email ?? id } };
      }),
    );
    return true;
  });

const deletesAccount = async (db: Db, actorId: UserId): Promise<boolean> =>
  (await db.operation.count({
    where: { actorId, kind: 'delete-account', state: { in: ['running', 'interrupted'] } },
  })) > 0;
