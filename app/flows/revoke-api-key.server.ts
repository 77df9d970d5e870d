import { liveCheck } from '#app/auth/live-check.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result, success } from '#app/failures.ts';
import { findApiKey, writeRevocation } from '#app/tenants/api-keys.server.ts';
import { actorIn } from './actor.server.ts';

/**
 * Ends a key at once, with all its secrets. Again changes nothing. Fails with `not-found`, `not-permitted`,
 * `logto-unreachable`, `rate-limited`.
 */
export async function revokeApiKey(access: Access, id: string): Promise<Result<{ name: string }>> {
  const { tenantId } = access;
  const key = await findApiKey(tenantId, id);
  if (!key) return failure('not-found');
  const checked = await liveCheck(access, 'manage:organization');
  if (!checked.ok) return checked;
  return (await writeRevocation({ tenantId, actor: actorIn(access), id })) ?? success({ name: key.name });
}
