/** What the `.env` file lacks of what the app needs, and its writing. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { applicationCredentials } from './application.ts';
import { sameServer } from './endpoint.ts';
import { readVariables, setVariables } from './environment-file.ts';
import { readSetup, type SetupResult } from './index.ts';
import { readSavedFile, writeSavedFile, type SavedFile } from './saved-file.ts';
import { given, type Variables } from './settings.ts';
import { SetupRefusal, type SetupContext, type SetupOptions } from './step.ts';
import { findWebhook } from './webhook.ts';

export type FileLook = {
  /** A line each; what is only known once Logto is set up is in it by name. */
  changes: string[];
  /** Whether a value that is there becomes another. */
  replaces: boolean;
  notices: string[];
};

/** A value that only Logto knows, once it is set up, is `undefined` until then. */
type Wanted = Record<string, string | undefined>;

const heading = 'Logto, by npm run logto:setup';

const credentials = ({ appId, appSecret, webhookSigningKey, apiResource }: Partial<SetupResult>): Wanted => ({
  LOGTO_APP_ID: appId,
  LOGTO_APP_SECRET: appSecret,
  LOGTO_WEBHOOK_SIGNING_KEY: webhookSigningKey,
  LOGTO_API_RESOURCE: apiResource,
});

/** What the set-up was given by the environment, so that the app finds it too; and what the app needs besides Logto. */
const additions = (file: Variables, settings: SetupOptions): Wanted => {
  const environment: Variables = { ...process.env };
  const value: Variables = { ...environment, LOGTO_ENDPOINT: settings.endpoint, APP_URL: settings.appUrl };
  const names = given.filter((name) => environment[name]?.trim() && !file[name]?.trim());
  return {
    ...Object.fromEntries(names.map((name) => [name, value[name]?.trim()])),
    ...(callsItselfOtherwise(file, settings) && { LOGTO_ENDPOINT: settings.endpoint }),
    ...(environment['SESSION_SECRET'] || file['SESSION_SECRET']
      ? {}
      : { SESSION_SECRET: randomBytes(32).toString('base64') }),
  };
};

/** Browsers are signed in at the name that Logto gives itself: 127.0.0.1 and localhost have cookies of their own. */
const callsItselfOtherwise = ({ LOGTO_ENDPOINT: written = '' }: Variables, { endpoint }: SetupOptions) =>
  URL.canParse(written) && new URL(written).origin !== endpoint && sameServer(written, endpoint);

const differing = (file: Variables, wanted: Wanted) => {
  const names = Object.keys(wanted).filter((name) => wanted[name] === undefined || wanted[name] !== file[name]);
  return { added: names.filter((name) => !file[name]), replaced: names.filter((name) => file[name]) };
};

export const lookAtFile = async (
  context: SetupContext,
  settings: SetupOptions,
  saved: SavedFile,
  file: Variables,
): Promise<FileLook> => {
  const [application, hook] = await Promise.all([applicationCredentials(context), findWebhook(context)]);
  const { apiResource } = context;
  const wanted = {
    ...credentials({ ...application, ...(hook && { webhookSigningKey: hook.signingKey }), apiResource }),
    ...additions(file, settings),
  };
  // Better to know before Logto is changed that the file cannot take it.
  setVariables(
    await textToEdit(saved),
    Object.fromEntries(Object.keys(wanted).map((name) => [name, wanted[name] ?? 'known-later'])),
    heading,
  );

  const { added, replaced } = differing(file, wanted);
  return {
    changes: [
      ...(saved.text === undefined ? ['create it in the shape of .env.example'] : []),
      ...(added.length > 0 ? [`set ${added.map(nameWithOrigin).join(', ')}`] : []),
      ...replaced.map((name) => `replace ${name}${was(name, file, application?.appId)}`),
    ],
    replaces: replaced.length > 0,
    notices: overridden(file).map(
      (name) =>
        `the environment’s ${name} is used; the file has another, and the app may be started without that environment.`,
    ),
  };
};

const nameWithOrigin = (name: string) => (name === 'SESSION_SECRET' ? `${name} (random)` : name);

/** Ids are no secrets, and one that Logto does not have tells that the file is of another Logto. */
const was = (name: string, file: Variables, appId: string | undefined): string => {
  if (name === 'LOGTO_ENDPOINT') return ` (now: ${file[name]}; Logto calls itself otherwise)`;
  if (name !== 'LOGTO_APP_ID' && name !== 'LOGTO_API_RESOURCE') return '';
  if (name === 'LOGTO_APP_ID' && file[name] !== appId) return ` (now: ${file[name]}, which is not on this Logto)`;
  return ` (now: ${file[name]})`;
};

const overridden = (file: Variables): string[] =>
  given.filter((name) => {
    const [one = '', other = ''] = [file[name], process.env[name]].map((value) => value?.trim().replace(/\/+$/, ''));
    return one && other && one !== other;
  });

const example = new URL('../../.env.example', import.meta.url);

const textToEdit = async ({ text }: SavedFile) => text ?? (await readFile(example, 'utf8').catch(() => ''));

const requireSetup = async (context: SetupContext) => {
  const made = await readSetup(context);
  if (!made)
    throw new SetupRefusal('The application or the webhook is gone again: somebody else is changing this Logto.');
  return made;
};

/** Answers what was written, for a person; `undefined` when nothing differs. The file is read anew: people edit it while they think. */
export const saveCredentials = async (
  context: SetupContext,
  settings: SetupOptions,
  path: string,
): Promise<string | undefined> => {
  const made = await requireSetup(context);
  const saved = await readSavedFile(path);
  const file: Variables = readVariables(saved.text ?? '');
  const wanted = { ...credentials(made), ...additions(file, settings) };
  const { added, replaced } = differing(file, wanted);
  const names = [...added, ...replaced];
  if (names.length === 0) return undefined;
  const values = Object.fromEntries(names.map((name) => [name, wanted[name] ?? '']));
  await writeSavedFile(saved.target, setVariables(await textToEdit(saved), values, heading));
  return [
    ...(saved.text === undefined ? ['created'] : []),
    ...(added.length > 0 ? [`set ${added.map(nameWithOrigin).join(', ')}`] : []),
    ...(replaced.length > 0 ? [`replaced ${replaced.join(', ')}`] : []),
  ].join('; ');
};

export const showCredentials = async (context: SetupContext): Promise<void> => {
  const wanted = credentials(await requireSetup(context));
  const lines = Object.entries(wanted).map(([name, value]) => `${name}=${value ?? ''}`);
  console.log(`\nFor the app’s environment, secret:\n\n${lines.join('\n')}`);
};
