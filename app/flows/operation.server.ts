import type { Machine } from '#app/auth/machine.ts';
import { failure, type Failure, type Result, success } from '#app/failures.ts';
import { isLogtoError, type LogtoError } from '#app/logto/errors.server.ts';
import { asUserId, type UserId } from '#app/logto/ids.ts';
import type { Permission } from '#app/permissions.ts';
import { hashOf } from '#app/secrets.server.ts';
import { type Db, isDatabaseAway } from '#app/tenants/db.server.ts';
import * as operations from '#app/tenants/operations.server.ts';
import { type Json, type OperationRow, type TakenOperation } from '#app/tenants/operations.server.ts';
import { failureOf, isPassing, Refusal } from './refusal.server.ts';

/**
 * The engine on which every flow is written: whole or not at all.
 *
 * A flow is a row written first (who, what, an idempotency key; no secrets), then steps, each of which may be repeated,
 * then a result. If the process dies between two steps, a worker of any instance goes on after the lease. If Logto does
 * not answer, the person is told so and may press again, which goes on where it stopped; if they do not, a worker undoes
 * what was done. Pressing twice gives one effect and the same answer.
 */

/** Who acts, in the words the audit log and the mails need. */
export type Actor = {
  userId: UserId;
  name: string;
  ip: string;
  tenantId?: string;
  /** What the session or token was granted in the tenant: no step does more, even if their role now permits it. */
  permissions?: readonly Permission[];
  /** Left out for a person. */
  machine?: Machine;
};

export type Run<Input, Reserved> = {
  /** The operation's id: Logto's things made by it carry it, so that recovery finds them. */
  id: string;
  actor: Actor;
  input: Input;
  reserved: Reserved;
  /** An earlier attempt may have done the next step without our knowing: look before doing it again. */
  again: boolean;
  /**
   * Does the work once: what it answered is remembered under the name. The work must bear being repeated. Several may be
   * at work at a time; when one throws, let the others end before the flow does.
   */
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Writes in the actor's tenant, once, whatever dies: that it is done is remembered in the same transaction. */
  write<T extends Json>(name: string, work: (db: Db) => Promise<T>): Promise<T>;
  /** What a finished step answered. */
  remembered<T>(name: string): T | undefined;
};

type Definition<Input, Reserved, Value> = {
  kind: string;
  /** Reserves what must be unique, in the transaction that writes the operation. Throws `Refusal` to stop it all. */
  reserve(db: Db, start: Start<Input>): Promise<Reserved>;
  steps(run: Run<Input, Reserved>): Promise<Value>;
  /**
   * For what is not to be taken back: whether it has taken effect, or may have. Then a worker finishes it, whatever comes
   * between, and the person is told `still-working`. Left out: what is interrupted is undone.
   */
  mustFinish?(run: Run<Input, Reserved>, error: LogtoError | undefined): boolean;
  /** Takes back what the steps did, as far as they got. Bears being repeated, and that nothing was done. */
  undo(run: Run<Input, Reserved>): Promise<void>;
  /** Lets go of what was reserved, in the transaction that cancels what nobody has begun with. Left out: it cannot be. */
  letGo?(db: Db, run: Pick<Run<Input, Reserved>, 'id' | 'actor'>): Promise<unknown>;
};

/** For `mustFinish`: whether Logto has done the step, or may have, in this try or an earlier one. */
export const mayHaveTakenEffect = (
  { again, remembered }: Pick<Run<unknown, unknown>, 'again' | 'remembered'>,
  error: LogtoError | undefined,
  step: string,
): boolean => again || remembered(step) !== undefined || error?.effect === 'unknown';

export type Start<Input> = {
  id: string;
  actor: Actor;
  input: Input;
  /** Nothing else of this name runs until this operation is settled. False while something does. */
  claim(name: string): Promise<boolean>;
};

type Context<Reserved> = { actor: Actor; reserved: Reserved };

/** A step takes at most one call to Logto, whose time-outs and retries end well before. */
const leaseMs = 60_000;
/** How long someone may take to press again before a worker undoes an interrupted operation. */
const undoAfterMs = 60_000;
const attemptsForward = 8;
/** How long a worker stays with one operation: others wait too, and a stopping server waits for it. */
const turnMs = 20_000;
const secondPressWaitsMs = 15_000;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the worker knows kinds, not types
const definitions = new Map<string, Definition<any, any, any>>();

/**
 * Makes a flow of its parts. The function it returns answers `form-used-differently` when the key was used with other
 * input, `still-working` (with the operation's id in `values`) when it goes on without the person, and what the steps
 * refuse with. Its `later` leaves all steps to a worker and answers `still-working` at once, with `until` in `values`
 * while it waits; its `cancel` takes back what waits, and a later press under the same key answers `cancelled`.
 */
