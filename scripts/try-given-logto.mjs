/**
 * The browser tests as somebody runs them who has a Logto: one that was started elsewhere, holds what others made, was
 * prepared by `npm run logto:setup` and is named by the environment alone. Afterwards nothing of the run may be left in it.
 * Takes minutes, so it is no test: `node scripts/try-given-logto.mjs [--logto-version 1.37] [--without-webhooks]`.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { values } = parseArgs({
  options: { 'logto-version': { type: 'string', default: '1.41' }, 'without-webhooks': { type: 'boolean' } },
});
const folder = mkdtempSync(join(tmpdir(), 'tenantry-given-'));
const started = await startLogto(values['logto-version']);
process.on('exit', () => {
  started.child.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

const { endpoint, m2m } = started;
const given = {
  APP_URL: `http://localhost:${await freePort()}`,
  LOGTO_ENDPOINT: endpoint,
  LOGTO_M2M_APP_ID: m2m.id,
  LOGTO_M2M_APP_SECRET: m2m.secret,
  E2E_MAILBOX_URL: `${endpoint}/local/mails`,
};
const manage = await connect(started);
await makeOthersThings(manage);
const before = await inventory(manage);

const setup = ['--import', 'tsx', 'scripts/logto-setup/cli.ts', '--yes', '--env', join(folder, 'env')];
if (!(await run(setup, given))) throw new Error('The set-up failed.');
if (values['without-webhooks']) {
  for (const { id } of await manage('GET', '/hooks')) await manage('PATCH', `/hooks/${id}`, { enabled: false });
}
const passed = await run(['scripts/test.mjs', '--only', 'client', '--only', 'build', '--only', 'e2e'], given);
const after = await inventory(manage);
if (after !== before) throw new Error(`The tests left something:\nbefore ${before}\nafter  ${after}`);
console.log(`Nothing is left of the run in Logto ${values['logto-version']}.`);
process.exit(passed ? 0 : 1);

async function startLogto(version) {
  const args = ['--import', 'tsx', 'local/logto/src/cli.ts', '--empty', '--logto-version', version];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    child.stdout.resume();
    return { ...JSON.parse(line), child };
  }
  throw new Error('The local Logto did not start.');
}

/** More than a page of everything, in the way of whoever thinks that the server is theirs alone. */
async function makeOthersThings(manage) {
  for (let index = 0; index < 120; index++) {
    const { id } = await manage('POST', '/organizations', { name: `Acme ${index}` });
    const user = await manage('POST', '/users', {
      primaryEmail: `somebody-${index}@elsewhere.test`,
      name: 'Ada Byron',
    });
    await manage('POST', `/organizations/${id}/users`, { userIds: [user.id] });
  }
}

async function inventory(manage) {
  const found = {};
  for (const path of ['/organizations', '/users']) {
    found[path] = [];
    for (let page = 1; ; page++) {
      const rows = await manage('GET', `${path}?page=${page}&page_size=100`);
      if (rows.length === 0) break;
      found[path].push(...rows.map(({ id }) => id));
    }
    found[path] = `${found[path].length}: ${found[path].toSorted().join(' ')}`;
  }
  return JSON.stringify(found);
}

async function connect({ endpoint, m2m }) {
  const granted = await fetch(`${endpoint}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${m2m.id}:${m2m.secret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      resource: 'https://default.logto.app/api',
      scope: 'all',
    }),
  });
  const { access_token: token } = await granted.json();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return async (method, path, body) => {
    const answer = await fetch(`${endpoint}/api${path}`, { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.headers.get('content-type')?.includes('json') ? answer.json() : undefined;
  };
}

/** Without what this shell may say of another Logto or database. */
function run(args, given) {
  const { PATH, HOME, TMPDIR, CHROMIUM_PATH } = process.env;
  const env = Object.fromEntries(Object.entries({ PATH, HOME, TMPDIR, CHROMIUM_PATH }).filter(([, value]) => value));
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...env, ...given } });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code === 0)));
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
