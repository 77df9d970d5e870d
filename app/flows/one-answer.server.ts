import { setTimeout as pause } from 'node:timers/promises';
import { failure, type Result } from '#app/failures.ts';
import { isUuid } from '#app/tenants/invitations.server.ts';
import { findHolder } from '#app/tenants/operations.server.ts';
import { settleOperation } from './operation.server.ts';

/** What an operation claims that accepts, declines or revokes: one name, however the id was written. */
export const answerTo = (invitationId: string): string => `invitation:${invitationId.toLowerCase()}`;

const waitMs = 5_000;

/**
 * Accepting, declining and revoking an invitation happen one after the other, because Logto lets two of them pass at
 * once. Whoever comes second waits, and is then told what the first one did; an answer that Logto's silence interrupted
 * is settled first.
 */
export async function oneAnswer<T>(invitationId: string, answer: () => Promise<Result<T>>): Promise<Result<T>> {
  if (!isUuid(invitationId)) return failure('not-found'); // nor can an operation keep every text
  const end = Date.now() + waitMs;
  for (;;) {
    const result = await answer();
    if (result.ok || result.code !== 'invitation-busy' || Date.now() > end) return result;
    const holder = await findHolder(answerTo(invitationId));
    if (holder?.state === 'interrupted') await settleOperation(holder.id);
    await pause(50);
  }
}
