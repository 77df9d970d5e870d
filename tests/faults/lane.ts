/**
 * One database, one Logto, one case after another. The lanes of `run.ts` are processes of this file.
 *
 * Cases are pressed one by one; then, for all of them together, time passes, the workers work and reconcile runs once.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger, runOnce } from 'graphile-worker';
import { eraseOrganizations } from '#app/flows/erase-organizations.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { reconcile } from '#app/sync/reconcile/reconcile.server.ts';
import { tasks } from '#app/sync/worker.server.ts';
import { asSystem, closeDatabase } from '#app/tenants/db.server.ts';
import { testLogtoAt } from '#tests/support/local-logto.ts';
import { setUpLocalLogto } from '#tests/support/set-up-logto.ts';
import { type Call, callFaults, type Case, type Recording } from './cases.ts';
import { commitCable } from './commit-cable.ts';
import { type Picture, pictureOf } from './picture.ts';
import type { Order } from './press.ts';
import type { Staged } from './scenario.ts';
import { allScenarios } from './scenarios.ts';
import { faultStage } from './stage.ts';
import { press } from './told.ts';
import { complaintsAfterAll, complaintsAtOnce, complaintsOf, say, type Told } from './verdict.ts';

export type Task = { record: string[] } | { cases: Case[]; recordings: Recording[] };
export type News =
  | { recording: Recording }
  | { verdict: { case: Case; complaints: string[]; told: string } }
  | { mended: string }
  | { done: true };

const batchSize = 25;
/** As fast as it can. */
const pace = 1_000_000;

const cable = await commitCable(process.env['DATABASE_URL']!);
const { logto: local, stop } = await setUpLocalLogto({ appUrl: process.env['APP_URL']! });
const server = testLogtoAt(local, stop);
const worker = process.env['DATABASE_WORKER_URL']!;
Object.assign(process.env, server.environment, {
  DATABASE_URL: cable.through(process.env['DATABASE_URL']!),
  DATABASE_WORKER_URL: cable.through(worker),
});

const scenarios = await allScenarios();
const stage = faultStage(server);
const tell = (news: News) => void process.send!(news);
let keys = 0;

process.on('message', (task: Task) => void work(task));
process.once('disconnect', () => process.exit(0));

async function work(task: Task): Promise<void> {
  if ('record' in task) for (const flow of task.record) tell({ recording: await record(flow) });
  else
    for (let at = 0; at < task.cases.length; at += batchSize) await tryAll(task.cases.slice(at, at + batchSize), task);
  tell({ done: true });
}

export async function leave(): Promise<void> {
  await closeDatabase();
  cable.close();
  await stop();
}

/** Nothing goes wrong. */
async function record(flow: string): Promise<Recording> {
  await logto().roles.idsOf(['member']); // which a process remembers
  const scenario = scenarios.get(flow)!;
  const { given, about } = await scenario.stage(stage);
  const before = await pictureOf(about, server);
  await server.clearCalls();
  cable.count();
  const told = await press(scenario, given, `key-${++keys}`);
  const commits = cable.commits();
  const { routes } = await server.calls();
  if (!('answer' in told) || !told.answer.ok) throw new Error(`${flow} does not even work: ${say(told)}`);
  const atOnce = await pictureOf(about, server);
  await settle();
  for (const organization of about.names) await reconcile({ organization, pace });
  const after = await pictureOf(about, server);
  if (JSON.stringify(before) === JSON.stringify(after))
    throw new Error(`${flow} changes nothing that a picture shows.`);
  const { mayMailTwice = false } = scenario;
  return { flow, mayMailTwice, before, atOnce, after, calls: callsOf(routes), commits };
}

const callsOf = (routes: Record<string, number>): Call[] =>
  Object.entries(routes).flatMap(([route, times]) => {
    const [method = '', path = ''] = route.split(' ');
    return Array.from({ length: times }, (_, index) => ({ method, path, nth: index + 1 }));
  });

type Tried = {
  case: Case;
  recording: Recording;
  key: string;
  staged: Staged<unknown>;
  told: Told;
  complaints: string[];
};

