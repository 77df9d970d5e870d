/** Why Logto would not renew a person's access, in the app's words. Expected, so values. */
import type { LogtoError } from './errors.server.ts';

export type Refusal =
  /** The organization requires MFA and the person has none: show how to enrol, never a plain sign-in. */
  | { ok: false; refusal: 'mfa-required' }
  /** Removed, deleted or unknown organization: Logto answers the same for all three. */
  | { ok: false; refusal: 'not-a-member' }
  /** The refresh token is dead: expired, revoked, the person suspended or deleted. */
  | { ok: false; refusal: 'sign-in-again' }
  /** The refresh token lacks this name; the token is unharmed. Leave the name out, or authorize again. */
  | { ok: false; refusal: 'scope-not-granted'; scope: string }
  /** Our application's id, secret or settings: an alert and a 503, never a sign-in. */
  | { ok: false; refusal: 'misconfigured'; code: string | undefined }
  | { ok: false; refusal: 'rate-limited'; retryAfterMs: number | undefined }
  /** No answer, or none of Logto's. */
  | { ok: false; refusal: 'unreachable' };

/** Statuses, codes and descriptions as observed on 1.37 and 1.41. */
export const refusalOf = ({ kind, code, oauth, retryAfterMs }: LogtoError): Refusal => {
  if (kind === 'rate-limited') return { ok: false, refusal: 'rate-limited', retryAfterMs };
  if (kind === 'unreachable' || kind === 'timeout' || kind === 'unavailable') {
    return { ok: false, refusal: 'unreachable' };
  }
  switch (code) {
    case 'oidc.invalid_grant':
      return { ok: false, refusal: 'sign-in-again' };
    case 'oidc.invalid_scope':
      return { ok: false, refusal: 'scope-not-granted', scope: oauth?.scope ?? '' };
    case 'oidc.access_denied':
      // One code for both; only the description, English whatever the language, tells them apart.
      return { ok: false, refusal: oauth?.description?.includes('MFA') ? 'mfa-required' : 'not-a-member' };
    default:
      return { ok: false, refusal: 'misconfigured', code };
  }
};
