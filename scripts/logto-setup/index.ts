/**
 * Brings a Logto (open source from 1.37, or Cloud) to what the app needs, by the Management API alone: the organization
 * template, our application, its webhook, the sign-in experience. Again is harmless: every step looks first and changes
 * only what differs. Nothing that it did not make is deleted or renamed.
 *
 * All of it throws `LogtoError` or `SetupRefusal`, which `explainLogtoFailure` says in one line.
 */
import { connectManagementApi } from '#app/logto/management-api.server.ts';
import { applicationCredentials } from './application.ts';
import { checkEndpoint } from './endpoint.ts';
import { listHumanTasks, type HumanTask } from './human-tasks.ts';
import { applyPlan, changesOf, makePlan, type PlannedChange } from './plan.ts';
import type { SetupContext, SetupOptions } from './step.ts';
import { findWebhook } from './webhook.ts';

export { explainLogtoFailure } from '#app/logto/explain.server.ts';
export type { HumanTask } from './human-tasks.ts';
export { steps, type PlannedChange } from './plan.ts';
export { SetupRefusal, type SetupOptions } from './step.ts';

/** What the app's environment needs from Logto. Secrets. */
export type SetupResult = { appId: string; appSecret: string; webhookSigningKey: string; apiResource: string };

export const contextOf = (options: SetupOptions): SetupContext => {
  const endpoint = options.endpoint.replace(/\/+$/, '');
  const appUrl = options.appUrl.replace(/\/+$/, '');
  return {
    api: connectManagementApi({ ...options, endpoint }),
    endpoint,
    managementApi: options.managementApi,
    appUrl,
    apiResource: options.apiResource ?? `${appUrl}/api/v1`,
    appId: options.appId,
    appSecret: options.appSecret,
    settleMs: options.settleMs ?? 2000,
  };
};

/** What `setUpLogto` would do now; changes nothing. */
export const planLogtoSetup = async (options: SetupOptions): Promise<PlannedChange[]> => {
  const context = contextOf(options);
  await checkEndpoint(context.endpoint);
  return changesOf(await makePlan(context));
};

/** Looks at everything before the first change. */
export const setUpLogto = async (options: SetupOptions & { log?: (line: string) => void }): Promise<SetupResult> => {
  const context = contextOf(options);
  await checkEndpoint(context.endpoint);
  const plan = await makePlan(context);
  await applyPlan(context, plan, ({ step, what }) => options.log?.(`${step}: ${what}`));
  const made = await readSetup(context);
  if (!made) throw new Error('The application or the webhook is gone again.');
  return made;
};

export const readSetup = async (context: SetupContext): Promise<SetupResult | undefined> => {
  const [credentials, hook] = await Promise.all([applicationCredentials(context), findWebhook(context)]);
  if (!credentials || !hook) return undefined;
  return { ...credentials, webhookSigningKey: hook.signingKey, apiResource: context.apiResource };
};

/** The credentials of what is there already; changes nothing. `undefined`: the application or the webhook is not there. */
export const readLogtoSetup = (options: SetupOptions): Promise<SetupResult | undefined> =>
  readSetup(contextOf(options));

/** What only a person can do, and where. */
export const humanTasks = (options: SetupOptions): Promise<HumanTask[]> => listHumanTasks(contextOf(options));

/** The webhook to this app. */
export const webhookFor = async (
  options: SetupOptions,
): Promise<{ id: string; enabled: boolean; events: string[]; signingKey: string } | undefined> => {
  const hook = await findWebhook(contextOf(options));
  return hook && { id: hook.id, enabled: hook.enabled, events: hook.events, signingKey: hook.signingKey };
};
