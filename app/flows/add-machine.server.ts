import { z } from 'zod';
import type { Access } from '#app/auth/organization.server.ts';
import { type Result, success } from '#app/failures.ts';
import { isLogtoError } from '#app/logto/errors.server.ts';
import type { ApplicationId, OrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { type MachineRole, machineRoles } from '#app/permissions.ts';
import { findMachine, writeMachine } from '#app/tenants/machines.server.ts';
import { actorIn } from './actor.server.ts';
import { GivenMachineRole, MachineName } from './create-api-key.server.ts';
import { mayGrantNow } from './machine-rights.server.ts';
import { operation } from './operation.server.ts';

export const AddMachine = z.object({ name: MachineName, role: GivenMachineRole });

export type AddMachine = z.output<typeof AddMachine>;

type Input = AddMachine & { organizationId: OrganizationId };

type Added = { applicationId: ApplicationId };

/** `secret` is null when Logto does not tell it now, or has told it too long ago. */
export type AddedMachine = Added & { name: string; secret: string | null };

/** A second press within this time shows the secret again: who pressed twice lost nothing. Milliseconds. */
const secretShownFor = 10 * 60_000;

/**
 * Makes a machine-to-machine application in Logto that is a member of the organization, and answers its secret, which is
 * Logto's to keep: nothing of it stays here. Fails with `not-permitted`, `role-above-own`, `logto-unreachable`,
 * `rate-limited`, `logto-refused`. Five calls to Logto.
 */
export async function addMachine(
  access: Access,
  { name, role }: AddMachine,
  key: string,
): Promise<Result<AddedMachine>> {
  const refused = await mayGrantNow(access, role);
  if (refused) return refused;
  const added = await perform(actorIn(access), { name, role, organizationId: access.organizationId }, key);
  if (!added.ok) return added;
  const { applicationId } = added.value;
  const machine = await findMachine(access.tenantId, applicationId);
  const isNew = machine !== null && Date.now() - machine.createdAt.getTime() < secretShownFor;
  return success({ applicationId, name, secret: isNew ? await secretOf(applicationId) : null });
}

/** The machine is there, whether or not Logto answers this. */
async function secretOf(applicationId: ApplicationId): Promise<string | null> {
  try {
    return await logto().applications.secret(applicationId);
  } catch (error) {
    if (isLogtoError(error)) return null;
    throw error;
  }
}

const perform = operation<Input, Record<string, never>, Added>({
  kind: 'add-machine',
  reserve: () => Promise.resolve({}),

  async steps({ id, actor, input, again, step, write }) {
    const { name, organizationId } = input;
    const applications = logto().applications;
    const applicationId = await step('create in Logto', () =>
      applications.findOrCreate({ name, operationId: id, resumed: again }),
    );
    await step('add to the organization', () => applications.join(organizationId, applicationId));
    const twin = twinOf(input.role);
    await step('give its role', async () =>
      applications.addRoles(organizationId, applicationId, await logto().roles.idsOf([twin])),
    );
    await write('add to the copy', async (db) => {
      const machine = { applicationId, name };
      await writeMachine(db, { tenantId: actor.tenantId!, actor, machine, roles: [twin] });
      return null;
    });
    return { applicationId };
  },

  async undo({ id, remembered }) {
    const made =
      remembered<ApplicationId>('create in Logto') ?? (await logto().applications.findByOperation(id))?.id ?? null;
    if (made) await logto().applications.delete(made); // its membership goes with it
  },
});

export const twinOf = (role: MachineRole): string => machineRoles[role].name;
