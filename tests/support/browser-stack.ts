/**
 * What the browser tests drive: the production build of the app, with a fresh database and a local Logto of its own. With
 * LOGTO_ENDPOINT and the rest in the environment it uses that Logto, which knows the app under APP_URL.
 *
 * Prints one JSON line when it is ready (`Stack`), and stops when its input ends.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '#local/ports.ts';
import { withClient, type Postgres } from '#local/postgres.ts';
import { startTestLogto } from './local-logto.ts';
import { prepareTemplate, startTestPostgres } from './postgres-setup.ts';

export interface Stack {
  appUrl: string;
  logto: { endpoint: string; m2m: { id: string; secret: string }; managementApi: string; isLocal: boolean };
  database: { appUrl: string; systemUrl: string; superUrl: string };
}

type Stop = () => Promise<unknown>;
const stops: Stop[] = [];

try {
  const stack = await start();
  console.log(JSON.stringify(stack));
  process.stdin.resume();
  await once(process.stdin, 'end');
} finally {
  for (const stop of stops.reverse()) await stop();
}
process.exit(0);

async function start(): Promise<Stack> {
  if (!existsSync('build/server/index.js')) throw new Error('There is no build to test: run `npm run build` first.');
  const appUrl = process.env.APP_URL ?? `http://localhost:${await freePort(0)}`;
  const server = await startTestPostgres();
  stops.push(() => server.stop());
  const database = await freshDatabase(server);
  const logto = await provideLogto(appUrl);
  const environment = {
    APP_URL: appUrl,
    PORT: new URL(appUrl).port,
    DATABASE_URL: database.appUrl,
    DATABASE_WORKER_URL: database.systemUrl,
    SESSION_SECRET: randomBytes(32).toString('base64url'),
    TENANTRY_INSTANCE: randomBytes(3).toString('hex'),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
    NODE_ENV: 'production',
    ...logto.environment,
  };
  await startApp(appUrl, environment);
  return { appUrl, database, logto: logto.found };
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

async function provideLogto(appUrl: string): Promise<{ found: Stack['logto']; environment: Record<string, string> }> {
  const { LOGTO_ENDPOINT: endpoint, LOGTO_M2M_APP_ID: id = '', LOGTO_M2M_APP_SECRET: secret = '' } = process.env;
  const managementApi = process.env.LOGTO_MANAGEMENT_API ?? 'https://default.logto.app/api';
  if (endpoint) return { found: { endpoint, m2m: { id, secret }, managementApi, isLocal: false }, environment: {} };
  const logto = await startTestLogto({ appUrl });
  stops.push(() => logto.stop());
  return {
    found: { endpoint: logto.endpoint, m2m: logto.m2m, managementApi, isLocal: true },
    environment: logto.environment,
  };
}

async function startApp(appUrl: string, environment: Record<string, string>): Promise<void> {
  const app = spawn(process.execPath, ['build/server/index.js'], {
    env: { ...process.env, ...environment },
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
    if (app.exitCode !== null) throw new Error(`The app ended with code ${app.exitCode}; why is above.`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error(`${url} did not answer within 30 seconds.`);
}
