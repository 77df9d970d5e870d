import type { ClosedAccess } from '#app/auth/closed.server.ts';
import { liveCheck } from '#app/auth/live-check.server.ts';
import { failure, type Result, success } from '#app/failures.ts';
import { restoreTenant } from '#app/tenants/closing.server.ts';
import { actorOf } from './actor.server.ts';

/**
 * Opens a closed workspace again, as it was. Pressing twice opens it once. Fails with `too-late-to-restore`,
 * `not-permitted`, `logto-unreachable`, `rate-limited`.
 */
export async function restoreOrganization(access: ClosedAccess): Promise<Result<null>> {
  const live = await liveCheck(access, 'delete:organization');
  if (!live.ok) return live;
  const restored = await restoreTenant(access.tenantId, actorOf(access, access.tenantId));
  return restored ? success(null) : failure('too-late-to-restore');
}
