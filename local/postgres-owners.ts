/**
 * Which processes use a cluster: a file each, named after the process. The last to leave stops the server; a process that
 * is killed cannot, so beside each waits a shell that notices the end of its process and does it in its place.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../scripts/lock.mjs';

const watcher = `
  cat >/dev/null
  [ -e "$1" ] || exit 0
  rm -f "$1"
  for owner in "$2"/*; do
    [ -e "$owner" ] || continue
    name=\${owner##*/}
    kill -0 "\${name%%.*}" 2>/dev/null && exit 0
  done
  kill -INT "$(head -n 1 "$3")"
`;

/** Call before looking whether the server runs: from then on nobody else stops it. */
export function joinOwners(directory: string, pidFile: string): () => { wasLast: boolean } {
  const owners = join(directory, 'owners');
  // Not counted: a process may have loaded this module twice.
  const file = join(owners, `${process.pid}.${randomUUID()}`);
  mkdirSync(owners, { recursive: true });
  writeFileSync(file, '');

  const shell = spawn('/bin/sh', ['-c', watcher, 'sh', file, owners, pidFile], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  });
  shell.on('error', () => {}); // no shell, as on Windows: then only a killed process leaves its server running
  shell.unref();

  return () => {
    rmSync(file, { force: true });
    shell.stdin?.destroy();
    return { wasLast: !readdirSync(owners).some((name) => isAlive(Number.parseInt(name, 10))) };
  };
}
