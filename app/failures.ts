/**
 * The codes of everything that can go wrong in a way a person can act on. Texts hang off the codes in the catalogs
 * (`app/i18n`), statuses in `failureStatus`; both are exhaustive, so a new code does not compile until it has them.
 */
export const failureStatus = {
  'name-missing': 400,
  'name-too-long': 400,
  'description-too-long': 400,
  'slug-invalid': 400,
  'slug-reserved': 400,
  'slug-taken': 409,
  'email-invalid': 400,
  'emails-missing': 400,
  'more-emails-invalid': 400,
  'emails-too-many': 400,
  'role-unknown': 400,
  'role-above-own': 403,
  'member-above-own': 403,
  'own-role-upward': 403,
  'not-oneself': 409,
  'member-suspended': 409,
  'last-owner': 409,
  'owner-change-under-way': 409,
  'changed-meanwhile': 409,
  cancelled: 409,
  'too-late': 409,
  'nobody-selected': 400,
  'too-many-selected': 400,
  'expiry-invalid': 400,
  'sent-just-now': 429,
  'mail-limit': 429,
  'no-email-connector': 502,
  'mail-not-sent': 502,
  'already-member': 409,
  'already-invited': 409,
  'note-too-long': 400,
  'invitation-not-pending': 409,
  'invitation-expired': 410,
  'invitation-revoked': 410,
  'invitation-used': 410,
  'invitation-for-someone-else': 403,
  'invitation-busy': 409,
  'invitation-over': 409,
  'name-does-not-match': 400,
  'email-does-not-match': 400,
  'organization-closed': 410,
  'too-late-to-restore': 409,
  'image-missing': 400,
  'image-too-large': 413,
  'image-kind': 415,
  'image-dimensions': 400,
  'image-broken': 400,
  'own-mfa-missing': 409,
  'mfa-not-offered': 409,
  'domain-invalid': 400,
  'domain-public': 400,
  'domain-not-yours': 403,
  'domain-taken': 409,
  'settings-busy': 409,
  'last-owner-somewhere': 409,
  'seats-used-up': 409,
  'waits-for-seat': 403,
  'account-being-deleted': 409,
  'organizations-used-up': 409,
  'api-keys-used-up': 409,
  'projects-used-up': 409,
  'setting-invalid': 400,
  'key-revoked': 409,
  'key-expired': 409,
  'key-shown-once': 409,
  'origin-invalid': 400,
  'origins-too-many': 409,
  'origin-not-allowed': 403,
  'scope-missing': 403,
  'people-only': 403,
  'token-used': 401,
  'key-used-differently': 422,
  'body-invalid': 400,
  'value-invalid': 400,
  'cursor-invalid': 400,
  'method-not-allowed': 405,
  unauthenticated: 401,
  'not-permitted': 403,
  'not-found': 404,
  'mfa-required': 403,
  'rate-limited': 429,
  'logto-unreachable': 503,
  'logto-refused': 502,
  'database-unreachable': 503,
  'form-used-differently': 409,
  'still-working': 409,
  'form-expired': 400,
  'origin-refused': 403,
  'body-too-large': 413,
  unexpected: 500,
} as const satisfies Record<string, number>;

export type FailureCode = keyof typeof failureStatus;

/**
 * An expected failure. `field` names the form field it concerns; `values` fill the placeholders of its text.
 * Never holds secrets: it is stored with operations and sent to the browser.
 */
export type Failure = { ok: false; code: FailureCode; field?: string; values?: Record<string, string | number> };

export type Success<T> = { ok: true; value: T };

export type Result<T> = Success<T> | Failure;

export const success = <T>(value: T): Success<T> => ({ ok: true, value });

export const failure = (code: FailureCode, more: Omit<Failure, 'ok' | 'code'> = {}): Failure => ({
  ok: false,
  code,
  ...more,
});
