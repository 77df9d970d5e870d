/**
 * `npm run test:faults`: every flow broken at every call and every commit in every way; each case has to end whole.
 *
 *     --flow NAME      only this flow, or this scenario of it
 *     --kind KIND      only what is broken this way: call, kill or commit
 *     --sample N       so many cases, chosen by --seed
 *     --seed TEXT      the same one chooses the same cases
 *     --lanes N        databases at a time: they mostly wait
 *     --report FILE    also write how many passed and failed
 */
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { withClient } from '#local/postgres.ts';
import { generateIfNeeded } from '#scripts/generate.mjs';
import { prepareTemplate, startTestPostgres } from '#tests/support/postgres-setup.ts';
import { casesOf, nameOf, type Recording, sampleOf, timeoutMs } from './cases.ts';
import type { News, Task } from './lane.ts';

await generateIfNeeded(); // what the flows import
const { allScenarios, flowOf } = await import('./scenarios.ts');

const { values } = parseArgs({
  options: {
    flow: { type: 'string' },
    kind: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    report: { type: 'string' },
    lanes: { type: 'string', default: String(Math.min(8, 2 * availableParallelism())) },
  },
});

const names = [...(await allScenarios()).keys()].filter(
  (name) => !values.flow || name === values.flow || flowOf(name) === values.flow,
);
if (names.length === 0) {
  console.error(`There is no flow ${values.flow} in tests/faults/flows.`);
  process.exit(2);
}

const postgres = await startTestPostgres();
const template = await prepareTemplate(postgres);
const lanes = await Promise.all(Array.from({ length: Number(values.lanes) }, startLane));
try {
  await main();
} finally {
  for (const { child } of lanes) child.kill();
  await Promise.all(lanes.map(({ database }) => drop(database)));
  await postgres.stop();
}

async function main(): Promise<void> {
  const began = Date.now();
  const recordings: Recording[] = [];
  await toAll(
    shared(names).map((record) => ({ record })),
    (news) => void ('recording' in news && recordings.push(news.recording)),
  );
  const recorded = Date.now();
  recordings.sort((one, two) => (one.flow < two.flow ? -1 : 1));
  const all = recordings.flatMap(casesOf).filter((each) => !values.kind || each.break.kind === values.kind);
  const cases = values.sample ? sampleOf(all, Number(values.sample), values.seed) : all;
  const which = values.sample ? `, of which ${cases.length} by --seed ${values.seed}` : '';
  console.log(`${recordings.length} scenarios, ${all.length} cases${which}\n`);

  let whole = 0;
  let tried = 0;
  let mended = 0;
  await toAll(
    shared(cases).map((part) => ({ cases: part, recordings })),
    (news) => {
      if ('mended' in news) mended++;
      if (!('verdict' in news)) return;
      const { complaints, told } = news.verdict;
      tried++;
      if (complaints.length === 0) whole++;
      else console.log(`✗ ${nameOf(news.verdict.case)}\n  told: ${told}\n  ${complaints.join('\n  ')}\n`);
      if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${tried} of ${cases.length}\r`);
    },
  );
  if (mended > 0) console.log(`Reconcile had ${mended} differences to mend.`);
  const seconds = (from: number, to: number) => `${((to - from) / 1000).toFixed(0)} s`;
  console.log(`${seconds(began, recorded)} to look at the flows, ${seconds(recorded, Date.now())} to break them.`);
  console.log(`faults: ${whole} of ${cases.length} cases end whole`);
  if (values.report) {
    writeFileSync(values.report, JSON.stringify({ passed: whole, failed: cases.length - whole, skipped: 0 }));
  }
  process.exitCode = whole === cases.length ? 0 : 1;
}

/** Dealt out like cards, so that each lane has something of everything. */
function shared<T>(all: T[]): T[][] {
  return lanes.map((_, lane) => all.filter((_each, index) => index % lanes.length === lane));
}

async function toAll(tasks: Task[], told: (news: News) => void): Promise<void> {
  await Promise.all(
    tasks.map(
      (task, index) =>
        new Promise<void>((resolve, reject) => {
          const { child } = lanes[index]!;
          const died = () => reject(new Error('A lane died.'));
          const hear = (news: News) => {
            if (!('done' in news)) return told(news);
            child.off('message', hear).off('exit', died);
            resolve();
          };
          child.on('message', hear).once('exit', died);
          child.send(task);
        }),
    ),
  );
}

async function startLane(_: unknown, index: number): Promise<{ child: ChildProcess; database: string }> {
  const database = `test_${process.pid}_faults_${index}`;
  await withClient(postgres.superUrl, (client) =>
    client.query(`CREATE DATABASE ${database} TEMPLATE ${pg.escapeIdentifier(template)} OWNER tenantry_owner`),
  );
  const child = fork(new URL('lane.ts', import.meta.url), {
    execArgv: ['--no-deprecation', '--import', 'tsx'], // Prisma’s own queries
    env: {
      ...process.env,
      APP_URL: 'http://localhost:3000',
      DATABASE_URL: postgres.url('tenantry_app', database),
      DATABASE_OWNER_URL: postgres.url('tenantry_owner', database),
      DATABASE_WORKER_URL: postgres.url('tenantry_system', database),
      SESSION_SECRET: randomBytes(32).toString('base64url'),
      LOGTO_TIMEOUT_MS: String(timeoutMs),
      RECONCILE_CRON: 'off',
      LOG_LEVEL: 'silent',
    },
  });
  return { child, database };
}

async function drop(database: string): Promise<void> {
  await withClient(postgres.superUrl, (client) => client.query(`DROP DATABASE ${database} WITH (FORCE)`));
}
