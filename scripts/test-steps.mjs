/** The steps of `npm test`, in order. Each answers how many of its checks passed, failed and were skipped. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { findChromium, noChromium } from './chromium.mjs';
import { generateIfNeeded } from './generate.mjs';
import { withLock } from './lock.mjs';

const one = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });

const all = async (...commands) => {
  const results = await Promise.all(commands.map(([command, ...args]) => run(command, args)));
  return one(results.every(Boolean));
};

const vitest =
  (...args) =>
  async (report, env = {}) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    return countVitest(report, await run('vitest', ['run', ...reporters, ...args], env));
  };

/** Each run of the npm package's Chromium has a folder of its own, which goes when the step is done. */
const withChromium = (step) => async (report) => {
  const chromium = await findChromium();
  if (!chromium) {
    console.error(noChromium);
    return one(false);
  }
  try {
    return await step(report, { ...chromium.env, CHROMIUM_PATH: chromium.path });
  } finally {
    chromium.remove();
  }
};

/** Within: what a step prints goes there, and not to the terminal. */
export const heldBack = new AsyncLocalStorage();

const typecheck = ['tsc', '--noEmit', '--incremental', '--tsBuildInfoFile', '.local/typescript.tsbuildinfo'];

export const steps = {
  client: { title: 'Prisma client', run: client },
  /** At once, as each has one thread. The environment's tests use what the compiler remembers. */
  code: { title: 'Types and lint', run: () => all(typecheck, ['eslint', '.'], ['prettier', '--check', '.']) },
  size: { title: 'Sizes of the widgets', run: () => all(['node', 'widgets/size.mjs']) },
  package: { title: 'The package of the widgets', run: () => all(['node', 'tests/hosts/check.mjs']) },
  unit: { title: 'Unit tests', run: vitest('--project', 'unit') },
  integration: {
    title: 'Integration and environment tests',
    // In one run: the environment's one long test has its one thread beside the others.
    run: vitest(...['environment', 'integration', 'older-logto'].flatMap((project) => ['--project', project])),
  },
  faults: { title: 'A sample of the fault test', run: faults },
  contract: { title: 'Contract tests', run: vitest('--project', 'contract') },
  logto: { title: 'Local Logto', run: withChromium(vitest('--root', 'local/logto')) },
  build: { title: 'Build', run: () => withLock('.local/build.lock', () => all(['remix', 'vite:build'])) },
  instances: { title: 'Two instances of the build', run: vitest('--project', 'instances') },
  pages: { title: 'Sizes of the pages', run: () => all(['node', 'scripts/page-size.mjs']) },
  e2e: { title: 'Browser tests', run: withChromium(playwright) },
};

/** Those of a row run at once: alone, each would leave a processor idle. */
export const rows = [
  ['client'],
  ['code'],
  ['size', 'package', 'build'],
  ['pages'],
  ['unit', 'contract', 'logto'],
  ['integration'],
  ['faults'],
  ['instances'],
  ['e2e'],
];

/** Not a check of its own: the others say what is wrong with it. */
async function client() {
  await generateIfNeeded();
  return { passed: 0, failed: 0, skipped: 0 };
}

/** Each case counts. `npm run test:faults` tries them all; another FAULTS_SEED, others. */
async function faults(report) {
  const seed = process.env.FAULTS_SEED ?? '1';
  const args = ['--import', 'tsx', 'tests/faults/run.ts', '--sample', '108', '--seed', seed, '--report', report];
  const ok = await run('node', args);
  return read(report) ?? one(ok);
}

async function playwright(report, env) {
  const ok = await run('playwright', ['test'], { ...env, TENANTRY_TEST_REPORT: report });
  return countPlaywright(report, ok);
}

function countVitest(report, ok) {
  const found = read(report);
  if (!found) return one(ok);
  // A file that cannot be loaded has no tests that could fail.
  const broken = found.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  const failed = found.numFailedTests + broken.length;
  return {
    passed: found.numPassedTests,
    failed: failed || (ok ? 0 : 1),
    skipped: found.numPendingTests + found.numTodoTests,
  };
}

function countPlaywright(report, ok) {
  const found = read(report);
  if (!found) return one(ok);
  const { expected, unexpected, flaky, skipped } = found.stats;
  return { passed: expected + flaky, failed: unexpected || (ok ? 0 : 1), skipped };
}

function read(report) {
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
}

function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const isNode = command === 'node';
    const held = heldBack.getStore();
    const output = held ? 'pipe' : 'inherit';
    const child = spawn(isNode ? process.execPath : `node_modules/.bin/${command}`, args, {
      stdio: ['ignore', output, output],
      env: { ...process.env, ...(held && process.stdout.isTTY && { FORCE_COLOR: '1' }), ...env },
      shell: !isNode && process.platform === 'win32',
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => held?.push(chunk));
    child.on('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.on('close', (code) => resolve(code === 0));
  });
}
