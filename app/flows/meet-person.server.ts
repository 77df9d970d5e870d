import { isLogtoError } from '#app/logto/errors.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import type { UserId } from '#app/logto/ids.ts';
import { welcomePerson } from './welcome-person.server.ts';

/**
 * Somebody who has an account in Logto and was never here: the copy learns who they are and where they belong, as at a
 * sign-in. Two calls to Logto, once. False when Logto does not know them, or has suspended them.
 */
export async function meetPerson(userId: UserId): Promise<boolean | 'unreachable'> {
  try {
    const user = await logto().users.get(userId);
    if (!user || user.isSuspended) return false;
    await welcomePerson({ sub: user.id, email: user.email, name: user.name, picture: user.avatar });
    return true;
  } catch (error) {
    if (!isLogtoError(error)) throw error;
    return 'unreachable';
  }
}
