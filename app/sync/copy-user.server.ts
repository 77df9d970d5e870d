import type { UserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import type { User } from '#app/logto/users.server.ts';
import { copyUser as write, findUser, forgetUser, type Person } from '#app/tenants/copy-users.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { askForUser, type UserJob } from './jobs.server.ts';
import { untilWritten } from './until-written.server.ts';

/** Somebody who is just deleting their account is asked about again, in case they stay here after all. */
const deletingTakesMs = 60_000;

/** Brings the copy of a person up to what Logto has now; someone Logto does not have goes. Fails with a `LogtoError`. */
export const copyUser = (userId: UserId, { ifKnown = false }: Partial<UserJob> = {}): Promise<void> =>
  untilWritten(async () => {
    const before = await asSystem((db) => findUser(db, userId));
    if (!before && ifKnown) return true;
    const user = await logto().users.get(userId);
    if (user) return write(personOf(user), before);
    if (!(await forgetUser(userId))) await asSystem((db) => askForUser(db, userId, deletingTakesMs));
    return true;
  });

export const personOf = ({ id, name, email, avatar, isSuspended }: User): Person => ({
  id,
  name,
  email: email?.toLowerCase() ?? null,
  avatarUrl: avatar,
  suspended: isSuspended,
});
