import { z } from 'zod';
import { liveCheck } from '#app/auth/live-check.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import { type Result, success } from '#app/failures.ts';
import { addWidgetOrigin as write } from '#app/tenants/widget-origins.server.ts';
import { widgetOriginOf } from '#app/widget-origin.ts';
import { actorIn } from './actor.server.ts';

export const AddWidgetOrigin = z.object({
  origin: z.string().transform((text, context) => {
    const origin = widgetOriginOf(text);
    if (origin) return origin;
    context.addIssue({ code: 'custom', message: 'origin-invalid' });
    return z.NEVER;
  }),
});

export type AddWidgetOrigin = z.output<typeof AddWidgetOrigin>;

/**
 * Pages of this site may show the organization's widgets from now on. One that may already is no mistake. Fails with
 * `origins-too-many`, `not-permitted`, `logto-unreachable`, `rate-limited`. One call to Logto, the live check.
 */
export async function addWidgetOrigin(access: Access, { origin }: AddWidgetOrigin): Promise<Result<null>> {
  const live = await liveCheck(access, 'manage:organization');
  if (!live.ok) return live;
  return (await write({ tenantId: access.tenantId, origin, actor: actorIn(access) })) ?? success(null);
}
