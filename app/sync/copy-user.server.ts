import type { UserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import type { User } from '#app/logto/users.server.ts';
import { copyUser as write, findUser, forgetUser, type Person } from '#app/tenants/copy-users.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { untilWritten } from './until-written.server.ts';

/** Brings the copy of a person up to what Logto has now; someone Logto does not have goes. Fails with a `LogtoError`. */
export const copyUser = (userId: UserId): Promise<void> =>
  untilWritten(async () => {
    const before = await asSystem((db) => findUser(db, userId));
    const user = await logto().users.get(userId);
    if (user) return write(personOf(user), before);
    await forgetUser(userId);
    return true;
  });

export const personOf = ({ id, name, email, avatar, isSuspended }: User): Person => ({
  id,
  name,
  email: email?.toLowerCase() ?? null,
  avatarUrl: avatar,
  suspended: isSuspended,
});
