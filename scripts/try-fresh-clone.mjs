/**
 * What a newcomer meets, tried for real: two fresh clones under a 0700 folder, `npm run dev` in both at once, hot reload in
 * the second, and nothing left behind after Ctrl-C. Takes minutes, so it is no test: `node scripts/try-fresh-clone.mjs`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const parent = mkdtempSync(join(tmpdir(), 'tenantry-fresh-'));
const copies = [];

try {
  for (const name of ['first', 'second']) {
    const folder = join(parent, name);
    spawnSync('git', ['clone', '--quiet', root, folder], { stdio: 'inherit' });
    const copy = await runDev(folder);
    copies.push(copy);
    console.log(`${name}: ${copy.url}, first page after ${copy.seconds} s (budget 60 on a quiet machine)`);
  }
  const [first, second] = copies;
  if (first.url === second.url) throw new Error('Both copies have the same address.');
  await hotReloads(second);
  console.log('second: a changed file reaches the browser');
} finally {
  for (const { child } of copies) {
    child.kill('SIGINT');
    await new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve()));
  }
  rmSync(parent, { recursive: true, force: true });
}

const left = spawnSync('ps', ['-eo', 'pid,command'], { encoding: 'utf8' })
  .stdout.split('\n')
  .filter((line) => line.includes(parent));
if (left.length > 0) throw new Error(`Left behind:\n${left.join('\n')}`);
console.log('nothing is left running');

async function runDev(folder) {
  const child = spawn(process.execPath, ['scripts/dev.mjs'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const output = [];
  for await (const line of createInterface({ input: child.stdout })) {
    output.push(line);
    const found = /(http:\/\/\S+)\s+first page after ([\d.]+) seconds/.exec(line);
    if (!found) continue;
    child.stdout.resume();
    return { folder, child, url: found[1], seconds: Number(found[2]) };
  }
  throw new Error(`npm run dev ended in ${folder}:\n${output.join('\n')}`);
}

/** Listens on Vite's WebSocket as a browser does, changes a file of the app, and waits for the news. */
async function hotReloads({ folder, url }) {
  await (await fetch(url)).text();
  const client = await (await fetch(`${url}/@vite/client`)).text();
  const token = /wsToken = "([^"]+)"/.exec(client)?.[1] ?? '';
  const socket = await openSocket(`${url}/?token=${token}`);
  await fetch(`${url}/app/root.tsx`).then((answer) => answer.text());
  const news = new Promise((resolve, reject) => {
    socket.on('data', (bytes) => /"type":"(update|full-reload|custom)"/.test(bytes.toString()) && resolve());
    socket.on('close', () => reject(new Error('The WebSocket closed.')));
    setTimeout(() => reject(new Error('No news of the changed file within 20 seconds.')), 20_000).unref();
  });
  appendFileSync(join(folder, 'app/root.tsx'), '\n// changed\n');
  await news;
  socket.destroy();
}

function openSocket(address) {
  return new Promise((resolve, reject) => {
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.from('tenantry-tenantry').subarray(0, 16).toString('base64'),
      'sec-websocket-protocol': 'vite-hmr',
    };
    request(address, { headers })
      .on('upgrade', (_answer, socket) => resolve(socket))
      .on('response', (answer) => reject(new Error(`The WebSocket was refused: ${answer.statusCode}.`)))
      .on('error', reject)
      .end();
  });
}
