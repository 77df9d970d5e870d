/** What goes on without a request: jobs that fail, operations that nobody finishes. */
import { bad, ok, warn, type Check, type Finding } from './check.ts';
import type { Databases } from './database.ts';
import type { Connection, Rows } from './postgres.ts';

const shown = 3;
const lateMinutes = 5;

export const workChecks = (found: Databases): Check[] => [
  { name: 'jobs', needs: ['job queue'], look: () => failingJobs(found.workers!.rows) },
  { name: 'operations', needs: ['database: workers', 'row-level security'], look: () => oldOperations(found.workers!) },
];

type FailingJobs = { task: string; jobs: number; ended: number; error: string };

async function failingJobs(rows: Rows): Promise<Finding> {
  const failing = await rows<FailingJobs>(`
    SELECT task_identifier AS task, count(*)::int AS jobs, (count(*) FILTER (WHERE attempts >= max_attempts))::int AS ended,
           (array_agg(split_part(last_error, E'\\n', 1) ORDER BY updated_at DESC))[1] AS error
      FROM graphile_worker.jobs WHERE last_error IS NOT NULL GROUP BY 1 ORDER BY 2 DESC`);
  const [late] = await rows<{ jobs: number }>(`
    SELECT count(*)::int AS jobs FROM graphile_worker.jobs
     WHERE attempts = 0 AND locked_at IS NULL AND run_at < now() - interval '${lateMinutes} minutes'`);
  if (late && late.jobs > 0) {
    return bad(
      `${late.jobs} wait for more than ${lateMinutes} minutes: no worker takes them`,
      'The workers run inside the app: start it, and see that its DATABASE_WORKER_URL is this database.',
    );
  }
  if (failing.length === 0) return ok('none fails, none waits');
  const what = failing.slice(0, shown).map(({ task, jobs, error }) => `${jobs} × ${task} (${shorten(error)})`);
  const ended = failing.reduce((sum, row) => sum + row.ended, 0);
  if (ended === 0)
    return warn(`failing: ${what.join('; ')}`, 'They are tried again, later each time; the app’s log says more.');
  return bad(
    `${ended} given up: ${what.join('; ')}`,
    'When the reason is gone: SELECT graphile_worker.reschedule_jobs(array_agg(id), now(), attempts => 0) FROM graphile_worker.jobs WHERE attempts >= max_attempts;',
  );
}

/** A line is for a reason, not for what it quotes; addresses lose their passwords. */
const shorten = (error: string) => error.replace(/\/\/[^@/\s]+@/g, '//…@').slice(0, 100);

async function oldOperations(workers: Connection): Promise<Finding> {
  const old = await workers.rowsOfSystem<{ kind: string; count: number; since: Date }>(
    `SELECT kind, count(*)::int AS count, min(created_at) AS since FROM operations
      WHERE state IN ('running', 'interrupted') AND lease_until < now() - interval '${lateMinutes} minutes'
      GROUP BY kind ORDER BY since`,
  );
  if (old.length === 0) return ok('none is left unfinished');
  const what = old.map(({ kind, count, since }) => `${count} × ${kind} since ${since.toISOString().slice(0, 16)}Z`);
  return warn(
    `unfinished: ${what.join('; ')}`,
    'A worker settles them when Logto answers again; if “jobs” is well, the app’s log says why not.',
  );
}
