import { z } from 'zod';
import { liveCheck } from '#app/auth/live-check.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import { type Result, success } from '#app/failures.ts';
import { removeWidgetOrigin as write } from '#app/tenants/widget-origins.server.ts';
import { actorIn } from './actor.server.ts';

export const RemoveWidgetOrigin = z.object({ origin: z.string().max(255) });

export type RemoveWidgetOrigin = z.output<typeof RemoveWidgetOrigin>;

/**
 * Widgets on this site stop at their next call, whatever tokens they hold. Again changes nothing. Fails with
 * `not-permitted`, `logto-unreachable`, `rate-limited`. One call to Logto, the live check.
 */
export async function removeWidgetOrigin(access: Access, { origin }: RemoveWidgetOrigin): Promise<Result<null>> {
  const live = await liveCheck(access, 'manage:organization');
  if (!live.ok) return live;
  await write({ tenantId: access.tenantId, origin, actor: actorIn(access) });
  return success(null);
}
