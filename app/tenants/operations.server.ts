import type { Prisma } from '#app/generated/prisma/client.ts';
import type { OperationState } from '#app/generated/prisma/enums.ts';
import type { UserId } from '#app/logto/ids.ts';
import { asSystem, type Db, forMember, forUser, isTaken } from './db.server.ts';

/** The rows behind `flows/operation.server.ts`. One process at a time is at work on a row: who holds its lease. */

export type Json = null | string | number | boolean | Json[] | { [key: string]: Json };

export type OperationRow = {
  id: string;
  kind: string;
  actorId: string;
  inputHash: string;
  input: Json;
  context: Json;
  state: OperationState;
  result: Json;
  attempts: number;
  leaseUntil: Date;
};

/** What finished steps answered, by name. */
export type Steps = Record<string, Json>;

/** An operation that its reader is about to work on. */
export type TakenOperation = OperationRow & { steps: Steps };

const columns = {
  id: true,
  kind: true,
  actorId: true,
  inputHash: true,
  input: true,
  context: true,
  state: true,
  result: true,
  attempts: true,
  leaseUntil: true,
} as const;

const steps = { select: { name: true, answer: true } } as const;

const byName = (rows: { name: string; answer: unknown }[]): Steps =>
  Object.fromEntries(rows.map(({ name, answer }) => [name, answer as Json]));

type New = {
  actor: { userId: UserId; tenantId?: string | undefined };
  kind: string;
  key: string;
  inputHash: string;
  input: Json;
  start: Start;
};

/** Whoever writes it is at work on it at once, or a worker begins, after some time or soon. */
export type Start = { leaseMs: number } | { delayMs: number };

/**
 * Writes the operation, what it reserves and the job that settles it if this process dies, in one transaction.
 * `context` makes the reservation and returns what the later steps need of it. Null when the key is in use.
 */
export async function begin(
  operation: New,
  context: (db: Db, id: string) => Promise<Json>,
): Promise<TakenOperation | null> {
  const { actor, kind, key, inputHash, input, start } = operation;
  const write = async (db: Db) => {
    const leaseUntil = new Date(Date.now() + ('leaseMs' in start ? start.leaseMs : start.delayMs));
    // First the row, whose key is unique: a second press waits here for the first, and never gets to reserve.
    const { id } = await db.operation.create({
      data: {
        actorId: actor.userId,
        tenantId: actor.tenantId ?? null,
        kind,
        key,
        inputHash,
        input: input as Prisma.InputJsonValue,
        context: {},
        leaseUntil,
        attempts: 'leaseMs' in start ? 1 : 0,
      },
      select: { id: true },
    });
    const made = await context(db, id);
    await enqueue(db, id, leaseUntil);
    return db.operation.update({ where: { id }, data: { context: made as Prisma.InputJsonValue }, select: columns });
  };
  try {
    const row = await (actor.tenantId === undefined
      ? forUser(actor.userId, write)
      : forMember({ user: actor.userId, tenant: actor.tenantId }, write));
    return { ...(row as OperationRow), steps: {} };
  } catch (error) {
    if (isTaken(error, 'actor_id')) return null;
    throw error;
  }
}

/** Makes an operation the only one of that name until it is settled. False when another one is. */
export const claim = async (db: Db, id: string, exclusive: string): Promise<boolean> => {
  await db.$executeRaw`SAVEPOINT claim`; // so that the transaction outlives the refusal
  try {
    await db.operation.update({ where: { id }, data: { exclusive }, select: { id: true } });
    return true;
  } catch (error) {
    if (!isTaken(error, 'exclusive')) throw error;
    await db.$executeRaw`ROLLBACK TO SAVEPOINT claim`;
    return false;
  }
};

/** Who has claimed this name and is not settled. */
export const findHolder = (exclusive: string): Promise<Pick<OperationRow, 'id' | 'state' | 'leaseUntil'> | null> =>
  asSystem((db) =>
    db.operation.findFirst({
      where: { exclusive, state: { in: ['running', 'interrupted'] } },
      select: { id: true, state: true, leaseUntil: true },
    }),
  );

/** Until when nobody begins with it; null when somebody may have. */
export const waitsUntil = ({ state, attempts, leaseUntil }: Waiting): Date | null =>
  state === 'running' && attempts === 0 && leaseUntil > new Date() ? leaseUntil : null;

type Waiting = Pick<OperationRow, 'state' | 'attempts' | 'leaseUntil'>;

/**
 * Ends what nobody has begun with, and lets go of what it reserved. False when somebody has, or it is settled: of this and
 * `takeOver`, whoever is first to write the row wins.
 */
export const cancel = (
  { userId, tenantId }: { userId: UserId; tenantId: string },
  { id, kind, result }: Pick<OperationRow, 'id' | 'kind' | 'result'>,
  letGo: (db: Db) => Promise<unknown>,
): Promise<boolean> =>
  forMember({ user: userId, tenant: tenantId }, async (db) => {
    const { count } = await db.operation.updateMany({
      where: { id, kind, actorId: userId, tenantId, state: 'running', attempts: 0 },
      data: { state: 'failed', result: result as Prisma.InputJsonValue, leaseUntil: new Date() },
    });
    if (count > 0) await letGo(db);
    return count > 0;
  });

export type Progress = Omit<TakenOperation, 'actorId' | 'inputHash'>;