async function tryAll(cases: Case[], { recordings }: { recordings: Recording[] }): Promise<void> {
  const all: Tried[] = [];
  for (const each of cases)
    all.push(
      await tryOne(
        each,
        recordings.find(({ flow }) => flow === each.flow)!,
      ),
    );
  // Logto may still be about to do what nobody waits for.
  await pause(callFaults['does not answer in time'].delayMs);
  await settle();
  await reconcile({
    pace,
    told: ({ what, id, difference, outcome }) => tell({ mended: `${what} ${id}: ${difference} (${outcome})` }),
  });
  await settle();
  for (const each of all) each.complaints.push(...complaintsOf(each.recording, each.told, await picture(each)));

  const again = new Map<Tried, Told>();
  for (const each of all) again.set(each, await press(scenarios.get(each.case.flow)!, each.staged.given, each.key));
  await settle();
  for (const each of all) {
    each.complaints.push(...complaintsAfterAll(each.recording, again.get(each)!, await picture(each)));
    tell({ verdict: { case: each.case, complaints: each.complaints, told: say(each.told) } });
  }
}

const picture = ({ staged }: Tried): Promise<Picture> => pictureOf(staged.about, server);

async function tryOne(one: Case, recording: Recording): Promise<Tried> {
  const staged = await scenarios.get(one.flow)!.stage(stage);
  const key = `key-${++keys}`;
  const told = await pressBroken(one, staged.given, key);
  const tried: Tried = { case: one, recording, key, staged, told, complaints: [] };
  if (one.break.kind === 'kill' && !('killed' in told)) tried.complaints.push('nobody was killed');
  if ('answer' in told && told.answer.ok) tried.complaints.push(...complaintsAtOnce(recording, await picture(tried)));
  return tried;
}

async function pressBroken({ flow, break: how }: Case, given: unknown, key: string): Promise<Told> {
  const scenario = scenarios.get(flow)!;
  if (how.kind === 'kill') return pressAndDie({ flow, given, key, kill: how });
  if (how.kind === 'commit') cable.cut(how.commit, how.when);
  else {
    const { method, path, nth } = how.call;
    await server.fail({ method, path, skip: nth - 1, ...callFaults[how.fault] });
  }
  try {
    return await press(scenario, given, key);
  } finally {
    cable.count();
    await server.clearFaults();
  }
}

/** The next one to die is started while this one lives. */
let spare = startPresser();

function startPresser(): { child: ChildProcess; ready: Promise<unknown> } {
  const child = fork(new URL('press.ts', import.meta.url), {
    execArgv: ['--no-deprecation', '--import', 'tsx'],
    stdio: 'inherit',
  });
  return { child, ready: once(child, 'message') };
}

async function pressAndDie(order: Order): Promise<Told> {
  const { child, ready } = spare;
  await ready;
  spare = startPresser();
  const answered = once(child, 'message').then(([{ told }]) => told as Told);
  const died = once(child, 'exit').then((): Told => ({ killed: true }));
  child.send(order);
  const told = await Promise.race([answered, died]);
  child.kill('SIGKILL');
  await died;
  return told;
}

/** All leases end and all jobs are due, until nothing is left to do. */
async function settle(): Promise<void> {
  for (let round = 0; round < 40; round++) {
    const left = await asSystem(async (db) => {
      await db.$executeRaw`UPDATE operations SET lease_until = 'epoch' WHERE state IN ('running', 'interrupted')`;
      await db.$executeRaw`UPDATE graphile_worker._private_jobs SET run_at = now() - interval '1 s'`;
      const [row] = await db.$queryRaw<{ left: number }[]>`
        SELECT (SELECT count(*) FROM operations WHERE state IN ('running', 'interrupted'))::int
             + (SELECT count(*) FROM graphile_worker._private_jobs)::int AS left`;
      return row!.left;
    });
    if (left === 0) break;
    await runOnce({ connectionString: worker, schema: 'graphile_worker', taskList: tasks, concurrency: 4, logger });
  }
  await eraseOrganizations(); // which the workers' clock begins
}

const logger = new Logger(() => () => {});
