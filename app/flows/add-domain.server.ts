import { z } from 'zod';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result, success } from '#app/failures.ts';
import { logto } from '#app/logto/logto.server.ts';
import { highestRole, isRole, mayGrant, type Permission } from '#app/permissions.ts';
import { openDomain, releaseDomain, reserveDomain } from '#app/tenants/domains.server.ts';
import { actorIn } from './actor.server.ts';
import {
  asFarAsLogtoLets,
  asking,
  claimSignIn,
  mayChangeSignIn,
  oneChange,
  type SignInInput,
} from './change-sign-in.server.ts';
import { domainOfAddress, isPublicDomain, normalDomain } from './email-domain.server.ts';
import { operation, type Run } from './operation.server.ts';
import { Refusal } from './refusal.server.ts';

export const AddDomain = z.object({
  domain: z.string().transform((text, context) => {
    const domain = normalDomain(text);
    if (domain) return domain;
    context.addIssue({ code: 'custom', message: 'domain-invalid' });
    return z.NEVER;
  }),
});

export type AddDomain = z.output<typeof AddDomain>;

type Input = SignInInput & AddDomain;

/** As Logto had it: what was set in its console stays as it is. */
type Found = { hadDomain: boolean; roles: { id: string; name: string }[] };

/**
 * Whoever registers from now on with an address of this domain is a member, with the organization's joining role, which
 * is `member` unless another one was chosen.
 *
 * Only a domain of the actor's own address, as Logto has it now. Fails with `domain-public`, `domain-not-yours`,
 * `domain-taken`, `role-above-own`, `not-permitted`, `settings-busy`, `logto-unreachable`, `logto-refused`,
 * `rate-limited`. Five calls to Logto, and one or two more for the first domain.
 * docs/decisions/0074-joining-domains.md
 */
export async function addDomain(access: Access, { domain }: AddDomain, key: string): Promise<Result<null>> {
  const may = await mayChangeSignIn(access);
  if (!may.ok) return may;
  const theirs = await mayAdd(access, domain, may.value);
  if (!theirs.ok) return theirs;
  const { organizationId } = access;
  return oneChange(access, () => perform(actorIn(access), { domain, organizationId }, key));
}

async function mayAdd({ userId }: Access, domain: string, held: Permission[]): Promise<Result<null>> {
  const about = { field: 'domain', values: { domain } };
  if (!mayGrant(held, 'member')) return failure('role-above-own');
  if (await isPublicDomain(domain)) return failure('domain-public', about);
  const user = await asking(logto().users.get(userId));
  if (!user.ok) return user;
  return domainOfAddress(user.value?.email ?? null) === domain ? success(null) : failure('domain-not-yours', about);
}

const perform = operation<Input, { already: boolean }, null>({
  kind: 'add-domain',

  async reserve(db, start) {
    const { actor, input } = start;
    const tenantId = await claimSignIn(start);
    const reserved = await reserveDomain(db, tenantId, input.domain, actor);
    if (reserved === 'taken') {
      throw new Refusal('domain-taken', { field: 'domain', values: { domain: input.domain } });
    }
    return { already: reserved === 'ours already' };
  },

  async steps(run) {
    const { actor, input, reserved, step, write } = run;
    if (reserved.already) return null;
    const { organizationId, domain } = input;
    const found = await step('look', () => look(input));
    refuseRolesAbove(actor.permissions ?? [], found);
    // First the role: nobody is to join without one.
    const role = highestRole(found.roles.map(({ name }) => name));
    if (!role) await step('give a role', () => giveRole(input, found));
    if (!found.hadDomain) await step('tell Logto', () => logto().joining.addDomain(organizationId, domain));
    return write('open', async (db) => {
      const names = found.roles.map(({ name }) => name);
      const roles = role ? names : ['member', ...names];
      await openDomain(db, { tenantId: actor.tenantId!, domain, roles }, actor);
      return null;
    });
  },

  async undo(run) {
    if (run.reserved.already) return;
    await takeBack(run);
    await run.write('give back', async (db) => {
      await releaseDomain(db, run.actor.tenantId!, run.input.domain);
      return null;
    });
  },
});

async function look({ organizationId, domain }: Input): Promise<Found> {
  const { joining } = logto();
  const [domains, roles] = await Promise.all([joining.domains(organizationId), joining.roles(organizationId)]);
  return { hadDomain: domains.includes(domain), roles };
}

/** With the domain, its people are given the roles that joiners get: also one that an owner chose in Logto's console. */
function refuseRolesAbove(held: readonly Permission[], { roles }: Found): void {
  const given = roles.map(({ name }) => name).filter(isRole);
  if (!given.every((role) => mayGrant(held, role))) throw new Refusal('role-above-own');
}

async function giveRole({ organizationId }: Input, { roles }: Found): Promise<void> {
  const ids = await logto().roles.idsOf(['member']);
  await logto().joining.setRoles(organizationId, [...ids, ...roles.map(({ id }) => id)]);
}

/** To what Logto had before, as far as anything was begun. */
async function takeBack({ input: { organizationId, domain }, remembered }: Run<Input, unknown>): Promise<void> {
  const found = remembered<Found>('look');
  if (!found) return;
  const { joining } = logto();
  if (!found.hadDomain) await asFarAsLogtoLets(joining.removeDomain(organizationId, domain));
  const ids = found.roles.map(({ id }) => id);
  if (!highestRole(found.roles.map(({ name }) => name))) await asFarAsLogtoLets(joining.setRoles(organizationId, ids));
}
