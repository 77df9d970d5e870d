import { z } from 'zod';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result } from '#app/failures.ts';
import type { ApplicationId, OrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { isTwin, type MachineRole } from '#app/permissions.ts';
import { findMachine, writeMachineRoles } from '#app/tenants/machines.server.ts';
import { actorIn } from './actor.server.ts';
import { twinOf } from './add-machine.server.ts';
import { GivenMachineRole } from './create-api-key.server.ts';
import { mayGrantNow } from './machine-rights.server.ts';
import { operation } from './operation.server.ts';
import { Refusal } from './refusal.server.ts';

export const ChangeMachineRole = z.object({ role: GivenMachineRole });

type Input = { applicationId: ApplicationId; organizationId: OrganizationId; name: string; role: MachineRole };

/**
 * Gives a machine this role in the place of the one it has; roles that are not ours stay. Fails with `not-found`,
 * `changed-meanwhile` (somebody else is changing it), `not-permitted`, `role-above-own`, `logto-unreachable`,
 * `rate-limited`, `logto-refused`. Four calls to Logto.
 */
export async function changeMachineRole(
  access: Access,
  applicationId: string,
  { role }: { role: MachineRole },
  key: string,
): Promise<Result<null>> {
  const machine = await findMachine(access.tenantId, applicationId);
  if (!machine) return failure('not-found');
  const refused = await mayGrantNow(access, role);
  if (refused) return refused;
  const { organizationId } = access;
  const { name } = machine;
  return perform(actorIn(access), { applicationId: machine.applicationId, organizationId, name, role }, key);
}

const perform = operation<Input, Record<string, never>, null>({
  kind: 'change-machine-role',

  async reserve(_db, { input, claim }) {
    if (!(await claim(`machine:${input.applicationId}`))) {
      throw new Refusal('changed-meanwhile', { values: { name: input.name } });
    }
    return {};
  },

  async steps({ actor, input, step, write }) {
    const { applicationId, name, role } = input;
    const before = await step('look', () => rolesInLogto(input));
    if (!before) throw new Refusal('not-found');
    const after = [...before.filter((held) => !isTwin(held)), twinOf(role)];
    await step('change', () => setRoles(input, after));
    return write('write down', async (db) => {
      const machine = { applicationId, name };
      await writeMachineRoles(db, { tenantId: actor.tenantId!, actor, machine, before, after });
      return null;
    });
  },

  async undo({ input, remembered }) {
    const before = remembered<string[] | null>('look');
    if (before && (await rolesInLogto(input))) await setRoles(input, before);
  },
});

const rolesInLogto = async ({ organizationId, applicationId }: Input): Promise<string[] | null> =>
  (await logto().applications.roles(organizationId, applicationId))?.map(({ name }) => name) ?? null;

const setRoles = async ({ organizationId, applicationId }: Input, names: string[]): Promise<void> =>
  logto().applications.setRoles(organizationId, applicationId, await logto().roles.idsOf(names));
