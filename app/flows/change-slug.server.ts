import type { z } from 'zod';
import { liveCheck } from '#app/auth/live-check.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result, success } from '#app/failures.ts';
import { moveTenant } from '#app/tenants/slugs.server.ts';
import { actorIn } from './actor.server.ts';
import { CreateOrganization } from './create-organization.server.ts';

export const ChangeSlug = CreateOrganization.pick({ slug: true });

export type ChangeSlug = z.output<typeof ChangeSlug>;

/**
 * Another address for the workspace, which Logto knows nothing of. Links to the old one lead to the new one. Pressing
 * twice moves once. Fails with `slug-taken`, `organization-closed`, `not-permitted`, `logto-unreachable`, `rate-limited`.
 */
export async function changeSlug(access: Access, { slug }: ChangeSlug): Promise<Result<{ slug: string }>> {
  if (!access.permissions.includes('manage:organization')) return failure('not-permitted');
  const live = await liveCheck(access, 'manage:organization');
  if (!live.ok) return live;
  const moved = await moveTenant(access.tenantId, slug, actorIn(access));
  if (moved === 'taken') return failure('slug-taken', { field: 'slug', values: { slug } });
  return moved === 'closed' ? failure('organization-closed') : success(moved);
}
