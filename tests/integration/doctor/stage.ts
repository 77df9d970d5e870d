/** A whole set-up: database, local Logto, and the app in a process of its own, whose log a test may read. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import { freePort } from '#local/ports.ts';
import { testDatabase } from '#tests/support/database.ts';
import { testLogto } from '#tests/support/logto.ts';

export type Variables = Record<string, string>;

const root = fileURLToPath(new URL('../../..', import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

export async function openStage() {
  const port = await freePort(0);
  const appUrl = `http://localhost:${port}`;
  const [database, logto] = await Promise.all([testDatabase(), testLogto({ appUrl })]);
  const environment: Variables = {
    APP_URL: appUrl,
    PORT: String(port),
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    DATABASE_WORKER_URL: database.systemUrl,
    SESSION_SECRET: randomBytes(32).toString('base64url'),
    LOG_LEVEL: 'warn',
    ...logto.environment,
  };
  return { appUrl, database, logto, environment };
}

/** Nothing of the environment of whoever runs the tests, whose `.env` may name another set-up. */
const alone = (environment: Variables) =>
  ({ PATH: process.env.PATH, HOME: process.env.HOME, ...environment }) as unknown as NodeJS.ProcessEnv;

/** Ends with the file. `line` waits for one of its output that holds `part`. */
export async function startApp(
  environment: Variables,
): Promise<{ lines: string[]; line: (part: string) => Promise<string> }> {
  const app = spawn(process.execPath, ['--import', tsx, 'tests/integration/doctor/app-process.ts'], {
    cwd: root,
    env: alone(environment),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(app, 'exit');
  afterAll(async () => {
    app.stdin.end();
    await ended;
  });
  const lines: string[] = [];
  const output = createInterface({ input: app.stdout });
  output.on('line', (line) => lines.push(line));
  const line = async (part: string) => {
    for (;;) {
      const found = lines.find((text) => text.includes(part));
      if (found) return found;
      await Promise.race([once(output, 'line'), ended.then(() => Promise.reject(new Error('The app ended.')))]);
    }
  };
  await line('ready');
  return { lines, line };
}

/** `npm run doctor` as its own process. */
export async function runDoctor(environment: Variables, { cwd = root, args = [] as string[] } = {}) {
  const cli = fileURLToPath(new URL('../../../scripts/doctor/cli.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', tsx, cli, ...args], {
    cwd,
    env: alone(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  return { out, err, code };
}
