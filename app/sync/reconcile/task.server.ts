import type { Task } from 'graphile-worker';
import { log } from '#app/log.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { askForReconcile } from '../jobs.server.ts';
import { reconcile } from './reconcile.server.ts';

/**
 * The nightly job. Tried again when Logto or the database is away, and by another instance when this one is stopped
 * meanwhile.
 */
export const reconcileTask: Task = async (_payload, { abortSignal }) => {
  const told = (finding: object) => log().info(finding, 'the copy was not as Logto has it');
  const tally = await reconcile({ told, ...(abortSignal && { signal: abortSignal }) });
  log().info(tally ?? {}, 'reconciled');
};

/** One after another over all instances, and one that waits is enough. `when`: five fields, UTC. */
export const reconcileCron = (when: string): string => `${when} reconcile ?max=3&queue=reconcile&jobKey=reconcile`;

/**
 * Asked for at every minute, and by who comes back for the minutes at which nobody was here: what Logto told then is lost,
 * as it tells nothing twice.
 */
export const reconcileAfterAbsence: Task = async (payload) => {
  const { _cron } = payload as { _cron: { backfilled?: boolean } };
  if (_cron.backfilled) await asSystem(askForReconcile);
};

/** Of a longer absence than two minutes, the end is enough. */
export const absenceCron = '* * * * * reconcile-after-absence ?fill=2m&max=1';
