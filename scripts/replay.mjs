/**
 * Replays exchanges that were recorded from a real Logto against the local one, and adds them to a sum of tests.
 *
 *     node scripts/replay.mjs ../shared/logto "12 passed, 0 failed, 1 skipped"
 */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const [folder, soFar] = process.argv.slice(2);
const server = spawn('npm', ['run', '--silent', 'logto:local', '--', '--port', '0', '--empty'], {
  stdio: ['ignore', 'pipe', 'inherit'],
  detached: true, // npm and what it starts end together
});

const found = await credentials();
const output = found ? replay(found) : 'The local Logto did not start.';
if (server.exitCode === null) process.kill(-server.pid, 'SIGTERM');
console.log(output);

const [, matched, of] = /(\d+) of (\d+) exchanges match/.exec(output) ?? [null, 0, 1];
const [passed, failed, skipped] = soFar.match(/\d+/g).map(Number);
const differ = Number(of) - Number(matched);
console.log(`${passed + Number(matched)} passed, ${failed + differ} failed, ${skipped} skipped`);
process.exit(differ > 0 ? 1 : 0);

async function credentials() {
  for await (const line of createInterface({ input: server.stdout })) {
    if (line.startsWith('{')) return JSON.parse(line);
  }
  return undefined;
}

function replay({ endpoint, m2m, noScope }) {
  const identity = ['--client-id', m2m.id, '--client-secret', m2m.secret];
  const stranger = ['--noscope-id', noScope.id, '--noscope-secret', noScope.secret];
  const args = [join(folder, 'replay.mjs'), '--endpoint', endpoint, ...identity, ...stranger];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return `${stdout}${stderr}`.trim();
}