/** An operation of this person in this tenant, for the page that shows how far it is. Null for all others. */
export const findProgress = (who: { userId: UserId; tenantId: string }, id: string): Promise<Progress | null> =>
  forUser(who.userId, async (db) => {
    const row = await db.operation.findFirst({
      where: { id, actorId: who.userId, tenantId: who.tenantId },
      select: { ...columns, steps },
    });
    return row && ({ ...row, steps: byName(row.steps) } as Progress);
  });

export const findByKey = (actor: UserId, kind: string, key: string): Promise<OperationRow | null> =>
  forUser(actor, (db) =>
    db.operation.findUnique({ where: { actorId_kind_key: { actorId: actor, kind, key } }, select: columns }),
  ) as Promise<OperationRow | null>;

export const find = (id: string): Promise<OperationRow | null> =>
  asSystem((db) => db.operation.findUnique({ where: { id }, select: columns })) as Promise<OperationRow | null>;

/** Makes room for a new try under the same key, after a failure. */
export const retire = (actor: UserId, id: string): Promise<unknown> =>
  forUser(actor, (db) => db.operation.updateMany({ where: { id, state: 'failed' }, data: { key: `failed:${id}` } }));

/** Takes an operation whose lease has ended. Null when somebody else was quicker, or it is settled. */
export async function takeOver(id: string, leaseMs: number): Promise<TakenOperation | null> {
  const now = new Date();
  return asSystem(async (db) => {
    const { count } = await db.operation.updateMany({
      where: { id, state: { in: ['running', 'interrupted'] }, leaseUntil: { lte: now } },
      data: { leaseUntil: new Date(now.getTime() + leaseMs), attempts: { increment: 1 } },
    });
    const row = count > 0 && (await db.operation.findUnique({ where: { id }, select: { ...columns, steps } }));
    return row ? ({ ...row, steps: byName(row.steps) } as TakenOperation) : null;
  });
}

/** Remembers what a step answered, and holds the lease on. A try that gets somewhere counts as the first one. */
export const remember = (actor: UserId, id: string, step: StepDone): Promise<unknown> =>
  forUser(actor, (db) => keep(db, actor, id, step));

/** Writes in the tenant and remembers that, in one transaction: what another process has written already is not done again. */
export async function writeAndRemember<T extends Json>(
  { userId, tenantId }: { userId: UserId; tenantId?: string },
  id: string,
  { name, leaseMs }: { name: string; leaseMs: number },
  write: (db: Db) => Promise<T>,
): Promise<T> {
  const where = { operationId_name: { operationId: id, name } };
  return forMember({ user: userId, tenant: tenantId ?? '' }, async (db) => {
    await db.$executeRaw`SELECT FROM operations WHERE id = ${id}::uuid FOR UPDATE`;
    const done = await db.operationStep.findUnique({ where, select: { answer: true } });
    if (done) return done.answer as T;
    const answer = await write(db);
    await keep(db, userId, id, { name, answer, leaseMs });
    return answer;
  });
}

type StepDone = { name: string; answer: Json; leaseMs: number };

const keep = (db: Db, actor: UserId, id: string, { name, answer, leaseMs }: StepDone): Promise<unknown> =>
  db.$executeRaw`
      WITH step AS (
        INSERT INTO operation_steps (operation_id, name, answer, actor_id)
        VALUES (${id}::uuid, ${name}, ${JSON.stringify(answer)}::jsonb, ${actor})
        ON CONFLICT (operation_id, name) DO UPDATE SET answer = excluded.answer
      )
      UPDATE operations
         SET lease_until = ${new Date(Date.now() + leaseMs)}, attempts = least(attempts, 1), updated_at = now()
       WHERE id = ${id}::uuid`;

/** The end: `result` is what every later press of the same button is told. */
export const settle = (actor: UserId, id: string, state: 'done' | 'failed', result: Json): Promise<unknown> =>
  forUser(actor, (db) =>
    db.operation.update({
      where: { id },
      data: { state, result: result as Prisma.InputJsonValue, leaseUntil: new Date() },
      select: { id: true },
    }),
  );

/** Lets go of the lease, and asks a worker to look again at `again`. `result` is why it stopped. */
export const release = (
  actor: UserId,
  id: string,
  state: 'running' | 'interrupted',
  result: Json,
  again: Date,
): Promise<unknown> =>
  forUser(actor, async (db) => {
    await db.operation.update({
      where: { id },
      data: { state, result: result as Prisma.InputJsonValue, leaseUntil: new Date() },
      select: { id: true },
    });
    await enqueue(db, id, again);
  });

const keptDays = 30;

/** Removes what was settled long ago: by then no page with its key is open any more. Answers how many. */
export const sweepOperations = async (): Promise<number> => {
  const before = new Date(Date.now() - keptDays * 86_400_000);
  const settled = { state: { in: ['done', 'failed'] }, updatedAt: { lt: before } } satisfies Prisma.OperationWhereInput;
  return (await asSystem((db) => db.operation.deleteMany({ where: settled }))).count;
};

/** Adds the job, or moves it. */
const enqueue = (db: Db, id: string, runAt: Date): Promise<unknown> =>
  db.$executeRaw`SELECT enqueue_operation(${id}::uuid, ${runAt})`;

export const enqueueOperation = (actor: UserId, id: string, runAt: Date): Promise<unknown> =>
  forUser(actor, (db) => enqueue(db, id, runAt));