export function operation<Input, Reserved, Value>(definition: Definition<Input, Reserved, Value>) {
  definitions.set(definition.kind, definition);

  async function perform(actor: Actor, input: Input, key: string): Promise<Result<Value>> {
    const inputHash = hashOf(JSON.stringify(input));
    const begun = await begin(definition, actor, input, { key, inputHash, start: { leaseMs } });
    if (!begun.ok) return begun;
    if (begun.value) return forward(definition, begun.value);
    return pressedAgain(definition, actor, input, key, inputHash);
  }

  /** `delayMs`: no worker begins before. */
  async function later(actor: Actor, input: Input, key: string, delayMs = 0): Promise<Failure> {
    const inputHash = hashOf(JSON.stringify(input));
    const begun = await begin(definition, actor, input, { key, inputHash, start: { delayMs } });
    if (!begun.ok) return begun;
    const row = begun.value ?? (await operations.findByKey(actor.userId, definition.kind, key));
    if (!row || mayBeTriedAnew(row)) {
      if (row) await operations.retire(actor.userId, row.id);
      return later(actor, input, key, delayMs);
    }
    if (row.inputHash !== inputHash) return failure('form-used-differently');
    return isCancelled(row) ? cancelled : stillWorking(row);
  }

  /** Fails with `not-found` when it is nothing that this actor began here, and `too-late` once it has begun. */
  async function cancel(actor: Actor, id: string): Promise<Result<null>> {
    const { kind, letGo } = definition;
    const who = { userId: actor.userId, tenantId: actor.tenantId! };
    const ours = { id, kind, result: cancelled as Json };
    if (letGo && (await operations.cancel(who, ours, (db) => letGo(db, { id, actor })))) return success(null);
    const row = await operations.findProgress(who, id);
    if (!row) return failure('not-found');
    return isCancelled(row) ? success(null) : failure('too-late');
  }

  return Object.assign(perform, { later, cancel });
}

const cancelled = failure('cancelled');

type Ended = Pick<OperationRow, 'state' | 'result'>;

const isCancelled = ({ state, result }: Ended): boolean =>
  state === 'failed' && (result as Failure | null)?.code === cancelled.code;

/** After a failure, but not after a change of mind: a press that was long on its way would undo that. */
const mayBeTriedAnew = (row: Ended): boolean => row.state === 'failed' && !isCancelled(row);

/** Null when the key is in use. */
async function begin<Input, Reserved, Value>(
  { kind, reserve }: Definition<Input, Reserved, Value>,
  actor: Actor,
  input: Input,
  how: { key: string; inputHash: string; start: operations.Start },
): Promise<Result<TakenOperation | null>> {
  try {
    const begun = await operations.begin({ actor, kind, input: input as Json, ...how }, async (db, id) => {
      const claim = (name: string) => operations.claim(db, id, name);
      return { actor, reserved: await reserve(db, { id, actor, input, claim }) } as unknown as Json;
    });
    return success(begun);
  } catch (error) {
    if (error instanceof Refusal) return error.failure; // nothing was written
    throw error;
  }
}

