import { LogtoError } from '../errors.ts';
import type { User } from '../store/entities.ts';
import type { Tenant } from '../tenant.ts';
import { findUser, newUser, requireFreeIdentifiers } from '../users/users.ts';
import type { Running, Verification } from './flow.ts';
import { signInExperience } from './settings.ts';

function proof({ flow }: Running, verificationId: string): Verification {
  const verification = flow.verifications[verificationId];
  if (!verification) throw new LogtoError('session.verification_session_not_found', 404);
  if (!verification.verified) throw new LogtoError('session.verification_failed', 400);
  return verification;
}

/** Signing in: whom the verification names. 404 when there is nobody yet. */
export function identify(tenant: Tenant, running: Running, verificationId: string): User {
  const { identifier, type, jitOrganizationIds } = proof(running, verificationId);
  const user = findUser(tenant.store, identifier);
  if (!user) throw new LogtoError('user.user_not_exist', 404, { variables: { identifier: identifier.value } });
  if (user.isSuspended) throw new LogtoError('user.suspended', 401);
  Object.assign(running.flow, { userId: user.id, proofId: verificationId });
  if (type === 'OneTimeToken') join(tenant, running, user, jitOrganizationIds ?? []);
  return user;
}

/** Registering: takes the proven address over, and creates the user as soon as nothing is missing. */
export function register(tenant: Tenant, running: Running, verificationId?: string): User {
  const { flow } = running;
  if (verificationId) {
    const verification = proof(running, verificationId);
    const byInvitation = verification.type === 'OneTimeToken'; // works with registration switched off, too (observed)
    if (signInExperience(tenant.store).signInMode === 'SignIn' && !byInvitation)
      throw new LogtoError('auth.forbidden', 403);
    requireFreeIdentifiers(tenant.store, { primaryEmail: verification.identifier.value });
    flow.newUser = { ...flow.newUser, primaryEmail: verification.identifier.value };
    flow.proofId = verificationId;
  }
  const fields = flow.newUser;
  if (!fields) throw new LogtoError('session.identifier_not_found', 404);
  const missing = missingProfile(tenant, { ...newUser({}), ...fields, passwordDigest: fields.passwordDigest ?? null });
  if (missing.length > 0) throw missingProfileError(missing);
  return create(tenant, running, fields);
}

function create(tenant: Tenant, running: Running, fields: NonNullable<Running['flow']['newUser']>): User {
  requireFreeIdentifiers(tenant.store, fields);
  const user = newUser({ ...fields, applicationId: running.params.client_id ?? null });
  tenant.store.users.set(user.id, user);
  Object.assign(running.flow, { userId: user.id, created: true });
  const {
    identifier,
    verified,
    jitOrganizationIds = [],
  } = running.flow.verifications[running.flow.proofId ?? ''] ?? {};
  const domain = verified && identifier?.type === 'email' ? identifier.value.split('@')[1]?.toLowerCase() : undefined;
  const byDomain = [...tenant.store.jit]
    .filter(([, { emailDomains }]) => domain && emailDomains.includes(domain))
    .map(([id]) => id);
  join(tenant, running, user, [...new Set([...byDomain, ...jitOrganizationIds])]);
  return user;
}

/** Just-in-time membership, with the organization's default roles. */
function join(tenant: Tenant, { flow }: Running, user: User, organizationIds: string[]): void {
  const { store } = tenant;
  const joined = organizationIds
    .filter((id) => store.organizations.has(id))
    .filter((id) => store.members.add(id, user.id, store.jit.get(id)?.roleIds ?? []));
  flow.joined = [...(flow.joined ?? []), ...joined];
}

/** What the sign-up settings ask of everybody. */
export function missingProfile(
  { store }: Tenant,
  user: Pick<User, 'primaryEmail' | 'username' | 'passwordDigest'>,
): string[] {
  const { signUp } = signInExperience(store);
  return [
    ...(signUp.identifiers.includes('email') && !user.primaryEmail ? ['email'] : []),
    ...(signUp.identifiers.includes('username') && !user.username ? ['username'] : []),
    ...(signUp.password && !user.passwordDigest ? ['password'] : []),
  ];
}

export const missingProfileError = (missing: string[]) =>
  new LogtoError('user.missing_profile', 422, { data: { missingProfile: missing } });
