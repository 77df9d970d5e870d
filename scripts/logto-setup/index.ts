/**
 * Brings a Logto (open source from 1.37, or Cloud) to what the app needs, by the Management API alone: the organization
 * template, our application, its webhook, the sign-in experience. Again is harmless: every step looks first and changes
 * only what differs. Nothing that it did not make is deleted.
 */
import { connectManagementApi } from '#app/logto/management-api.server.ts';
import type { MachineCredentials } from '#app/logto/machine-token.server.ts';
import { apiResource } from './api-resource.ts';
import { applicationCredentials, webApplication } from './application.ts';
import { namedOrganizations } from './id-token.ts';
import { organizationPermissions } from './permissions.ts';
import { organizationRoles } from './roles.ts';
import { emailSignIn, organizationMfa, waysBack } from './sign-in-experience.ts';
import type { SetupContext } from './step.ts';
import { webhook, webhookSigningKey } from './webhook.ts';

export const steps = [
  organizationPermissions,
  organizationRoles,
  webApplication,
  apiResource,
  webhook,
  emailSignIn,
  organizationMfa,
  waysBack,
  namedOrganizations,
];

export type SetupOptions = MachineCredentials & {
  appUrl: string;
  /** Identifies the API for good; needs not resolve. Left out: `/api/v1` under the app's URL. */
  apiResource?: string;
  log?: (line: string) => void;
};

/** What the app's environment needs from Logto. Secrets. */
export type SetupResult = { appId: string; appSecret: string; webhookSigningKey: string; apiResource: string };

const contextOf = ({ appUrl: url, apiResource, ...credentials }: SetupOptions): SetupContext => {
  const appUrl = url.replace(/\/$/, '');
  return { api: connectManagementApi(credentials), appUrl, apiResource: apiResource ?? `${appUrl}/api/v1` };
};

/** What `setUpLogto` would do now, a line each; changes nothing. */
export const planLogtoSetup = async (options: SetupOptions): Promise<string[]> => {
  const context = contextOf(options);
  const plan = await Promise.all(steps.map((step) => step.look(context)));
  return plan.flat().map(({ what }) => what);
};

/** Throws `LogtoError`: `unreachable`, `unauthorized` (wrong credentials), `forbidden` (no Management API access). */
export const setUpLogto = async (options: SetupOptions): Promise<SetupResult> => {
  const context = contextOf(options);
  for (const step of steps) {
    for (const { what, apply } of await step.look(context)) {
      await apply();
      options.log?.(`${step.name}: ${what}`);
    }
  }
  return {
    ...(await applicationCredentials(context)),
    webhookSigningKey: await webhookSigningKey(context),
    apiResource: context.apiResource,
  };
};
