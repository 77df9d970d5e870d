/**
 * `npm run reconcile`: compares the copy with Logto and mends it. `-- --dry-run` only tells, `--organization ID|slug` looks at
 * one, `--pace 200` is how many calls to Logto there may be in 10 s. On a terminal it shows how far it is; otherwise it
 * prints JSON, a line for each finding and one for the end. Ends with code 1 when it could not look at everything.
 */
import { parseArgs } from 'node:util';
import { env } from '#app/env.server.ts';
import { isLogtoError } from '#app/logto/errors.server.ts';
import { explainLogtoFailure } from '#app/logto/explain.server.ts';
import { reconcile, usualPace } from '#app/sync/reconcile/reconcile.server.ts';
import { closeDatabase } from '#app/tenants/db.server.ts';

/** What the operator can do something about: told without a stack. */
class Mistake extends Error {}

const terminal = process.stdout.isTTY;
try {
  await main();
} catch (error) {
  if (!(error instanceof Mistake) && !isLogtoError(error)) throw error;
  console.error(isLogtoError(error) ? explainLogtoFailure(error, credentials()) : error.message);
  process.exitCode = 1;
} finally {
  await closeDatabase();
}

async function main(): Promise<void> {
  const { dryRun, organization, pace } = options();
  let organizations = 0;
  const tally = await reconcile({
    dryRun,
    organization,
    pace,
    told: (finding) => {
      if (!terminal) return console.log(JSON.stringify(finding));
      const { outcome, what, id, difference } = finding;
      process.stdout.write(`\r\x1b[K${outcome.padEnd(10)}  ${what} ${id}: ${difference}\n`);
    },
    step: () => {
      if (terminal) process.stdout.write(`\r\x1b[K${++organizations} organizations looked at`);
    },
  });
  if (!tally) throw new Mistake(`Neither Logto nor the copy has an organization ${organization}.`);
  if (!terminal) return console.log(JSON.stringify({ done: true, dryRun, ...tally }));
  const told = `${tally.mended} mended, ${tally['to-mend']} to mend, ${tally['left-alone']} left alone`;
  process.stdout.write(`\r\x1b[K${tally.organizations} organizations: ${told}\n`);
}

function options() {
  try {
    const { values } = parseArgs({
      options: { 'dry-run': { type: 'boolean' }, organization: { type: 'string' }, pace: { type: 'string' } },
    });
    const pace = Number(values.pace ?? usualPace);
    if (!(pace >= 1)) throw new Mistake('--pace is how many calls to Logto there may be in 10 s: such as 200.');
    return { dryRun: values['dry-run'] ?? false, organization: values.organization, pace };
  } catch (error) {
    if (error instanceof Mistake) throw error;
    throw new Mistake(
      `${(error as Error).message}\nUsage: npm run reconcile -- [--dry-run] [--organization ID|slug] [--pace N]`,
    );
  }
}

function credentials() {
  const { LOGTO_ENDPOINT: endpoint, LOGTO_M2M_APP_ID: id, LOGTO_M2M_APP_SECRET: secret } = env();
  return { endpoint, m2m: { id, secret }, managementApi: env().LOGTO_MANAGEMENT_API };
}
