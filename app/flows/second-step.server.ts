import { isLogtoError } from '#app/logto/errors.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import type { UserId } from '#app/logto/ids.ts';
import { once } from '#app/once.server.ts';

const keptMs = 5 * 60_000;

const seen = once('second-steps', () => new Map<UserId, number>());

/**
 * Whether somebody has a second step: what Logto's gate asks of members of an organization that requires one, for
 * credentials that did not pass it. One call to Logto; a yes is kept for five minutes.
 */
export async function hasSecondStep(userId: UserId): Promise<boolean | 'unreachable'> {
  const kept = seen();
  if ((kept.get(userId) ?? 0) > Date.now()) return true;
  const has = await ask(userId);
  if (has === 'unreachable') return has;
  if (kept.size > 10_000) kept.clear();
  if (has) kept.set(userId, Date.now() + keptMs);
  else kept.delete(userId);
  return has;
}

async function ask(userId: UserId): Promise<boolean | 'unreachable'> {
  try {
    return (await logto().users.mfa(userId)).length > 0;
  } catch (error) {
    if (!isLogtoError(error)) throw error;
    return 'unreachable';
  }
}
