/**
 * `npm test`: everything, on a fresh clone, beside a running `npm run dev`, twice, or in two copies at once. Ends with one
 * line that sums all runners. `npm test -- --only e2e` runs one step (steps: `test-steps.mjs`). Named so, the contract and
 * browser tests use the Logto of the environment, with `--dotenv` also of `.env`; otherwise everything uses a local one.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { forgetServices, tellOfDotenv } from './given-services.mjs';
import { requireNode } from './node-version.mjs';

requireNode();
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { installOrExit } = await import('./install.mjs');
await installOrExit();
const { heldBack, rows, steps } = await import('./test-steps.mjs');

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true }, dotenv: { type: 'boolean' } } });
const unknown = values.only?.find((name) => !(name in steps));
if (unknown) {
  console.error(`There is no step "${unknown}". Steps: ${Object.keys(steps).join(', ')}.`);
  process.exit(1);
}

const mayUseGivenLogto = values.only?.some((name) => name === 'e2e' || name === 'contract') ?? false;
if (values.dotenv && !mayUseGivenLogto) {
  console.error('--dotenv is for `npm run test:e2e`: the other tests leave the Logto of .env alone.');
  process.exit(1);
}
if (values.dotenv) process.loadEnvFile('.env');
if (mayUseGivenLogto) tellOfDotenv();
else forgetServices();

const sum = { passed: 0, failed: 0, skipped: 0 };
const reports = mkdtempSync(join(tmpdir(), 'tenantry-test-'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

for (const row of rows) {
  const names = row.filter((name) => !values.only || values.only.includes(name));
  if (names.length > 1) console.log(`\n${names.map((name) => steps[name].title).join(', ')}, at once …`);
  await Promise.all(names.map((name) => take(name, names.length > 1)));
}

console.log(`\n${line(sum)}`);
process.exitCode = sum.failed > 0 ? 1 : 0;

async function take(name, isBesideOthers) {
  const { title, run } = steps[name];
  const report = join(reports, `${name}.json`);
  const heading = `\n── ${title} ${'─'.repeat(Math.max(0, 76 - title.length))}\n`;
  const began = Date.now();
  if (!isBesideOthers) console.log(heading);
  const printed = [];
  const result = await (isBesideOthers ? heldBack.run(printed, () => run(report)) : run(report));
  if (isBesideOthers) console.log(heading + Buffer.concat(printed));
  for (const kind of Object.keys(sum)) sum[kind] += result[kind];
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(`\n${result.failed > 0 ? '✗' : '✓'} ${title}: ${line(result)} (${seconds} s)`);
}

function line({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
