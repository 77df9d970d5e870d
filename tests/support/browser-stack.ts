/**
 * What the browser tests drive: the production build of the app, with a fresh database, and a Logto: a local one of its
 * own, or with LOGTO_ENDPOINT and the rest in the environment that one (`browser-given-logto.ts`).
 *
 * Prints one JSON line when it is ready (`Stack`), and stops when its input ends.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '#local/ports.ts';
import { withClient, type Postgres } from '#local/postgres.ts';
import { CannotStart, findGivenLogto, startGivenLogto, type GivenLogto } from './browser-given-logto.ts';
import { probeWebhook, type Webhooks } from './browser-webhook.ts';
import { prepareTemplate, startTestPostgres } from './postgres-setup.ts';

export interface Stack {
  appUrl: string;
  /** In every address and name that this run makes in Logto; nobody else's has it. */
  run: string;
  logto: Pick<GivenLogto, 'endpoint' | 'm2m' | 'managementApi' | 'mailboxUrl'> & { webhooks: Webhooks };
  database: { appUrl: string; systemUrl: string; superUrl: string };
  /** While this file exists, the app cannot reach Logto. */
  cutFile: string;
}

type Stop = () => Promise<unknown>;
const stops: Stop[] = [];

try {
  const stack = await start();
  console.log(JSON.stringify(stack));
  process.stdin.resume();
  await once(process.stdin, 'end');
} catch (error) {
  console.error(error instanceof CannotStart ? error.message : error);
  process.exitCode = 1;
} finally {
  for (const stop of stops.reverse()) await stop();
}
process.exit();

async function start(): Promise<Stack> {
  if (!existsSync('build/server/index.js')) throw new CannotStart('There is no build to test: run `npm run build`.');
  const given = await provideLogto();
  const port = await portOf(given.appUrl);
  const server = await startTestPostgres();
  stops.push(() => server.stop());
  const database = await freshDatabase(server);
  const folder = await mkdtemp(join(tmpdir(), 'tenantry-e2e-'));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  const cutFile = join(folder, 'logto-is-cut-off');

  await startApp(given.appUrl, {
    APP_URL: given.appUrl,
    PORT: String(port),
    DATABASE_URL: database.appUrl,
    DATABASE_WORKER_URL: database.systemUrl,
    SESSION_SECRET: randomBytes(32).toString('base64url'),
    TENANTRY_INSTANCE: randomBytes(3).toString('hex'),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
    NODE_ENV: 'production',
    TENANTRY_LOGTO_CUT: cutFile,
    ...given.environment,
  });
  const webhooks = await probeWebhook(given);
  const { appUrl, endpoint, m2m, managementApi, mailboxUrl } = given;
  console.error(
    [
      `The browser tests drive ${given.origin} at ${endpoint}, with the app at ${appUrl}.`,
      ...(mailboxUrl ? [] : ['No E2E_MAILBOX_URL: tests that read mails are skipped.']),
      ...(webhooks.arrive ? [] : [`Tests that need webhooks are skipped: ${webhooks.why}.`]),
    ].join('\n'),
  );
  const run = `e${randomBytes(3).toString('hex')}`;
  return { appUrl, run, database, cutFile, logto: { endpoint, m2m, managementApi, mailboxUrl, webhooks } };
}

async function provideLogto(): Promise<GivenLogto> {
  if (process.env.LOGTO_ENDPOINT) return findGivenLogto(process.env, 'the Logto of LOGTO_ENDPOINT');
  const local = await startGivenLogto(`http://localhost:${await freePort(0)}`);
  stops.push(local.stop);
  return findGivenLogto(local.environment, 'a local Logto of their own');
}

/** The app listens where people open it; behind a tunnel or proxy, at PORT. */
async function portOf(appUrl: string): Promise<number> {
  const port = Number(new URL(appUrl).port || process.env.PORT || 3000);
  if ((await freePort(port)) !== port) {
    throw new CannotStart(`Port ${port} is taken, and the app that is tested has to listen there: stop what does.`);
  }
  return port;
}

async function freshDatabase(server: Postgres): Promise<Stack['database']> {
  const name = `test_${process.pid}_browser`;
  const template = await prepareTemplate(server);
  const run = (statement: string) => withClient(server.superUrl, (client) => client.query(statement));
  await run(`CREATE DATABASE ${name} TEMPLATE ${pg.escapeIdentifier(template)} OWNER tenantry_owner`);
  stops.push(() => run(`DROP DATABASE ${name} WITH (FORCE)`));
  return {
    appUrl: server.url('tenantry_app', name),
    systemUrl: server.url('tenantry_system', name),
    superUrl: server.url('postgres', name),
  };
}

async function startApp(appUrl: string, environment: Record<string, string>): Promise<void> {
  // What somebody has set for another app is none of this one's.
  const { DATABASE_OWNER_URL: _owner, TRUSTED_PROXIES: _proxies, ...inherited } = process.env;
  const app = spawn(process.execPath, ['--import', './tests/support/cut-logto.mjs', 'build/server/index.js'], {
    env: { ...inherited, ...environment },
    stdio: ['ignore', 2, 2],
  });
  stops.push(async () => {
    if (app.exitCode !== null) return;
    const ended = once(app, 'exit');
    app.kill('SIGTERM');
    await ended;
  });
  await untilReady(app, `${appUrl}/readyz`);
}

async function untilReady(app: ChildProcess, url: string): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 100) {
    if (app.exitCode !== null) throw new CannotStart(`The app ended with code ${app.exitCode}; why is above.`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new CannotStart(`${url} did not answer within 30 seconds.`);
}
