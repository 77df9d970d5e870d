/** `npm run logto:setup`: shows what Logto and `.env` lack, asks, does it, and says what is left for a person. */
import { isLogtoError } from '#app/logto/errors.server.ts';
import { ask } from './ask.ts';
import { readCommandLine, usage, type CommandLine } from './command-line.ts';
import { checkEndpoint } from './endpoint.ts';
import { readVariables } from './environment-file.ts';
import { lookAtFile, saveCredentials, showCredentials, type FileLook } from './environment-plan.ts';
import { inWords, Stopped } from './failure.ts';
import { listHumanTasks } from './human-tasks.ts';
import { contextOf } from './index.ts';
import { complain, outliveReaders, say } from './output.ts';
import { applyPlan, changesOf, makePlan, type Plan, type PlannedChange } from './plan.ts';
import { readSavedFile, requireWritable } from './saved-file.ts';
import { merge, readSettings, type Variables } from './settings.ts';
import type { SetupContext, SetupOptions } from './step.ts';

let settings: SetupOptions | undefined;

const run = async (command: CommandLine): Promise<number> => {
  if (command.help) {
    console.log(usage);
    return 0;
  }
  const saved = await readSavedFile(command.file);
  const file: Variables = readVariables(saved.text ?? '');
  settings = readSettings(merge(process.env, file));
  settings = { ...settings, endpoint: await checkEndpoint(settings.endpoint) };
  const context = contextOf(settings);

  const plan = await makePlan(context);
  const changes = changesOf(plan);
  const look = command.print ? undefined : await lookAtFile(context, settings, saved, file);
  show(context, command, changes, look);
  if (command.dryRun) {
    await showTasks(context);
    return 0;
  }
  if (look?.changes) await requireWritable(saved);
  const consent = await mayGoOn(context, command, changes, look);
  if (consent !== 'yes') return consent === 'no' ? 0 : 1;

  await apply(context, plan, changes, () =>
    command.print ? showCredentials(context) : save(context, settings as SetupOptions, command.file),
  );
  await showTasks(context);
  return 0;
};

const save = async (context: SetupContext, settings: SetupOptions, path: string) => {
  const done = await saveCredentials(context, settings, path);
  if (done) say(`✓ ${path}: ${done}`, '', '  ');
};

const show = (context: SetupContext, command: CommandLine, changes: PlannedChange[], look: FileLook | undefined) => {
  say(`Logto at ${context.endpoint}, the app at ${context.appUrl}`);
  const lines = [...changes, ...(look?.changes ?? []).map((what) => ({ step: command.file, what }))];
  let step = '';
  for (const change of lines) {
    if (change.step !== step) say(`\n${change.step}`);
    step = change.step;
    say(change.what, '  ', '    ');
  }
  for (const notice of look?.notices ?? []) say(`\nNote: ${notice}`, '', '  ');
  if (lines.length === 0) say('\nNothing to do.');
};

/** What changes Logto, or a value that somebody has put into the file, is asked about. */
const mayGoOn = async (
  context: SetupContext,
  command: CommandLine,
  changes: PlannedChange[],
  look: FileLook | undefined,
): Promise<'yes' | 'no' | 'nobody to ask'> => {
  const number = changes.length;
  if (command.yes || (number === 0 && !look?.replaces)) return 'yes';
  if (!process.stdin.isTTY) {
    complain('\nNothing was changed: there is no terminal to ask at. Run it again with --yes to apply this.');
    return 'nobody to ask';
  }
  const question =
    number > 0
      ? `Apply ${number === 1 ? 'this change' : `these ${number} changes`} to ${context.endpoint}?`
      : `Replace the values in ${command.file}?`;
  if (await ask(`\n${question} [y/N] `)) return 'yes';
  say('Nothing was changed.');
  return 'no';
};

const apply = async (context: SetupContext, plan: Plan, changes: PlannedChange[], save: () => Promise<void>) => {
  const done: PlannedChange[] = [];
  if (changes.length > 0) say();
  try {
    await applyPlan(context, plan, (change) => {
      done.push(change);
      say(`✓ ${change.step}: ${change.what}`, '', '  ');
    });
    await save();
  } catch (error) {
    const left = changes.filter(({ step, what }) => !done.some((one) => one.step === step && one.what === what));
    throw new Stopped(changes.length - left.length, left, error);
  }
};

const showTasks = async (context: SetupContext) => {
  // Everything is done by now: what is only advice must not make it a failure.
  const tasks = await listHumanTasks(context).catch((error: unknown) => {
    if (!isLogtoError(error)) throw error;
    say('\nWhat is left for you could not be looked up: run it again to see it.');
    return [];
  });
  if (tasks.length === 0) return;
  say('\nLeft for you:');
  for (const { what, where, optional } of tasks) {
    say(`- ${optional ? 'Optional: ' : ''}${what}`, '  ', '    ');
    say(where, '    ');
  }
};

outliveReaders();
try {
  process.exitCode = await run(readCommandLine(process.argv.slice(2)));
} catch (error) {
  complain(inWords(error, settings));
  process.exitCode = 1;
}
