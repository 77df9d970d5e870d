import type { Store } from '../store/store.ts';
import { errors } from './library.ts';

/** A refusal with 403, which only its English description tells apart (observed). */
export function accessDenied(description: string): InstanceType<typeof errors.AccessDenied> {
  return Object.assign(new errors.AccessDenied(description), { status: 403, statusCode: 403 });
}

/** Membership and required MFA, as they are now. An unknown organization looks like a foreign one. */
export function requireOrganizationAccess(store: Store, organizationId: string, userId: string): void {
  if (!store.members.has(organizationId, userId)) throw accessDenied('user is not a member of the organization');
  const enrolled = (store.users.get(userId)?.mfaVerifications.length ?? 0) > 0;
  if (store.organizations.get(organizationId)?.isMfaRequired && !enrolled) {
    throw accessDenied('organization requires MFA but user has no MFA configured');
  }
}
