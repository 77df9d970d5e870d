import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, vi } from 'vitest';
import type { TestLogto } from '#tests/support/logto.ts';

/**
 * Runs a script of this folder in a process of its own, and kills that with SIGKILL once its call to Logto is on its way:
 * when no fault is armed any more that nothing has run into. It says one line before.
 */
export async function killWhileWaiting(server: TestLogto, script: string, args: string[], line = 'pressed') {
  const child = spawn(process.execPath, ['--import', 'tsx', `tests/faults/${script}`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  await vi.waitFor(async () => expect(await armedFaults(server)).toBe(0), { timeout: 30_000, interval: 20 });
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(said).toBe(`${line}\n`);
}

/** Kills it as soon as it has said all these lines. */
export async function killOnceSaid(script: string, args: string[], lines: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', `tests/faults/${script}`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  await vi.waitFor(() => expect(said).toBe(lines), { timeout: 30_000, interval: 20 });
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const armedFaults = async ({ endpoint }: TestLogto): Promise<number> =>
  ((await (await fetch(`${endpoint}/local/faults`)).json()) as unknown[]).length;
