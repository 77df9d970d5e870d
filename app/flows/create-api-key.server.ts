import { z } from 'zod';
import { newApiKeySecret } from '#app/api-key-secret.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import { type Result, success } from '#app/failures.ts';
import { isMachineRole, type MachineRole } from '#app/permissions.ts';
import { hashOf } from '#app/secrets.server.ts';
import { writeNewApiKey } from '#app/tenants/api-keys.server.ts';
import { actorIn } from './actor.server.ts';
import { mayGrantNow } from './machine-rights.server.ts';

/** Days; `never` has none. */
export const keyLifetimes = ['30', '90', '365', 'never'] as const;

export const usualKeyLifetime: (typeof keyLifetimes)[number] = '90';

export const MachineName = z
  .string()
  .transform((name) => name.replaceAll('\0', '').trim())
  .pipe(z.string().min(1, 'name-missing').max(128, 'name-too-long'));

export const GivenMachineRole = z.custom<MachineRole>(
  (name) => typeof name === 'string' && isMachineRole(name),
  'role-unknown',
);

export const CreateApiKey = z.object({
  name: MachineName,
  role: GivenMachineRole,
  lifetime: z.enum(keyLifetimes, 'expiry-invalid'),
});

export type CreateApiKey = z.output<typeof CreateApiKey>;

export type ShownSecret = { id: string; name: string; secret: string };

const day = 86_400_000;

/**
 * Makes an API key and answers its secret, which nobody can read again: pressing twice makes one key, and the second
 * press is told `key-shown-once`. Fails with `not-permitted`, `role-above-own`, `api-keys-used-up`, `logto-unreachable`,
 * `rate-limited`. One call to Logto, the live check.
 */
export async function createApiKey(access: Access, input: CreateApiKey, key: string): Promise<Result<ShownSecret>> {
  const { name, role, lifetime } = input;
  const refused = await mayGrantNow(access, role);
  if (refused) return refused;
  const id = idOf(access, key);
  const secret = newApiKeySecret();
  const expiresAt = lifetime === 'never' ? null : new Date(Date.now() + Number(lifetime) * day);
  const { tenantId } = access;
  const failed = await writeNewApiKey({ id, tenantId, actor: actorIn(access), name, role, secret, expiresAt });
  return failed ?? success({ id, name, secret });
}

/** The same for the same press of the same form, so that it is found again. */
function idOf({ tenantId, userId }: Access, key: string): string {
  const hex = hashOf(`api-key:${tenantId}:${userId}:${key}`).slice(0, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}
