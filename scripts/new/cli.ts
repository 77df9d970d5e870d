/** `npm run new`: writes what every feature, flow or permission begins with. See docs/add-a-feature.md. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generateIfNeeded } from '../generate.mjs';
import { outliveReaders } from '../logto-setup/output.ts';
import type { Change } from './change.ts';
import { newFeature, removeFeature } from './feature.ts';
import { newFlow } from './flow.ts';
import { newPermission } from './permission.ts';
import { Refused } from './refused.ts';

const usage = `npm run new -- feature NAME      data of a workspace: table, policy, page, texts, audit events, test
npm run new -- flow NAME         something a person does in Logto and here, whole or not at all, and its test
npm run new -- permission NAME   a permission for roles to hold, such as export:data, and its test
npm run new -- remove NAME       takes a feature out again, such as the sample: projects

NAME is in small letters, words joined by “-”; a feature is called after several of its things: purchase-orders.

  --singular NAME     (feature, remove) what one of them is called, where English does not tell: people → person
  --spanish "LA, LAS" (feature) one and several in Spanish, with their articles: "la tarea, las tareas"
  --roles A,B         (permission) who holds it; owner,admin when left out
  --description TEXT  (permission) what it lets people do

Everything is checked before anything is written. docs/add-a-feature.md walks through it.`;

const root = fileURLToPath(new URL('../..', import.meta.url));

type Options = { singular?: string; spanish?: string; roles?: string; description?: string };
type Kind = {
  options: (keyof Options)[];
  plan: (name: string, options: Options) => Change;
  next: (name: string) => string;
};

const kinds: Record<string, Kind> = {
  feature: {
    options: ['singular', 'spanish'],
    plan: (name, options) => newFeature(root, name, options),
    next: (name) => `See it pass and look at it:

  npx vitest run --project integration tests/integration/pages/${name}.test.ts
  npm run dev        makes the table; the page is in the rail of every workspace`,
  },
  remove: {
    options: ['singular'],
    plan: (name, options) => removeFeature(root, name, options),
    next: (name) => `Its table goes, with what is in it, by the new migration:

  npm run typecheck  finds what else you have written about ${name}
  npm run dev        drops the table here; npm run migrate does so for a deployment`,
  },
  flow: {
    options: [],
    plan: (name) => newFlow(root, name),
    next: (name) => `See it pass, and make it do what its name says:

  npx vitest run --project integration tests/flows/${name}.test.ts`,
  },
  permission: {
    options: ['roles', 'description'],
    plan: (name, options) => newPermission(root, name, options),
    next: (name) => `On each environment, in this order:

  npm run logto:setup   puts it into Logto's organization template
  deploy                guards may ask for it: requireOrganization(args, '${name}')

People who are signed in get it unseen: nobody is refused or has to sign in again (docs/decisions/0033).`,
  },
};

const marks = { created: '+', edited: '~', deleted: '-' } as const;

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      singular: { type: 'string' },
      spanish: { type: 'string' },
      roles: { type: 'string' },
      description: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const { help, ...options } = values;
  if (help || args.length === 0) {
    console.log(usage);
    return 0;
  }
  const [kind = '', name, ...rest] = positionals;
  const chosen = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  const wrong = Object.keys(options).find((each) => !chosen?.options.includes(each as keyof Options));
  if (!chosen || name === undefined || rest.length > 0 || wrong) {
    const why = chosen && wrong ? `\`${kind}\` takes no --${wrong}.\n\n` : '';
    console.error(why + usage);
    return 1;
  }
  const written = await chosen.plan(name, options).write();
  for (const way of ['created', 'edited', 'deleted'] as const) {
    for (const file of written[way]) console.log(`${marks[way]} ${file}`);
  }
  await generateIfNeeded();
  console.log(`\n${chosen.next(name)}`);
  if (kind === 'feature' && !options.spanish) {
    console.log(`\nIts Spanish has the English words in « » for now: write better ones in app/i18n/es/${name}.ts.`);
  }
  return 0;
}

outliveReaders();

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (!(error instanceof Refused) && !isUsage) throw error;
  console.error(isUsage ? `${error.message}\n\n${usage}` : error.message);
  process.exitCode = 1;
}
