import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '../scripts/lock.mjs';
import type { PostgresHome } from './postgres-home.ts';

/**
 * The port of the server that already runs on this data, or none; then a left-behind `postmaster.pid` is gone, too.
 * `answers` tells whether the server at a port is that one.
 */
export async function runningPort(
  home: PostgresHome,
  answers: (port: number) => Promise<boolean>,
): Promise<number | undefined> {
  const pidFile = join(home.data, 'postmaster.pid');
  for (let waited = 0; ; waited += 100) {
    const [pid, , , port] = read(pidFile).map(Number);
    if (!pid) return undefined;
    if (port && (await answers(port))) return port;
    // The number may meanwhile belong to a stranger.
    if (!isAlive(pid) || !commandOf(pid).includes(home.data)) break;
    if (waited > 15_000) process.kill(pid, 'SIGQUIT');
    await pause(100);
  }
  rmSync(pidFile, { force: true });
  return undefined;
}

function read(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  }
}
