import { failure, type Result, success } from '#app/failures.ts';
import { isLogtoError } from '#app/logto/errors.server.ts';
import type { Permission } from '#app/permissions.ts';
import { dropAccess } from '#app/tenants/access.server.ts';
import type { ClosedAccess } from './closed.server.ts';
import { heldNow } from './held-now.server.ts';
import type { Access } from './organization.server.ts';

/**
 * Asks what the person or machine may do now, before a write that changes people, roles, invitations or the organization:
 * Logto's console changes roles without an event, and the gate's answer may be an hour old. One Management API call.
 * Answers all permissions that Logto says are held and the session or token was granted: a widget token of an API key is no
 * way to what only its owner may do. Fails with `not-permitted`, `logto-unreachable`, `rate-limited`.
 */
export async function liveCheck(access: Access | ClosedAccess, permission: Permission): Promise<Result<Permission[]>> {
  try {
    const held = await heldNow(access);
    if (!held.includes(permission)) {
      await dropAccess({ tenantId: access.tenantId, userId: access.userId });
      return failure('not-permitted');
    }
    const granted = 'permissions' in access ? held.filter((each) => access.permissions.includes(each)) : held;
    return granted.includes(permission) ? success(granted) : failure('not-permitted');
  } catch (error) {
    if (!isLogtoError(error)) throw error;
    return failure(error.kind === 'rate-limited' ? 'rate-limited' : 'logto-unreachable');
  }
}