async function pressedAgain<Input, Reserved, Value>(
  definition: Definition<Input, Reserved, Value>,
  actor: Actor,
  input: Input,
  key: string,
  inputHash: string,
): Promise<Result<Value>> {
  const deadline = Date.now() + secondPressWaitsMs;
  for (;;) {
    const row = await operations.findByKey(actor.userId, definition.kind, key);
    if (!row) break;
    if (mayBeTriedAnew(row)) {
      await operations.retire(actor.userId, row.id);
      break;
    }
    if (row.inputHash !== inputHash) return failure('form-used-differently');
    if (isCancelled(row)) return cancelled;
    if (row.state === 'done') return row.result as unknown as Result<Value>;
    if (row.leaseUntil <= new Date()) {
      const taken = await operations.takeOver(row.id, leaseMs);
      if (taken) return forward(definition, taken);
    }
    if (Date.now() > deadline) return stillWorking(row);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return operation(definition)(actor, input, key);
}

async function forward<Input, Reserved, Value>(
  definition: Definition<Input, Reserved, Value>,
  row: TakenOperation,
  until?: number,
): Promise<Result<Value>> {
  const run = runOf<Input, Reserved>(row, until);
  try {
    const result = success(await definition.steps(run));
    await operations.settle(run.actor.userId, row.id, 'done', result as unknown as Json);
    return result;
  } catch (error) {
    if (error instanceof TurnIsOver) {
      await operations.release(run.actor.userId, row.id, 'running', null, new Date());
      return stillWorking(row);
    }
    const mustFinish = definition.mustFinish?.(run, isLogtoError(error) ? error : undefined);
    if (!(error instanceof Refusal) && !isLogtoError(error)) {
      // Without a database nothing is undone either, and what it was about to keep may have been kept.
      const state = mustFinish || isDatabaseAway(error) ? 'running' : 'interrupted';
      await operations.release(run.actor.userId, row.id, state, failure('unexpected') as Json, new Date());
      throw error;
    }
    if (mustFinish && isPassing(error)) {
      const working = stillWorking(row);
      await operations.release(run.actor.userId, row.id, 'running', working as Json, backoff(row.attempts));
      return working;
    }
    const failed = failureOf(error);
    if (isPassing(error) && !definition.mustFinish) {
      const again = new Date(Date.now() + undoAfterMs);
      await operations.release(run.actor.userId, row.id, 'interrupted', failed as Json, again);
      return failed;
    }
    return backward(definition, row, failed);
  }
}

/** It goes on without whoever pressed; `values.operation` names it for the page that shows how far it is. */
function stillWorking(row: OperationRow): Failure {
  const until = operations.waitsUntil(row)?.toISOString();
  return failure('still-working', { values: { operation: row.id, ...(until !== undefined && { until }) } });
}

/** Undoes, now if Logto lets us, else by the worker. The answer is the same: it did not happen, and why. */
async function backward<Input, Reserved, Value>(
  definition: Definition<Input, Reserved, Value>,
  row: TakenOperation,
  failed: Failure,
): Promise<Failure> {
  const run = runOf<Input, Reserved>(row);
  try {
    await definition.undo(run);
    await operations.settle(run.actor.userId, row.id, 'failed', failed as Json);
  } catch (error) {
    if (!isLogtoError(error)) throw error;
    await operations.release(run.actor.userId, row.id, 'interrupted', failed as Json, backoff(row.attempts));
  }
  return failed;
}

/**
 * What the worker does with an operation: nothing when it is settled; forward when its process died; back when it was
 * interrupted and nobody pressed again.
 */
export async function settleOperation(id: string): Promise<void> {
  const found = await operations.find(id);
  if (!found || found.state === 'done' || found.state === 'failed') return;
  const definition = definitions.get(found.kind);
  if (!definition)
    throw new Error(`No flow is called ${found.kind}: was it renamed while an operation was on its way?`);
  const row = await operations.takeOver(id, leaseMs);
  if (!row) {
    await operations.enqueueOperation(asUserId(found.actorId), id, found.leaseUntil);
    return;
  }
  // Should this process die too: its own job would stay locked for hours.
  await operations.enqueueOperation(asUserId(row.actorId), id, row.leaseUntil);
  if (found.state === 'running' && row.attempts <= attemptsForward) {
    const result = await forward(definition, row, Date.now() + turnMs);
    // Nobody waits for this answer, so unlike a person's press it goes on by itself.
    if (!result.ok && (await operations.find(id))?.state === 'interrupted') {
      await operations.release(asUserId(row.actorId), id, 'running', result as Json, backoff(row.attempts));
    }
    return;
  }
  await backward(definition, row, (row.result as Failure | null) ?? failure('logto-unreachable'));
}

/** A worker has been at it for long enough: it goes on behind the others who wait. */
class TurnIsOver extends Error {}

function runOf<Input, Reserved>(row: TakenOperation, until = Infinity): Run<Input, Reserved> {
  const { actor, reserved } = row.context as unknown as Context<Reserved>;
  const { steps } = row; // `backward` looks at the same row
  let began = false;
  return {
    id: row.id,
    actor,
    input: row.input as Input,
    reserved,
    again: row.attempts > 1,
    remembered: <T>(name: string) => steps[name] as T | undefined,
    async step<T>(name: string, work: () => Promise<T>): Promise<T> {
      if (Object.hasOwn(steps, name)) return steps[name] as T;
      if (began && Date.now() > until) throw new TurnIsOver();
      began = true;
      const answer = ((await work()) ?? null) as T;
      await operations.remember(actor.userId, row.id, { name, answer: answer as Json, leaseMs });
      steps[name] = answer as Json;
      row.attempts = Math.min(row.attempts, 1);
      return answer;
    },
    async write<T extends Json>(name: string, work: (db: Db) => Promise<T>): Promise<T> {
      if (Object.hasOwn(steps, name)) return steps[name] as T;
      const answer = await operations.writeAndRemember(actor, row.id, { name, leaseMs }, work);
      steps[name] = answer;
      row.attempts = Math.min(row.attempts, 1);
      return answer;
    },
  };
}

/** 5 s, 10 s, 20 s … at most an hour. */
const backoff = (attempts: number): Date => new Date(Date.now() + Math.min(5_000 * 2 ** attempts, 3_600_000));
