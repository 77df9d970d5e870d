import { z } from 'zod';
import { newApiKeySecret } from '#app/api-key-secret.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result, success } from '#app/failures.ts';
import { isRole } from '#app/permissions.ts';
import { findApiKey, writeNewSecret } from '#app/tenants/api-keys.server.ts';
import { actorIn } from './actor.server.ts';
import type { ShownSecret } from './create-api-key.server.ts';
import { mayGrantNow } from './machine-rights.server.ts';

/** Hours for which the old secret goes on. */
export const keyGraces = ['0', '1', '24'] as const;

export const RotateApiKey = z.object({
  /** The start of the secret that the page showed: a second press finds another one there, and changes nothing. */
  from: z.string(),
  grace: z.enum(keyGraces, 'expiry-invalid'),
});

export type RotateApiKey = z.output<typeof RotateApiKey>;

/**
 * Gives a key a new secret, which is answered this once. Its role and its end stay. Fails with `not-found`,
 * `key-revoked`, `key-expired`, `key-shown-once` (pressed twice, or somebody else was quicker), `not-permitted`,
 * `role-above-own`, `logto-unreachable`, `rate-limited`.
 */
export async function rotateApiKey(access: Access, id: string, input: RotateApiKey): Promise<Result<ShownSecret>> {
  const { tenantId } = access;
  const key = await findApiKey(tenantId, id);
  if (!key) return failure('not-found');
  const refused = await mayGrantNow(access, isRole(key.role) ? key.role : 'owner');
  if (refused) return failure(refused.code); // there is no field for the role here
  const secret = newApiKeySecret();
  const graceMs = Number(input.grace) * 3_600_000;
  const failed = await writeNewSecret({ tenantId, actor: actorIn(access), id, from: input.from, secret, graceMs });
  return failed ?? success({ id, name: key.name, secret });
}
