/**
 * What a Logto lacks of what the app needs. Asked once when the app starts, so that a server that was never set up is a
 * warning in the log and not a riddle at the first sign-in; `npm run doctor` asks the same. Only looks.
 */
import { machineRoleNames, machineRoles, permissionNames, roleNames, roles } from '#app/permissions.ts';
import { absentIsNull } from './errors.server.ts';
import { explainLogtoFailure } from './explain.server.ts';
import { bodyOf, connectManagementApi, everyPage, type ManagementApi } from './management-api.server.ts';
import type { MachineCredentials } from './machine-token.server.ts';

export type Needs = {
  appId: string;
  /** Without a slash at its end. */
  appUrl: string;
};

/** Each thing that is missing, as a phrase; empty when all is there. Throws `LogtoError`. */
export const findMissing = async (api: ManagementApi, { appId, appUrl }: Needs): Promise<string[]> => {
  const parts = await Promise.all([
    missingPermissions(api),
    missingOfRoles(api),
    missingOfApplication(api, { appId, appUrl }),
    missingOfWebhook(api, appUrl),
  ]);
  return parts.flat();
};

const missingPermissions = async (api: ManagementApi): Promise<string[]> => {
  const present = (await bodyOf(api.GET('/api/organization-scopes'))).map(({ name }) => name);
  const missing = permissionNames.filter((name) => !present.includes(name));
  return missing.length > 0 ? [`the organization permissions ${missing.join(', ')}`] : [];
};

const neededRoles = [
  ...roleNames.map((name) => ({ name, permissions: roles[name].permissions, type: 'User' })),
  ...machineRoleNames.map((role) => ({
    name: machineRoles[role].name,
    permissions: roles[role].permissions,
    type: 'MachineToMachine',
  })),
];

const missingOfRoles = async (api: ManagementApi): Promise<string[]> => {
  const present = new Map<string, { type: string; held: string[] }>();
  for await (const role of everyPage((query) => api.GET('/api/organization-roles', { params: { query } }))) {
    present.set(role.name, { type: role.type, held: role.scopes.map(({ name }) => name) });
  }
  return neededRoles.flatMap(({ name, permissions, type }) => {
    const role = present.get(name);
    if (!role) return [`the organization role ${name}`];
    if (role.type !== type) return [`the organization role ${name} of type ${type} (it is of type ${role.type})`];
    const missing = permissions.filter((permission) => !role.held.includes(permission));
    return missing.length > 0 ? [`${missing.join(', ')} in the organization role ${name}`] : [];
  });
};

export const missingOfApplication = async (api: ManagementApi, { appId, appUrl }: Needs): Promise<string[]> => {
  const application = await bodyOf(api.GET('/api/applications/{id}', { params: { path: { id: appId } } })).catch(
    absentIsNull,
  );
  if (!application) return [`the application LOGTO_APP_ID (${appId})`];
  // Strings, though the specification describes objects (observed on 1.37 and 1.41).
  const callbacks = application.oidcClientMetadata.redirectUris as unknown as string[];
  const callback = `${appUrl}/auth/callback`;
  return callbacks.includes(callback) ? [] : [`the redirect URI ${callback} of application ${appId}`];
};

const missingOfWebhook = async (api: ManagementApi, appUrl: string): Promise<string[]> => {
  const url = `${appUrl}/webhooks/logto`;
  const hooks = (await bodyOf(api.GET('/api/hooks'))).filter(({ config }) => config.url === url);
  if (hooks.length === 0) return [`the webhook to ${url}`];
  return hooks.some(({ enabled }) => enabled) ? [] : [`the webhook to ${url}, which is there but switched off`];
};

/** One line for the log, or nothing when all is well. Never throws: an app without Logto still serves what it can. */
export const logtoWarning = async (credentials: MachineCredentials, needs: Needs): Promise<string | undefined> => {
  try {
    const missing = await findMissing(connectManagementApi({ ...credentials, timeoutMs: 5_000 }), needs);
    if (missing.length === 0) return undefined;
    return `Logto at ${credentials.endpoint} lacks ${missing.join('; ')}. Run \`npm run logto:setup\`.`;
  } catch (error) {
    return explainLogtoFailure(error, credentials);
  }
};
