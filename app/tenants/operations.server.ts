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
  steps: Record<string, Json>;
  state: OperationState;
  result: Json;
  attempts: number;
  leaseUntil: Date;
};

const columns = {
  id: true,
  kind: true,
  actorId: true,
  inputHash: true,
  input: true,
  context: true,
  steps: true,
  state: true,
  result: true,
  attempts: true,
  leaseUntil: true,
} as const;

type New = {
  actor: { userId: UserId; tenantId?: string | undefined };
  kind: string;
  key: string;
  inputHash: string;
  input: Json;
  /** 0: nobody is at work on it yet, a worker begins. */
  leaseMs: number;
};

/**
 * Writes the operation, what it reserves and the job that settles it if this process dies, in one transaction.
 * `context` makes the reservation and returns what the later steps need of it. Null when the key is in use.
 */
export async function begin(
  operation: New,
  context: (db: Db, id: string) => Promise<Json>,
): Promise<OperationRow | null> {
  const { actor, kind, key, inputHash, input, leaseMs } = operation;
  const write = async (db: Db) => {
    const leaseUntil = new Date(Date.now() + leaseMs);
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
        attempts: leaseMs === 0 ? 0 : 1,
      },
      select: { id: true },
    });
    const made = await context(db, id);
    await enqueue(db, id, leaseUntil);
    return db.operation.update({ where: { id }, data: { context: made as Prisma.InputJsonValue }, select: columns });
  };
  try {
    return (await (actor.tenantId === undefined
      ? forUser(actor.userId, write)
      : forMember({ user: actor.userId, tenant: actor.tenantId }, write))) as OperationRow;
  } catch (error) {
    if (isTaken(error, 'actor_id')) return null;
    throw error;
  }
}

/** Makes an operation the only one of that name until it is settled. False when another one is; the transaction is then over. */
export const claim = async (db: Db, id: string, exclusive: string): Promise<boolean> => {
  try {
    await db.operation.update({ where: { id }, data: { exclusive }, select: { id: true } });
    return true;
  } catch (error) {
    if (isTaken(error, 'exclusive')) return false;
    throw error;
  }
};

export type Progress = Pick<OperationRow, 'id' | 'kind' | 'input' | 'context' | 'steps' | 'state' | 'result'>;

/** An operation of this person in this tenant, for the page that shows how far it is. Null for all others. */
export const findProgress = (who: { userId: UserId; tenantId: string }, id: string): Promise<Progress | null> =>
  forUser(who.userId, (db) =>
    db.operation.findFirst({
      where: { id, actorId: who.userId, tenantId: who.tenantId },
      select: { id: true, kind: true, input: true, context: true, steps: true, state: true, result: true },
    }),
  ) as Promise<Progress | null>;

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
export async function takeOver(id: string, leaseMs: number): Promise<OperationRow | null> {
  const now = new Date();
  return asSystem(async (db) => {
    const { count } = await db.operation.updateMany({
      where: { id, state: { in: ['running', 'interrupted'] }, leaseUntil: { lte: now } },
      data: { leaseUntil: new Date(now.getTime() + leaseMs), attempts: { increment: 1 } },
    });
    return count === 0 ? null : ((await db.operation.findUnique({ where: { id }, select: columns })) as OperationRow);
  });
}

/** Remembers what a step answered, and holds the lease on. */
export const remember = (actor: UserId, id: string, steps: Record<string, Json>, leaseMs: number): Promise<unknown> =>
  forUser(actor, (db) =>
    db.operation.update({
      where: { id },
      data: { steps: steps as Prisma.InputJsonObject, leaseUntil: new Date(Date.now() + leaseMs) },
      select: { id: true },
    }),
  );

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
