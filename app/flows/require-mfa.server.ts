import { z } from 'zod';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result, success } from '#app/failures.ts';
import type { OrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { isMfaRequired, writeMfaRequired } from '#app/tenants/sign-in-settings.server.ts';
import { actorIn } from './actor.server.ts';
import {
  asFarAsLogtoLets,
  asking,
  claimSignIn,
  mayChangeSignIn,
  oneChange,
  type SignInInput,
} from './change-sign-in.server.ts';
import { operation } from './operation.server.ts';

export const RequireMfa = z.object({ required: z.enum(['yes', 'no']).transform((answer) => answer === 'yes') });

export type RequireMfa = z.output<typeof RequireMfa>;

type Input = SignInInput & RequireMfa;

/**
 * Whether members need a second factor to come in. Whoever has none loses access at their next request, and is let in
 * at the next one after it is switched off.
 *
 * Fails with `own-mfa-missing`, since the actor would lock themselves out, `mfa-not-offered`, `not-permitted`,
 * `settings-busy`, `logto-unreachable`, `logto-refused`, `rate-limited`. Two calls to Logto, four to switch it on.
 */
export async function requireMfa(access: Access, { required }: RequireMfa, key: string): Promise<Result<null>> {
  const may = await mayChangeSignIn(access);
  if (!may.ok) return may;
  const able = required ? await couldComeIn(access) : success(null);
  if (!able.ok) return able;
  const { organizationId } = access;
  return oneChange(access, () => perform(actorIn(access), { required, organizationId }, key));
}

/** Logto asks only whether a factor is set up, not whether it was used at this sign-in. */
async function couldComeIn({ userId }: Access): Promise<Result<null>> {
  const offered = await asking(logto().signInExperience.mfaFactors());
  if (!offered.ok) return offered;
  if (offered.value.length === 0) return failure('mfa-not-offered');
  const own = await asking(logto().users.mfa(userId));
  if (!own.ok) return own;
  return own.value.length > 0 ? success(null) : failure('own-mfa-missing');
}

const perform = operation<Input, { before: boolean }, null>({
  kind: 'require-mfa',

  async reserve(db, start) {
    const tenantId = await claimSignIn(start);
    return { before: await isMfaRequired(db, tenantId) };
  },

  async steps({ actor, input, step, write }) {
    await step('tell Logto', () => tellLogto(input.organizationId, input.required));
    return write('write it down', async (db) => {
      await writeMfaRequired(db, actor.tenantId!, input.required, actor);
      return null;
    });
  },

  undo: ({ input, reserved }) => asFarAsLogtoLets(tellLogto(input.organizationId, reserved.before)),
});

async function tellLogto(organizationId: OrganizationId, required: boolean): Promise<void> {
  await logto().organizations.update(organizationId, { isMfaRequired: required });
}
