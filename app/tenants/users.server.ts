import type { UserId } from '#app/logto/ids.ts';
import { type Db, forUser } from './db.server.ts';
import { withSortName } from './members.server.ts';

/** People as our copy has them. */

export type Profile = { id: UserId; email: string | null; name: string | null; avatarUrl: string | null };

export type KnownPerson = Omit<Profile, 'id'> & { suspended: boolean };

/** Null for who was never here. */
export const findPerson = (id: UserId): Promise<KnownPerson | null> =>
  forUser(id, (db) =>
    db.user.findUnique({ where: { id }, select: { email: true, name: true, avatarUrl: true, suspended: true } }),
  );

/** As the person's own ID token says. `email` is lower case. */
export const upsertUser = (profile: Profile): Promise<unknown> =>
  forUser(profile.id, async (db) => {
    const { id, ...facts } = profile;
    // Logto let them in just now, whatever an event that was lost may have told.
    await db.user.upsert({
      where: { id },
      create: profile,
      update: { ...facts, suspended: false },
      select: { id: true },
    });
    await repeatInMembers(db, profile);
  });

/**
 * Member rows repeat name and e-mail. They belong to tenants, and a person's door may not write them: a function of the
 * system's role does, for the person in the door and nobody else.
 */
const repeatInMembers = (db: Db, { name, email }: Profile): Promise<unknown> =>
  db.$executeRaw`SELECT repeat_profile(${name}, ${email}, ${withSortName({ name, email }).sortName})`;
