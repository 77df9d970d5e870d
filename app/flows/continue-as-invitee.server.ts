import { type Failure, failure, type Result, success } from '#app/failures.ts';
import { isLogtoError } from '#app/logto/errors.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import type { InvitationView } from '#app/tenants/invitations.server.ts';
import { notAcceptable } from './accept-invitation.server.ts';
import { failureOf } from './refusal.server.ts';

/** Long enough to be led to Logto; someone who stops there presses the button again and gets a fresh one. */
const tokenSeconds = 600;

/**
 * A way to sign in as the invited person, for whoever holds the mailed secret: that they read the mail proves the
 * address. Made when the button is pressed and not before, because Logto spends a token when its page opens.
 * Fails with `invitation-expired`, `invitation-revoked`, `invitation-used`, `organization-closed`, `logto-unreachable`,
 * `rate-limited`.
 */
export async function continueAsInvitee(
  invitation: Pick<InvitationView, 'email' | 'status' | 'tenant'>,
): Promise<Result<{ loginHint: string; oneTimeToken: string }>> {
  const refused = notAcceptable(invitation);
  if (refused) return failure(refused);
  try {
    const { token } = await logto().oneTimeTokens.create({ email: invitation.email, expiresIn: tokenSeconds });
    return success({ loginHint: invitation.email, oneTimeToken: token });
  } catch (error) {
    if (!isLogtoError(error)) throw error;
    return failureOf(error) satisfies Failure;
  }
}
