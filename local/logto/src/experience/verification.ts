import { LogtoError } from '../errors.ts';
import { digits, longId } from '../ids.ts';
import { consume, verify } from '../users/one-time-tokens.ts';
import { isPassword } from '../users/passwords.ts';
import { findUser, type Identifier } from '../users/users.ts';
import type { InteractionEvent, Running, Verification } from './flow.ts';
import type { Lockout } from './lockout.ts';
import type { Tenant } from '../tenant.ts';

const CODE_MS = 10 * 60 * 1000;
const MAX_TRIES = 10;

function remember({ flow }: Running, verification: Omit<Verification, 'id'>): Verification {
  const added = { id: longId(), ...verification };
  flow.verifications[added.id] = added;
  return added;
}

/** Wrong password and unknown account look alike. */
export function verifyPassword(
  tenant: Tenant,
  lockout: Lockout,
  running: Running,
  identifier: Identifier,
  password: string,
): Verification {
  lockout.refuseBlocked(tenant, identifier);
  const user = findUser(tenant.store, identifier);
  if (!user || !isPassword(user.passwordDigest, password)) {
    lockout.failed(tenant, identifier);
    throw new LogtoError('session.invalid_credentials', 422);
  }
  if (user.isSuspended) throw new LogtoError('user.suspended', 401);
  lockout.succeeded(identifier);
  return remember(running, { type: 'Password', identifier, verified: true });
}

export async function sendCode(
  tenant: Tenant,
  running: Running,
  identifier: Identifier,
  event: InteractionEvent,
): Promise<Verification> {
  const code = digits(6);
  const application = tenant.store.applications.get(running.params.client_id ?? '');
  const payload = {
    code,
    locale: running.client.language,
    application: { id: application?.id, name: application?.name },
  };
  await tenant.mailer.send({ to: identifier.value, type: event, payload, ip: running.client.ip });
  return remember(running, {
    type: 'EmailVerificationCode',
    identifier,
    verified: false,
    code,
    expiresAt: Date.now() + CODE_MS,
    failures: 0,
  });
}

export function verifyCode({ flow }: Running, verificationId: string, code: string): Verification {
  const verification = flow.verifications[verificationId];
  if (!verification || verification.type !== 'EmailVerificationCode')
    throw new LogtoError('session.verification_session_not_found', 404);
  if ((verification.expiresAt ?? 0) < Date.now()) throw new LogtoError('verification_code.expired', 400);
  if ((verification.failures ?? 0) >= MAX_TRIES) throw new LogtoError('verification_code.exceed_max_try', 400);
  if (verification.code !== code) {
    verification.failures = (verification.failures ?? 0) + 1;
    throw new LogtoError('verification_code.code_mismatch', 400);
  }
  verification.verified = true;
  return verification;
}

/** The token is spent here, before anybody has registered (observed). */
export function verifyOneTimeToken(
  tenant: Tenant,
  running: Running,
  email: string,
  token: string,
  options?: { consumedIsFine?: boolean },
): Verification {
  const found = consume(verify(tenant.store, email, token, options));
  tenant.store.changed();
  const { jitOrganizationIds } = found.context;
  return remember(running, {
    type: 'OneTimeToken',
    identifier: { type: 'email', value: email },
    verified: true,
    jitOrganizationIds,
  });
}
