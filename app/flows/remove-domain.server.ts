import { z } from 'zod';
import type { Access } from '#app/auth/organization.server.ts';
import type { Result } from '#app/failures.ts';
import { logto } from '#app/logto/logto.server.ts';
import { closeDomain, markDomain } from '#app/tenants/domains.server.ts';
import { actorIn } from './actor.server.ts';
import {
  asFarAsLogtoLets,
  claimSignIn,
  mayChangeSignIn,
  oneChange,
  type SignInInput,
} from './change-sign-in.server.ts';
import { operation } from './operation.server.ts';
import { Refusal } from './refusal.server.ts';

export const RemoveDomain = z.object({ domain: z.string().min(1, 'not-found').max(253, 'not-found') });

export type RemoveDomain = z.output<typeof RemoveDomain>;

type Input = SignInInput & RemoveDomain;

/**
 * Nobody joins by this domain any more; who has joined stays. Also for a domain that is not the actor's own: giving one
 * up takes no right to it. Fails with `not-found`, which is what those of Logto's console are here, `not-permitted`,
 * `settings-busy`, `logto-unreachable`, `logto-refused`, `rate-limited`. Two calls to Logto.
 */
export async function removeDomain(access: Access, { domain }: RemoveDomain, key: string): Promise<Result<null>> {
  const may = await mayChangeSignIn(access);
  if (!may.ok) return may;
  const { organizationId } = access;
  return oneChange(access, () => perform(actorIn(access), { domain, organizationId }, key));
}

const perform = operation<Input, null, null>({
  kind: 'remove-domain',

  async reserve(db, start) {
    const tenantId = await claimSignIn(start);
    if (!(await markDomain(db, tenantId, start.input.domain, false))) throw new Refusal('not-found');
    return null;
  },

  async steps({ actor, input: { organizationId, domain }, step, write }) {
    await step('tell Logto', () => logto().joining.removeDomain(organizationId, domain));
    return write('close', async (db) => {
      await closeDomain(db, actor.tenantId!, domain, actor);
      return null;
    });
  },

  async undo({ actor, input: { organizationId, domain }, write }) {
    await asFarAsLogtoLets(logto().joining.addDomain(organizationId, domain));
    await write('take back', async (db) => {
      await markDomain(db, actor.tenantId!, domain, true);
      return null;
    });
  },
});
