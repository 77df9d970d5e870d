/** `npm run reconcile`: compares the copy with Logto and mends it. `-- --help` tells the rest. */
import { parseArgs } from 'node:util';
import { env, inspectEnvironment } from '#app/env.server.ts';
import { isLogtoError } from '#app/logto/errors.server.ts';
import { explainLogtoFailure } from '#app/logto/explain.server.ts';
import { slowestPace } from '#app/logto/pace.server.ts';
import { reconcile, type Tally, usualPace } from '#app/sync/reconcile/reconcile.server.ts';
import { closeDatabase, isDatabaseAway } from '#app/tenants/db.server.ts';
import { onTerminal } from './reconcile-terminal.ts';

const usage = 'Usage: npm run reconcile -- [--dry-run] [--organization ID|SLUG] [--pace CALLS]';
const help = `${usage}

Compares the app's copy of people, organizations, members, invitations, machines and sign-in settings with Logto, and
mends the copy. Safe while people work, and to be stopped at any time: what is mended stays so.

  --dry-run                 only tell what differs
  --organization ID|SLUG    look at this one alone
  --pace CALLS              at most so many calls to Logto in 10 s (${usualPace}; not less than ${slowestPace})
  --help

On a terminal it shows how far it is; otherwise it prints JSON: a line for each finding, and one for the end.

Ends with 0 when the copy is as Logto has it, 3 when something still differs (found by a dry run, or left to an
operation that is under way), 1 when it could not look at everything, 2 when it was called wrongly, 130 when stopped.`;

const exits = { failed: 1, wrongCall: 2, differs: 3, stopped: 130 };

/** What the operator can do something about: told in a line, without a stack. */
class Mistake extends Error {
  readonly exit: number;
  constructor(message: string, exit: number) {
    super(message);
    this.exit = exit;
  }
}

const stop = new AbortController();
process.once('SIGINT', () => stop.abort(new Mistake('Stopped: what is mended stays so.', exits.stopped)));
process.once('SIGTERM', () => stop.abort(new Mistake('Stopped: what is mended stays so.', exits.stopped)));

try {
  const options = optionsOf(process.argv.slice(2));
  if (options.help) console.log(help);
  else await run(options);
} catch (error) {
  const { message, exit } = asMistake(error);
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
  console.error(message);
  process.exitCode = exit;
}

type Options = ReturnType<typeof optionsOf>;

async function run({ dryRun, organization, pace }: Options): Promise<void> {
  checkEnvironment();
  try {
    const shown = process.stdout.isTTY ? onTerminal(process.stdout) : asJson();
    const { signal } = stop;
    const tally = await reconcile({ dryRun, organization, pace, signal, told: shown.told, step: shown.step });
    if (!tally) throw new Mistake(`Neither Logto nor the copy has an organization ${organization}.`, exits.failed);
    shown.done(tally, dryRun);
    if (tally['to-mend'] + tally['left-alone'] > 0) process.exitCode = exits.differs;
  } finally {
    await closeDatabase();
  }
}

function asJson() {
  const line = (about: object) => console.log(JSON.stringify(about));
  return {
    told: line,
    step: () => {},
    done: (tally: Tally, dryRun: boolean) => line({ done: true, dryRun, ...tally }),
  };
}

function optionsOf(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        'dry-run': { type: 'boolean', default: false },
        organization: { type: 'string' },
        pace: { type: 'string', default: String(usualPace) },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { 'dry-run': dryRun, organization, help } = values;
    const pace = Number(values.pace);
    if (!(pace >= slowestPace)) throw new Error(`--pace ${values.pace}: give a number, not less than ${slowestPace}.`);
    if (organization === '') throw new Error('--organization: give its id or its slug.');
    return { dryRun, organization, pace, help };
  } catch (error) {
    const [reason = ''] = (error as Error).message.split(/\.? (?=To specify)|\.$|\n/);
    throw new Mistake(`${reason}. ${usage}`, exits.wrongCall);
  }
}

function checkEnvironment(): void {
  const { problems } = inspectEnvironment(process.env);
  if (problems.length === 0) return;
  const names = problems.map(({ name }) => name).join(', ');
  throw new Mistake(`Not set, or not valid: ${names}. \`npm run doctor\` tells what each is.`, exits.failed);
}

function asMistake(error: unknown): Mistake {
  if (error instanceof Mistake) return error;
  if (isLogtoError(error)) return new Mistake(explainLogtoFailure(error, credentials()), exits.failed);
  // The last line of what Prisma tells is what PostgreSQL said.
  if (isDatabaseAway(error) || /^PrismaClient/.test((error as Error).name)) {
    return new Mistake((error as Error).message.trim().split('\n').at(-1)!, exits.failed);
  }
  throw error;
}

function credentials() {
  const { LOGTO_ENDPOINT: endpoint, LOGTO_M2M_APP_ID: id, LOGTO_M2M_APP_SECRET: secret } = env();
  return { endpoint, m2m: { id, secret }, managementApi: env().LOGTO_MANAGEMENT_API };
}
