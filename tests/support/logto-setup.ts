/** Starts the processes that run the local Logtos of a run of the tests: see `logto-host.ts`. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    logtoHosts: string[];
  }
}

const file = fileURLToPath(new URL('./logto-host.ts', import.meta.url));

/** As many as there are cores on a small machine: one would make all test files wait for its one thread. */
const count = 2;

/** The projects of a run share them, though each loads this module anew. */
const here = globalThis as { logtoHosts?: Promise<Hosts> };
type Hosts = { urls: string[]; stop: () => void };

export default async function setup(project: TestProject) {
  const { urls, stop } = await (here.logtoHosts ??= start());
  project.provide('logtoHosts', urls);
  return stop;
}

async function start(): Promise<Hosts> {
  const hosts = Array.from({ length: count }, () =>
    fork(file, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
  );
  const ports = await Promise.all(
    hosts.map(async (host) => ((await Promise.race([once(host, 'message'), failed(host)])) as [number])[0]),
  );
  const stop = () => hosts.filter(({ connected }) => connected).forEach((host) => host.disconnect());
  return { urls: ports.map((port) => `http://127.0.0.1:${port}`), stop };
}

async function failed(host: ReturnType<typeof fork>): Promise<never> {
  await once(host, 'exit');
  throw new Error('The process that runs local Logtos for the tests ended: what it said is above.');
}
