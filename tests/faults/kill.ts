import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, vi } from 'vitest';

/** Runs a script of this folder in a process of its own, and kills that with SIGKILL as soon as it has said all these lines. */
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
