import { liveCheck } from '#app/auth/live-check.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result, success } from '#app/failures.ts';
import { isLogtoError } from '#app/logto/errors.server.ts';
import type { OrganizationId } from '#app/logto/ids.ts';
import type { Permission } from '#app/permissions.ts';
import { oneAfterAnother } from './one-after-another.server.ts';
import type { Start } from './operation.server.ts';
import { failureOf, Refusal } from './refusal.server.ts';

/** What the flows share that change how people come into an organization: they happen one after the other in each. */

export type SignInInput = { organizationId: OrganizationId };

const claimOf = (tenantId: string): string => `sign-in:${tenantId}`;

/** Asked before each change. Answers what the actor may do. Fails with `not-permitted`, `logto-unreachable`, `rate-limited`. */
export async function mayChangeSignIn(access: Access): Promise<Result<Permission[]>> {
  if (!access.permissions.includes('manage:organization')) return failure('not-permitted');
  return liveCheck(access, 'manage:organization');
}

/** A question to Logto before anything is changed; no answer is a failure, as in `liveCheck`. */
export async function asking<T>(question: Promise<T>): Promise<Result<T>> {
  try {
    return success(await question);
  } catch (error) {
    if (!isLogtoError(error)) throw error;
    return failureOf(error);
  }
}

/** Waits for a change that is under way; after some seconds `settings-busy`. */
export const oneChange = <T>({ tenantId }: Access, change: () => Promise<Result<T>>): Promise<Result<T>> =>
  oneAfterAnother(claimOf(tenantId), 'settings-busy', change);

/** To begin every reservation with: nobody else changes it until the operation is settled. Answers the tenant. */
export async function claimSignIn<Input>({ actor, claim }: Start<Input>): Promise<string> {
  const tenantId = actor.tenantId!;
  if (!(await claim(claimOf(tenantId)))) throw new Refusal('settings-busy');
  return tenantId;
}

/** For taking back: what Logto says no to is not there to be taken back. */
export async function asFarAsLogtoLets(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isLogtoError(error) || (error.kind !== 'refused' && error.kind !== 'not-found')) throw error;
  }
}
