import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import { env } from '#app/env.server.ts';
import { type FailureCode, failureStatus } from '#app/failures.ts';
import { Prisma, PrismaClient } from '#app/generated/prisma/client.ts';
import type { UserId } from '#app/logto/ids.ts';
import { once } from '#app/once.server.ts';

/**
 * The doors to PostgreSQL. Row-level security shows the app's role only the rows that belong to whoever stands in the
 * door, so a query that forgets its WHERE returns nothing of others.
 *
 * Each call is one transaction with `set_config(…, true)`, which also works behind a transaction pooler. Never wait for
 * Logto inside one: with a pool of 10, a dozen slow answers would stop every page.
 */
export type Db = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends'>;

const open = (connectionString: string, max: number) =>
  new PrismaClient({
    adapter: new PrismaPg({ connectionString, max, connectionTimeoutMillis: 5_000 }, { disposeExternalPool: true }),
    transactionOptions: { maxWait: 5_000, timeout: 10_000 },
  });

const app = once('prisma:app', () => open(env().DATABASE_URL, 10));
const system = once('prisma:system', () => open(env().DATABASE_WORKER_URL, 4));

const inside = new AsyncLocalStorage<true>();

/** One door at a time: a second one would wait for a second connection while it holds the first, and ten such stop all. */
async function enter<T>(pass: () => Promise<T>): Promise<T> {
  if (inside.getStore()) throw new Error('A door inside a door: hand on the `db` of the first.');
  try {
    return await inside.run(true, pass);
  } catch (error) {
    throw isDatabaseAway(error) ? new DatabaseAway(error) : error;
  }
}

type Doorway = { tenant?: string; user?: string; key?: string };

const through = <T>(doorway: Doorway, work: (db: Db) => Promise<T>): Promise<T> =>
  enter(() =>
    app().$transaction(async (db) => {
      await db.$executeRaw`SELECT set_config('app.tenant', ${doorway.tenant ?? ''}, true),
                                  set_config('app.user', ${doorway.user ?? ''}, true),
                                  set_config('app.key', ${doorway.key ?? ''}, true)`;
      return work(db);
    }),
  );

/**
 * PostgreSQL is away, or too busy. What was written may have been kept, if only the answer was lost. Any page may meet
 * this, so it is a `Response`, which Remix turns into the error page of its code wherever it is thrown.
 */
export class DatabaseAway extends Response {
  readonly cause: unknown;

  constructor(cause: unknown) {
    const code: FailureCode = 'database-unreachable';
    super(JSON.stringify({ code }), {
      status: failureStatus[code],
      headers: { 'content-type': 'application/json', 'retry-after': '30' },
    });
    this.cause = cause;
  }

  /** For the log of whoever is not a page: a worker, a script. */
  get message(): string {
    return `The database is away: ${this.cause instanceof Error ? this.cause.message : String(this.cause)}`;
  }
}

/** The tenant's door: its data, members and invitations. Only behind a guard. `tenant` is our id, not Logto's. */
export const forTenant = <T>(tenant: string, work: (db: Db) => Promise<T>): Promise<T> => through({ tenant }, work);

/** A person's door: what crosses tenants by nature (my organizations, invitations to my address, my sessions). */
export const forUser = <T>(user: UserId, work: (db: Db) => Promise<T>): Promise<T> => through({ user }, work);

/** Both doors at once, for what a person does in a tenant: their operations next to the tenant's rows. */
export const forMember = <T>(who: { user: UserId; tenant: string }, work: (db: Db) => Promise<T>): Promise<T> =>
  through(who, work);

/**
 * The door of whoever presents a secret: the session of a cookie, the invitation of a mailed link. `hash` is the
 * secret's SHA-256 in hex, which is all that is stored.
 */
export const forKey = <T>(hash: string, work: (db: Db) => Promise<T>): Promise<T> => through({ key: hash }, work);

/** All rows: webhooks, reconcile and workers, never a request of a person. */
export const asSystem = <T>(work: (db: Db) => Promise<T>): Promise<T> =>
  enter(() =>
    system().$transaction(async (db) => {
      await db.$executeRaw`SET LOCAL ROLE tenantry_system`; // also right when the URL is the owner's
      return work(db);
    }),
  );

/** Answers within the pool's time-out, or throws. For /readyz. */
export const pingDatabase = async (): Promise<void> => {
  await app().$queryRaw`SELECT 1`;
};

export const closeDatabase = async (): Promise<void> => {
  await Promise.all([app().$disconnect(), system().$disconnect()]);
};

/** A unique constraint said no. `target` names the constraint or its columns. */
export const isTaken = (error: unknown, target: string): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError &&
  error.code === 'P2002' &&
  JSON.stringify(error.meta ?? {}).includes(target);

const awayCodes = ['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028'];
const awayWords =
  /ECONNREFUSED|ECONNRESET|ENOTFOUND|Connection terminated|timeout exceeded when trying to connect|the database system is/;

/** Whether PostgreSQL was away: through a door, or not even there. */
export const isDatabaseAway = (error: unknown): boolean =>
  error instanceof DatabaseAway ||
  (error instanceof Prisma.PrismaClientKnownRequestError && awayCodes.includes(error.code)) ||
  error instanceof Prisma.PrismaClientInitializationError ||
  (error instanceof Error && awayWords.test(error.message));
