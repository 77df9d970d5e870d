import { liveCheck } from '#app/auth/live-check.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Failure } from '#app/failures.ts';
import { mayGrant, type Role } from '#app/permissions.ts';

/**
 * Why this person may not give a machine this role now: `not-permitted`, `role-above-own`, `logto-unreachable`,
 * `rate-limited`. Nobody gives more than they hold, by Logto and by what their session was granted.
 */
export async function mayGrantNow(access: Access, role: Role): Promise<Failure | null> {
  const checked = await liveCheck(access, 'manage:organization');
  if (!checked.ok) return checked;
  return mayGrant(checked.value, role) ? null : failure('role-above-own', { field: 'role' });
}
