import { z } from 'zod';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result } from '#app/failures.ts';
import { logto } from '#app/logto/logto.server.ts';
import { rolesAfter } from '#app/member-rules.ts';
import { isRole, mayGrant, type Role } from '#app/permissions.ts';
import { writeJoiningRoles } from '#app/tenants/sign-in-settings.server.ts';
import { actorIn } from './actor.server.ts';
import {
  asFarAsLogtoLets,
  claimSignIn,
  mayChangeSignIn,
  oneChange,
  type SignInInput,
} from './change-sign-in.server.ts';
import { operation } from './operation.server.ts';

/** An owner is made by an owner, never by an address. */
export type JoiningRole = Exclude<Role, 'owner'>;

const isJoiningRole = (name: unknown): name is JoiningRole =>
  typeof name === 'string' && isRole(name) && name !== 'owner';

export const ChangeJoiningRole = z.object({ role: z.custom<JoiningRole>(isJoiningRole, 'role-unknown') });

export type ChangeJoiningRole = z.output<typeof ChangeJoiningRole>;

type Input = SignInInput & ChangeJoiningRole;
type Reference = { id: string; name: string };

/**
 * What those become who join by a domain or by single sign-on: this role in the place of ours that Logto has there;
 * roles that are not ours stay. Who has joined already keeps what they have.
 *
 * Fails with `role-above-own`, `not-permitted`, `settings-busy`, `logto-unreachable`, `logto-refused`, `rate-limited`.
 * Three calls to Logto.
 */
export async function changeJoiningRole(
  access: Access,
  { role }: ChangeJoiningRole,
  key: string,
): Promise<Result<null>> {
  const may = await mayChangeSignIn(access);
  if (!may.ok) return may;
  if (!mayGrant(may.value, role)) return failure('role-above-own', { field: 'role' });
  const { organizationId } = access;
  return oneChange(access, () => perform(actorIn(access), { role, organizationId }, key));
}

const perform = operation<Input, null, null>({
  kind: 'change-joining-role',

  async reserve(_db, start) {
    await claimSignIn(start);
    return null;
  },

  async steps({ actor, input, step, write }) {
    const found = await step('look', () => logto().joining.roles(input.organizationId));
    await step('tell Logto', () => setRole(input, found));
    return write('write it down', async (db) => {
      const before = found.map(({ name }) => name);
      const after = rolesAfter(before, [input.role]);
      await writeJoiningRoles(db, actor.tenantId!, { before, after }, actor);
      return null;
    });
  },

  async undo({ input, remembered }) {
    const found = remembered<Reference[]>('look');
    if (!found) return;
    const ids = found.map(({ id }) => id);
    await asFarAsLogtoLets(logto().joining.setRoles(input.organizationId, ids));
  },
});

async function setRole({ organizationId, role }: Input, found: Reference[]): Promise<void> {
  const others = found.filter(({ name }) => !isRole(name)).map(({ id }) => id);
  const [id = ''] = await logto().roles.idsOf([role]);
  await logto().joining.setRoles(organizationId, [id, ...others]);
}
