/**
 * Playwright's global set-up: starts the stack of `browser-stack.ts` as a process of its own, and tells the tests where it
 * is by the environment. Closing its input stops it, so it cannot outlive this process.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export default async function setup() {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const stack = spawn(process.execPath, ['--import', 'tsx', 'tests/support/browser-stack.ts'], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => stack.once('exit', () => resolve()));
  const ready = await Promise.race([firstLine(stack.stdout), ended]);
  if (!ready) throw new Error('The app for the browser tests did not start; why is above.');
  process.env.TENANTRY_BROWSER_STACK = ready;

  return async () => {
    stack.stdin.end();
    await ended;
  };
}

async function firstLine(output: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface({ input: output })) {
    output.on('data', () => {}); // the rest is read, or the process would stop at a full pipe
    output.resume();
    return line;
  }
  return undefined;
}
