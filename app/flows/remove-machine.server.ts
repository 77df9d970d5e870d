import { liveCheck } from '#app/auth/live-check.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result } from '#app/failures.ts';
import { isLogtoError } from '#app/logto/errors.server.ts';
import { type ApplicationId, asApplicationId, type OrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { forTenant } from '#app/tenants/db.server.ts';
import {
  cutOffMachine,
  findMachineThrough,
  isApplicationId,
  type Machine,
  restoreMachine,
  tellMachineRemoved,
} from '#app/tenants/machines.server.ts';
import { actorIn } from './actor.server.ts';
import { type Actor, operation, type Run } from './operation.server.ts';
import { isPassing, Refusal } from './refusal.server.ts';

type Input = { applicationId: ApplicationId; organizationId: OrganizationId };

/** As JSON keeps it. */
type Reserved = {
  machine: Omit<Machine, 'createdAt' | 'lastUsedAt'> & { createdAt: string; lastUsedAt: string | null };
};

/**
 * Ends a machine's membership. Our API refuses its tokens from the first moment, before Logto is told; Logto may take its
 * time, and then a worker finishes it (`still-working`). The application goes too, if it was made here. Fails with
 * `not-found`, `changed-meanwhile`, `not-permitted`, `logto-unreachable`, `rate-limited`, `logto-refused` (and then the
 * machine is back).
 */
export async function removeMachine(access: Access, applicationId: string, key: string): Promise<Result<null>> {
  if (!isApplicationId(applicationId)) return failure('not-found'); // nor can an operation keep every text
  const checked = await liveCheck(access, 'manage:organization');
  if (!checked.ok) return checked;
  const { organizationId } = access;
  return perform(actorIn(access), { applicationId: asApplicationId(applicationId), organizationId }, key);
}

const perform = operation<Input, Reserved, null>({
  kind: 'remove-machine',

  async reserve(db, { actor, input, claim }) {
    const machine = await findMachineThrough(db, actor.tenantId!, input.applicationId);
    if (!machine) throw new Refusal('not-found');
    if (!(await claim(`machine:${input.applicationId}`))) {
      throw new Refusal('changed-meanwhile', { values: { name: machine.name } });
    }
    await cutOffMachine(db, actor.tenantId!, input.applicationId);
    return { machine: machine as unknown as Reserved['machine'] };
  },

  steps: takeOut,

  // It is cut off already: only Logto's own no brings it back, however long it takes Logto to answer.
  mustFinish: (_run, error) => error === undefined || isPassing(error),
  async undo(run) {
    try {
      await takeOut(run);
    } catch (error) {
      if (!isLogtoError(error) || isPassing(error)) throw error;
      if (run.remembered('take out of the organization') === undefined) await bringBack(run.actor, run.reserved);
      else await tell(run); // its application is left behind, and opens nothing here
    }
  },
});

async function takeOut(run: Run<Input, Reserved>): Promise<null> {
  const { step } = run;
  const { applicationId, organizationId } = run.input;
  const { machine } = run.reserved;
  await step('take out of the organization', () => logto().applications.leave(organizationId, applicationId));
  if (machine.madeHere) await step('delete', () => logto().applications.delete(applicationId));
  return tell(run);
}

const tell = ({ actor, reserved: { machine }, write }: Run<Input, Reserved>): Promise<null> =>
  write('tell', async (db) => {
    await tellMachineRemoved(db, { tenantId: actor.tenantId!, actor, machine });
    return null;
  });

const bringBack = (actor: Actor, { machine }: Reserved): Promise<void> =>
  forTenant(actor.tenantId!, async (db) => {
    const { createdAt, lastUsedAt, ...rest } = machine;
    const times = { createdAt: new Date(createdAt), lastUsedAt: lastUsedAt === null ? null : new Date(lastUsedAt) };
    await restoreMachine(db, actor.tenantId!, { ...rest, ...times });
  });
