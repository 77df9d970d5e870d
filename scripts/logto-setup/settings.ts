/** What the set-up is given: the environment, and behind it the `.env` file. All that is wrong is told at once. */
import { addressProblem, managementApiOf } from '#app/env.server.ts';
import type { SetupOptions } from './step.ts';

export type Variables = Record<string, string | undefined>;

/** Names and remedies, in the order in which a person fills them in. */
const needed = {
  LOGTO_ENDPOINT: 'the address of Logto, such as https://<tenant-id>.logto.app or http://localhost:3001',
  LOGTO_M2M_APP_ID: 'the id of a machine-to-machine application (Console → Applications)',
  LOGTO_M2M_APP_SECRET: 'its secret; its role must be “Logto Management API access”',
  APP_URL: 'the address people open the app at, such as http://localhost:3000',
} as const;

const optional = ['LOGTO_MANAGEMENT_API', 'LOGTO_API_RESOURCE', 'LOGTO_APP_ID', 'LOGTO_APP_SECRET'] as const;

/** What is read from the environment, and kept in the file when it came from there. */
export const given = [...Object.keys(needed), 'LOGTO_MANAGEMENT_API'];

export class WrongSettings extends Error {
  override readonly name = 'WrongSettings';
}

/** An empty variable counts as none, in the environment as in the file. */
export const merge = (environment: Variables, file: Variables): Variables => {
  const names = [...Object.keys(needed), ...optional, 'SESSION_SECRET'];
  return Object.fromEntries(names.map((name) => [name, environment[name]?.trim() || file[name]?.trim() || undefined]));
};

export const readSettings = (variables: Variables): SetupOptions => {
  const missing = Object.entries(needed).filter(([name]) => !variables[name]);
  const problems = [
    ...missing.map(([name, what]) => `${name} is missing: ${what}.`),
    ...problemsOf('LOGTO_ENDPOINT', variables['LOGTO_ENDPOINT']),
    ...problemsOf('APP_URL', variables['APP_URL']),
    ...problemsOfUri('LOGTO_MANAGEMENT_API', variables['LOGTO_MANAGEMENT_API']),
    ...problemsOfUri('LOGTO_API_RESOURCE', variables['LOGTO_API_RESOURCE']),
  ];
  if (problems.length > 0) throw new WrongSettings(problems.join('\n'));

  const get = (name: keyof typeof needed) => variables[name] ?? '';
  const endpoint = new URL(get('LOGTO_ENDPOINT')).origin;
  const { LOGTO_API_RESOURCE: apiResource, LOGTO_APP_ID: appId, LOGTO_APP_SECRET: appSecret } = variables;
  return {
    endpoint,
    m2m: { id: get('LOGTO_M2M_APP_ID'), secret: get('LOGTO_M2M_APP_SECRET') },
    managementApi: variables['LOGTO_MANAGEMENT_API'] ?? managementApiOf(endpoint),
    appUrl: new URL(get('APP_URL')).origin,
    ...(apiResource && { apiResource }),
    ...(appId && { appId }),
    ...(appSecret && { appSecret }),
  };
};

const problemsOf = (name: string, value: string | undefined): string[] => {
  const problem = value && addressProblem(name, value);
  return problem ? [`${name} ${problem}`] : [];
};

/** Logto takes absolute addresses without a fragment. */
const problemsOfUri = (name: string, value: string | undefined): string[] =>
  !value || (URL.canParse(value) && !new URL(value).hash)
    ? []
    : [`${name} ${value} is no absolute address: leave it empty, and the usual one is taken.`];
