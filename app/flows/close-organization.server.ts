import { z } from 'zod';
import { liveCheck } from '#app/auth/live-check.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result, success } from '#app/failures.ts';
import { closeTenant } from '#app/tenants/closing.server.ts';
import { actorIn } from './actor.server.ts';

/** The organization's name, typed by whoever closes it. */
export const CloseOrganization = z.object({ confirmation: z.string().default('') });

export type CloseOrganization = z.output<typeof CloseOrganization>;

/**
 * Closes the workspace for everybody at once; seven days later it is erased. Logto is told only then, because there is
 * no way back there. Pressing twice closes once. Fails with `name-does-not-match`, `not-permitted`, `logto-unreachable`,
 * `rate-limited`.
 */
export async function closeOrganization(access: Access, { confirmation }: CloseOrganization): Promise<Result<null>> {
  if (!access.permissions.includes('delete:organization')) return failure('not-permitted');
  const live = await liveCheck(access, 'delete:organization');
  if (!live.ok) return live;
  const closed = await closeTenant(access.tenantId, confirmation, actorIn(access));
  return closed ? success(null) : failure('name-does-not-match', { field: 'confirmation' });
}
