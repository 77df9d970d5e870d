import type { UserId } from '#app/logto/ids.ts';
import type { Db } from './db.server.ts';

/** Who is out is out at once, in all sessions. By the system's role. */

/** Ends all sessions of a person, and what was known of their access. */
export async function cutOffUser(db: Db, userId: UserId): Promise<void> {
  await db.session.deleteMany({ where: { userId } });
  await db.organizationAccess.deleteMany({ where: { userId } });
}

/** The next request of these members, or of all, asks Logto for access anew. */
export const cutOffMembers = (db: Db, tenantId: string, userIds?: readonly UserId[]): Promise<unknown> =>
  db.organizationAccess.deleteMany({ where: { tenantId, ...(userIds && { userId: { in: [...userIds] } }) } });

/** The same for everybody everywhere: what a role permits has changed. */
export const cutOffEverybody = (db: Db): Promise<unknown> => db.organizationAccess.deleteMany();
