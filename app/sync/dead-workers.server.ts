import { EventEmitter } from 'node:events';
import type { Task, WorkerEvents } from 'graphile-worker';
import type { PoolClient } from 'pg';

/**
 * Jobs of instances that were killed. graphile-worker leaves what a worker holds to it for four hours, a job with its whole
 * queue, as it cannot know who lives. PostgreSQL does: each of our workers has an advisory lock, held by the connection on
 * which its instance listens for jobs, and a process that dies loses its connections at once.
 * docs/decisions/0095-two-instances.md
 */

/** So that no other advisory lock is taken for one of these. */
const lockClass = 0x7e4a;

/** To be handed to graphile-worker: each worker that begins is known to live for as long as it listens. */
export function showWhoLives(): WorkerEvents {
  const events: WorkerEvents = new EventEmitter();
  const workers: string[] = [];
  let listening: PoolClient | undefined;
  // A connection that fails is graphile-worker's to mend: it listens on another one then.
  const hold = (ids: string[]) =>
    listening
      ?.query('SELECT pg_advisory_lock_shared($1, hashtext(id)) FROM unnest($2::text[]) AS id', [lockClass, ids])
      .catch(() => {});
  events.on('worker:create', ({ worker }) => {
    workers.push(worker.workerId);
    void hold([worker.workerId]);
  });
  events.on('pool:listen:success', ({ client }) => {
    client.once('drain', () => {
      listening = client; // one query at a time: the LISTEN is through
      void hold(workers);
    });
  });
  return events;
}

/**
 * Lets go of what dead workers hold, so that the living go on with it. Not of what was taken within a minute: whoever
 * loses the connection and listens again a moment later has most likely done by then. The one who runs this lives: where
 * even its lock is not to be seen, nobody's is, and nothing is taken from anybody.
 */
export const freeJobsOfTheDead: Task = (_payload, { withPgClient }) =>
  withPgClient(async (client) => {
    await client.query(
      `WITH living AS (
         SELECT objid::bigint AS id FROM pg_locks
          WHERE locktype = 'advisory' AND classid = $1 AND objsubid = 2 AND granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
       ), held AS (
         SELECT locked_by, locked_at FROM graphile_worker._private_jobs WHERE locked_by IS NOT NULL
         UNION ALL
         SELECT locked_by, locked_at FROM graphile_worker._private_job_queues WHERE locked_by IS NOT NULL
       )
       SELECT graphile_worker.force_unlock_workers(array_agg(DISTINCT locked_by)) FROM held
        WHERE locked_at < now() - interval '1 minute' AND EXISTS (SELECT FROM living)
          AND (hashtext(locked_by)::bigint & 4294967295) NOT IN (SELECT id FROM living)`,
      [lockClass],
    );
  });
