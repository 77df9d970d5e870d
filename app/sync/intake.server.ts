import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { asSystem, type Db } from '#app/tenants/db.server.ts';
import { noteDelivery } from '#app/tenants/deliveries.server.ts';
import { isFresh } from './freshness.ts';
import { askForReconcile } from './jobs.server.ts';
import { Envelope } from './payloads.server.ts';
import { reactions } from './reactions.server.ts';

/**
 * Takes an event whose signature was right. When it returns, the event is in the database: Logto never sends one again.
 * Events that we do not know, or cannot read, are nothing to complain about to Logto. Bodies are never logged. Throws when
 * the database could not be written for longer than Logto waits. docs/decisions/0093-deliveries.md
 */
export async function takeEvent(body: Uint8Array, log: Logger): Promise<void> {
  const payload = parse(body);
  const envelope = Envelope.safeParse(payload);
  if (!envelope.success) return log.warn('a webhook that is no event');
  const { event, isTest, createdAt } = envelope.data;
  const read = reactions.get(event);
  if (!read || isTest) return log.debug({ event, isTest }, 'an event without meaning for us');
  const reaction = read(payload);
  if (!reaction.success) {
    return log.warn(
      { event, at: reaction.error.issues.map(({ path }) => path.join('.')) },
      'an event of unknown shape',
    );
  }
  const hash = createHash('sha256').update(body).digest('hex');
  const fresh = isFresh(createdAt);
  const isNew = await write(hash, event, log, (db) => reaction.data({ db, hash, isFresh: fresh }));
  log.debug({ event, fresh }, isNew ? 'event taken' : 'an event that was taken before');
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Since then an event could not be written down: what it told of, a reconciliation finds. */
let hasLost = false;

/** False when it was taken before. */
async function write(hash: string, event: string, log: Logger, react: (db: Db) => Promise<unknown>): Promise<boolean> {
  const mends = hasLost;
  try {
    const isNew = await inLane(() =>
      persistently(log, () =>
        asSystem(async (db) => {
          if (mends) await askForReconcile(db);
          if (!(await noteDelivery(db, hash, event))) return false;
          await react(db);
          return true;
        }),
      ),
    );
    if (mends) hasLost = false;
    return isNew;
  } catch (error) {
    hasLost = true;
    throw error;
  }
}

/** Of a burst, as many at a time as leave a connection for others; the pool would turn the rest away after 5 s. */
const lanes = Array.from({ length: 3 }, (): Promise<unknown> => Promise.resolve());
let taken = 0;

function inLane<T>(work: () => Promise<T>): Promise<T> {
  const lane = taken++ % lanes.length;
  const mine = lanes[lane]!.then(work);
  lanes[lane] = mine.catch(() => {});
  return mine;
}

/** Logto waits 10 s for an answer, and one try up to 5 for a connection. */
const pausesMs = [100, 500, 1_500, 2_500];
const lastTryMs = 5_000;

/** A moment without PostgreSQL loses no event, nor do two events that stand in each other's way. */
async function persistently<T>(log: Logger, work: () => Promise<T>): Promise<T> {
  const started = Date.now();
  for (const ms of pausesMs) {
    try {
      return await work();
    } catch (err) {
      if (Date.now() + ms > started + lastTryMs) throw err;
      log.warn({ err }, 'an event could not be written down, and is tried again');
      await pause(ms);
    }
  }
  return work();
}
