import { LogtoError } from '../errors.ts';
import type { OneTimeToken } from '../store/entities.ts';
import type { Store } from '../store/store.ts';

/** Finds a token that is good for this address. The address is compared exactly, case included (observed). */
export function verify(store: Store, email: string, token: string, { consumedIsFine = false } = {}): OneTimeToken {
  const found = [...store.oneTimeTokens.values()].find((candidate) => candidate.token === token);
  if (!found) throw new LogtoError('one_time_token.token_not_found', 404);
  if (found.email !== email) throw new LogtoError('one_time_token.email_mismatch', 400);
  if (found.status === 'consumed' && !consumedIsFine) throw new LogtoError('one_time_token.token_consumed', 400);
  if (found.status === 'revoked') throw new LogtoError('one_time_token.token_revoked', 400);
  if (found.status === 'expired' || (found.status === 'active' && found.expiresAt <= Date.now())) {
    found.status = 'expired';
    throw new LogtoError('one_time_token.token_expired', 400);
  }
  return found;
}

export const consume = (token: OneTimeToken): OneTimeToken => Object.assign(token, { status: 'consumed' as const });
