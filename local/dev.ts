/** `npm run dev`, once the packages are there: PostgreSQL, schema, Logto, two demo accounts, and the app with hot reload. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { generateIfNeeded } from '../scripts/generate.mjs';
import { startDevServer } from './dev-server.ts';
import { provideLogto, providePostgres, type Stop } from './dev-services.ts';
import { claimClone, forgetEverything, leaveEnvironment, loadState, root, saveState } from './dev-state.ts';
import { freePort } from './ports.ts';
import { demoPassword, demoPeople } from './seed.ts';
import { step, StepFailed } from './step.ts';

const began = Number(process.env.TENANTRY_BEGAN ?? Date.now());
const stops: Stop[] = [];
let stopping = false;
const onStop = (stop: Stop) => void stops.unshift(stop);

process.chdir(root);
process.on('SIGINT', () => void stopAll(0));
process.on('SIGTERM', () => void stopAll(0));
process.on('SIGHUP', () => void stopAll(0));

try {
  await start();
} catch (error) {
  if (!(error instanceof StepFailed)) console.error(error);
  await stopAll(1);
}

async function start(): Promise<void> {
  const { running } = claimClone();
  if (running) {
    console.error(`\`npm run dev\` already runs in this folder (process ${running}). Use it, or stop it first.`);
    return stopAll(1);
  }
  if (process.argv.includes('--reset')) forgetEverything();
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'));
  const state = loadState();

  console.log('\nTenantry\n');
  await step('Client', 'run `npm run prisma -- validate`.', generateIfNeeded, (made) =>
    made ? 'generated' : 'is current',
  );
  await providePostgres(onStop);
  const appUrl = await chooseAddress(state);
  const logto = await provideLogto(state, appUrl, onStop);
  leaveEnvironment();
  await step('App', 'what is wrong is above; fix it and run `npm run dev` again.', async () => {
    const server = await startDevServer({ port: Number(new URL(appUrl).port || 80) });
    onStop(() => server.stop());
    const page = await fetch(appUrl);
    if (!page.ok) throw new Error(`GET / answered ${page.status}: ${(await page.text()).slice(0, 2000)}`);
  });
  announce(appUrl, logto?.mailbox);
}

/** `.env` may fix the address, since a real Logto knows it. Otherwise the port moves off a taken one, and stays there. */
async function chooseAddress(state: ReturnType<typeof loadState>): Promise<string> {
  process.env.LOG_LEVEL ??= 'warn'; // a line a request is for production
  process.env.SESSION_SECRET ??= state.sessionSecret;
  process.env.TENANTRY_INSTANCE ??= state.instance;
  if (!process.env.APP_URL) {
    state.appPort = await freePort(state.appPort);
    saveState(state);
    process.env.APP_URL = `http://localhost:${state.appPort}`;
  }
  return process.env.APP_URL;
}

function announce(appUrl: string, mailbox: string | undefined): void {
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(`\n  ${appUrl}    first page after ${seconds} seconds\n`);
  if (!mailbox) return;
  for (const { name, email } of demoPeople) console.log(`  ${name.padEnd(8)} ${email}  password ${demoPassword}`);
  console.log(`  Mailbox  ${mailbox}\n`);
}

async function stopAll(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  // Whatever hangs does not keep the terminal.
  setTimeout(() => process.exit(1), 15_000).unref();
  for (const stop of stops) await stop().catch((error: unknown) => console.error(error));
  process.exit(code);
}
