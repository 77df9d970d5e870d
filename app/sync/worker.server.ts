import { Logger, run, type TaskList } from 'graphile-worker';
import { env } from '#app/env.server.ts';
import { eraseOrganizations } from '#app/flows/erase-organizations.server.ts';
import { settleOperation } from '#app/flows/index.server.ts';
import { log } from '#app/log.server.ts';
import { once } from '#app/once.server.ts';
import { sweepDeliveries } from '#app/tenants/deliveries.server.ts';
import { sweepImages } from '#app/tenants/images.server.ts';
import { sweepInvitations } from '#app/tenants/invitations.server.ts';
import { sweepOperations } from '#app/tenants/operations.server.ts';
import { sweepRateLimits } from '#app/tenants/rate-limits.server.ts';
import { bringUpSeats } from '#app/tenants/seats.server.ts';
import { sweepSessions } from '#app/tenants/sessions.server.ts';
import { sweepSpentTokens } from '#app/tenants/spent-tokens.server.ts';
import { asSystemRole } from '#app/tenants/system-role.ts';
import { freeJobsOfTheDead, showWhoLives } from './dead-workers.server.ts';
import { absenceCron, reconcileAfterAbsence, reconcileCron, reconcileTask } from './reconcile/task.server.ts';
import { copyTasks } from './tasks.server.ts';

/**
 * What happens without a request. Every instance of the server works on the same queue in PostgreSQL, so a job whose
 * process died is taken up by another one, within two minutes.
 */
export const tasks: TaskList = {
  'settle-operation': (payload) => settleOperation((payload as { id: string }).id),
  ...copyTasks,
  reconcile: reconcileTask,
  'reconcile-after-absence': reconcileAfterAbsence,
  'free-jobs-of-the-dead': freeJobsOfTheDead,
  'erase-organizations': async () => void (await eraseOrganizations()),
  sweep: async () => {
    await sweepSessions();
    await sweepOperations();
    await sweepInvitations();
    await sweepImages();
    await sweepRateLimits();
    await sweepSpentTokens();
    await sweepDeliveries();
  },
};

/** By one of the instances. What Logto would not let us erase is tried again at the next turn, so no job is repeated. */
const crontab = (): string => {
  const reconcile = env().RECONCILE_CRON;
  return [
    '* * * * * free-jobs-of-the-dead ?max=1',
    '17 * * * * sweep',
    '*/10 * * * * erase-organizations ?max=1',
    ...(reconcile === 'off' ? [] : [reconcileCron(reconcile), absenceCron]),
  ].join('\n');
};

/** Job starts and ends are noise; what fails is not. */
const logger = new Logger(() => (level, message, meta) => {
  if (level === 'error') log().error(meta ?? {}, message);
  else if (level === 'warning') log().warn(meta ?? {}, message);
  else log().debug(message);
});

const running = once('workers', () =>
  run({
    connectionString: asSystemRole(env().DATABASE_WORKER_URL),
    schema: 'graphile_worker',
    concurrency: 4,
    noHandleSignals: true,
    pollInterval: 2_000,
    taskList: tasks,
    crontab: crontab(),
    logger,
    events: showWhoLives(),
  }),
);

export async function startWorkers(): Promise<{ stop(): Promise<void> }> {
  await bringUpSeats();
  const runner = await running();
  return { stop: () => runner.stop() };
}
