/** What `npm run dev` remembers in `.local/dev.json`: secrets made once, and ports, so that cookies and redirects stay good. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAlive } from '../scripts/lock.mjs';
import { outsideHomePath } from './postgres-home.ts';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const stateFolder = join(root, '.local');
const file = join(stateFolder, 'dev.json');
const runningFile = join(stateFolder, 'dev.pid');
const environmentFile = join(stateFolder, 'dev-environment.json');

export interface DevState {
  /** Tells this clone's cookies from those of a second one: cookies ignore ports. */
  instance: string;
  sessionSecret: string;
  appPort: number;
  logtoPort: number;
}

export function loadState(): DevState {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DevState;
  const state = {
    instance: randomBytes(3).toString('hex'),
    sessionSecret: randomBytes(32).toString('base64url'),
    appPort: 3000,
    logtoPort: 3001,
  };
  saveState(state);
  return state;
}

export function saveState(state: DevState): void {
  mkdirSync(stateFolder, { recursive: true });
  writeFileSync(file, JSON.stringify(state, null, 2), { mode: 0o600 });
}

/** One `npm run dev` a clone: two would write the same state. Answers the process that is in the way. */
export function claimClone(): { running?: number } {
  mkdirSync(stateFolder, { recursive: true });
  const running = existsSync(runningFile) ? Number(readFileSync(runningFile, 'utf8')) : 0;
  if (running && running !== process.pid && isAlive(running)) return { running };
  writeFileSync(runningFile, String(process.pid));
  process.on('exit', () => rmSync(runningFile, { force: true }));
  return {};
}

/** Settings of the app while it runs, for `npm run doctor`; secrets, so for nobody else. */
export function leaveEnvironment(): void {
  const names = Object.keys(process.env).filter((name) => /^(APP_URL$|SESSION_SECRET$|DATABASE_|LOGTO_)/.test(name));
  const environment = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  rmSync(environmentFile, { force: true }); // a mode is only given to a file that is made
  writeFileSync(environmentFile, JSON.stringify({ pid: process.pid, environment }), { mode: 0o600 });
  process.on('exit', () => rmSync(environmentFile, { force: true }));
}

/** `--reset`. The tests' state stays: they may be running, and it holds nothing anyone made. */
export function forgetEverything(): void {
  const postgres = join(stateFolder, 'postgres');
  for (const path of [postgres, outsideHomePath(postgres), join(stateFolder, 'logto'), file]) {
    rmSync(path, { recursive: true, force: true });
  }
}
