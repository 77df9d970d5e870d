/** A Logto of a test's own, in any state, and the command line as people run it: a process with real files. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startLocalLogto, type LocalLogtoOptions } from '@tenantry/local-logto';
import { onTestFinished } from 'vitest';
import { connectManagementApi } from '#app/logto/management-api.server.ts';
import type { SetupOptions } from '#scripts/logto-setup/index.ts';

export const stage = async (given: LocalLogtoOptions = {}) => {
  const opened = await openStage(given);
  onTestFinished(() => opened.stop());
  return opened;
};

/** For several tests, which stop it. */
export const openStage = async (given: LocalLogtoOptions = {}) => {
  const local = await startLocalLogto({ port: 0, empty: true, ...given });
  const credentials = { endpoint: local.endpoint, m2m: local.m2m, managementApi: 'https://default.logto.app/api' };
  const options: SetupOptions = { ...credentials, appUrl: 'http://localhost:3000', settleMs: 1 };
  const control = (method: string, path: string, body?: unknown) =>
    fetch(`${local.endpoint}/local${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });

  return {
    ...local,
    options,
    api: connectManagementApi(credentials),
    environment: {
      LOGTO_ENDPOINT: local.endpoint,
      LOGTO_M2M_APP_ID: local.m2m.id,
      LOGTO_M2M_APP_SECRET: local.m2m.secret,
      APP_URL: 'http://localhost:3000',
    },
    fail: (fault: Record<string, unknown>) => control('POST', '/faults', fault),
    clearFaults: () => control('DELETE', '/faults'),
  };
};

export type Stage = Awaited<ReturnType<typeof stage>>;

export const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'logto-setup-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm')).href;
const cli = fileURLToPath(new URL('../../../scripts/logto-setup/cli.ts', import.meta.url));

/** The command in a folder, with this environment and nothing else of ours. */
export const startCli = (cwd: string, environment: Record<string, string>, ...args: string[]) => {
  const child = spawn(process.execPath, ['--import', tsx, cli, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...environment } as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, out, err }));
  });
  return { child, ended, soFar: () => out };
};

export const runCli = (cwd: string, environment: Record<string, string>, ...args: string[]) =>
  startCli(cwd, environment, ...args).ended;
