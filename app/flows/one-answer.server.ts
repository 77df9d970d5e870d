import { failure, type Result } from '#app/failures.ts';
import { isUuid } from '#app/tenants/invitations.server.ts';
import { oneAfterAnother } from './one-after-another.server.ts';

/** What an operation claims that accepts, declines or revokes: one name, however the id was written. */
export const answerTo = (invitationId: string): string => `invitation:${invitationId.toLowerCase()}`;

/**
 * Accepting, declining and revoking an invitation happen one after the other, because Logto lets two of them pass at
 * once. Whoever comes second waits, and is then told what the first one did.
 */
export async function oneAnswer<T>(invitationId: string, answer: () => Promise<Result<T>>): Promise<Result<T>> {
  if (!isUuid(invitationId)) return failure('not-found'); // nor can an operation keep every text
  return oneAfterAnother(answerTo(invitationId), 'invitation-busy', answer);
}
