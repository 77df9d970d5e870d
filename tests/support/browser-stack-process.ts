/** A stack of `browser-stack.ts` as a process of its own. Closing its input stops it, so it cannot outlive this process. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Stack } from './browser-stack.ts';

export async function startStack(): Promise<{ stack: Stack; stop(): Promise<void> }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/support/browser-stack.ts'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = await Promise.race([firstLine(child.stdout), ended]);
  if (!ready) throw new Error('The app for the browser tests did not start; why is above.');
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  return { stack: JSON.parse(ready) as Stack, stop };
}

async function firstLine(output: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface({ input: output })) {
    output.on('data', () => {}); // the rest is read, or the process would stop at a full pipe
    output.resume();
    return line;
  }
  return undefined;
}
