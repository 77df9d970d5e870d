/** Logto as the app needs it. What is missing is found by the steps of the set-up, and told in its words. */
import { createExchange } from '#app/logto/exchange.server.ts';
import { isLogtoError } from '#app/logto/errors.server.ts';
import { basicAuthorization } from '#app/logto/machine-token.server.ts';
import { bodyOf, connectManagementApi } from '#app/logto/management-api.server.ts';
import { missingOfApplication } from '#app/logto/readiness.server.ts';
import type { Environment } from '#app/env.server.ts';
import { checkEndpoint } from '#scripts/logto-setup/endpoint.ts';
import { explainLogtoFailure, humanTasks, planLogtoSetup, type SetupOptions } from '#scripts/logto-setup/index.ts';
import { isLocal } from './address.ts';
import { bad, ok, skipped, type Check, type Finding } from './check.ts';

const setUp = 'Run `npm run logto:setup`.';
const shown = 8;

/** What can be asked with the settings that are there. */
export type LogtoSettings = { options?: SetupOptions; endpoint?: string; appId?: string; appSecret?: string };

export const logtoSettings = (values: Partial<Environment>): LogtoSettings => {
  const { LOGTO_ENDPOINT: endpoint, LOGTO_M2M_APP_ID: id, LOGTO_M2M_APP_SECRET: secret, APP_URL: appUrl } = values;
  const managementApi = values.LOGTO_MANAGEMENT_API ?? 'https://default.logto.app/api';
  const { LOGTO_APP_ID: appId, LOGTO_APP_SECRET: appSecret, LOGTO_API_RESOURCE: apiResource } = values;
  return {
    ...(endpoint && { endpoint }),
    ...(appId && { appId }),
    ...(appSecret && { appSecret }),
    ...(endpoint &&
      id &&
      secret &&
      appUrl && {
        options: {
          endpoint,
          m2m: { id, secret },
          managementApi,
          appUrl,
          ...(appId && { appId }),
          ...(appSecret && { appSecret }),
          ...(apiResource && { apiResource }),
        },
      }),
  };
};

export function logtoChecks({ options, endpoint, appId, appSecret }: LogtoSettings): Check[] {
  const asked = (look: (options: SetupOptions) => Promise<Finding>) => async () => {
    if (!options) return skipped('LOGTO_ENDPOINT, LOGTO_M2M_APP_ID, LOGTO_M2M_APP_SECRET or APP_URL is not set');
    return look(options).catch((error: unknown) => bad(explainLogtoFailure(error, options)));
  };
  return [
    {
      name: 'Logto',
      look: async () => {
        if (!endpoint) return skipped('LOGTO_ENDPOINT is not set');
        return reach(endpoint).catch((error: unknown) => bad(explain(error, endpoint)));
      },
    },
    { name: 'Management API', needs: ['Logto'], look: asked(mayManage) },
    {
      name: 'web application',
      needs: ['Logto'],
      look: async () => {
        if (!endpoint || !appId || !appSecret) return skipped('LOGTO_APP_ID or LOGTO_APP_SECRET is not set');
        return credentialsOf(endpoint, appId, appSecret).catch((error: unknown) => bad(explain(error, endpoint)));
      },
    },
    {
      name: 'callback',
      needs: ['Management API'],
      look: asked(async (given) => (appId ? callbackOf(given, appId) : skipped('LOGTO_APP_ID is not set'))),
    },
    { name: 'set-up', needs: ['Management API'], look: asked(drift) },
    { name: 'e-mail', needs: ['Management API'], look: asked(emailConnector) },
    { name: 'by hand', needs: ['Management API', 'e-mail'], look: asked(leftToPeople) },
  ];
}

// Before there are credentials: only what concerns the address is said.
const explain = (error: unknown, endpoint: string) =>
  explainLogtoFailure(error, { endpoint, m2m: { id: '', secret: '' }, managementApi: '' });

async function reach(endpoint: string): Promise<Finding> {
  const itself = await checkEndpoint(endpoint);
  if (itself === new URL(endpoint).origin) return ok(`answers at ${endpoint}`);
  return bad(
    `answers at ${endpoint}, and calls itself ${itself}`,
    `Set LOGTO_ENDPOINT=${itself}: browsers are signed in there, and cookies and our pages’ policy tell the two apart.`,
  );
}

async function mayManage(options: SetupOptions): Promise<Finding> {
  await connectManagementApi(options).GET('/api/organization-roles', { params: { query: { page: 1, page_size: 1 } } });
  return ok(`application ${options.m2m.id} may use it`);
}

/** An answer to a token that is none: Logto looks at who asks first. */
async function credentialsOf(endpoint: string, appId: string, appSecret: string): Promise<Finding> {
  const request = new Request(`${endpoint}/oidc/token/introspection`, {
    method: 'POST',
    headers: { authorization: basicAuthorization(appId, appSecret) },
    body: new URLSearchParams({ token: 'none' }),
  });
  try {
    await createExchange()(request, { name: 'POST /oidc/token/introspection', repeatable: true, acts: false });
    return ok(`LOGTO_APP_ID ${appId} and its secret are valid`);
  } catch (error) {
    if (!isLogtoError(error, 'oidc.invalid_client')) throw error;
    return error.status === 400
      ? bad(`LOGTO_APP_ID ${appId} is no application of this Logto`, setUp)
      : bad(`LOGTO_APP_SECRET is not a secret of application ${appId}`, `${setUp} It writes a valid one into .env.`);
  }
}

async function callbackOf(options: SetupOptions, appId: string): Promise<Finding> {
  const missing = await missingOfApplication(connectManagementApi(options), { appId, appUrl: options.appUrl });
  return missing.length === 0
    ? ok(`${options.appUrl}/auth/callback is known to Logto`)
    : bad(`Logto lacks ${missing.join(' and ')}`, `${setUp} Nobody can sign in at APP_URL without it.`);
}

async function drift(options: SetupOptions): Promise<Finding> {
  const plan = await planLogtoSetup(options);
  if (plan.length === 0) return ok('Logto has all that the app needs');
  const lines = plan.slice(0, shown).map(({ step, what }) => `${step}: ${what}`);
  const more = plan.length - lines.length;
  return bad(
    `${plan.length} ${plan.length === 1 ? 'thing differs' : 'things differ'} from what the app needs`,
    ...lines,
    ...(more > 0 ? [`and ${more} more`] : []),
    `${setUp} It shows this plan and asks.`,
  );
}

async function emailConnector(options: SetupOptions): Promise<Finding> {
  const connectors = await bodyOf(connectManagementApi(options).GET('/api/connectors'));
  const found = connectors.find(({ type }) => type === 'Email');
  if (found) return ok(`connector ${found.connectorId}`);
  return bad(
    'no e-mail connector: nobody can sign up, and no invitation is mailed',
    'Add one in Logto’s console (Connectors → Email and SMS), then run `npm run logto:setup` again.',
  );
}

/** On the own machine these are for later. What people may do if they like is the set-up's to say. */
async function leftToPeople(options: SetupOptions): Promise<Finding> {
  const tasks = (await humanTasks(options)).filter(({ optional }) => !optional);
  if (tasks.length === 0) return ok('nothing is left to do');
  const remedy = tasks.map(({ what, where }) => `${what} (${where})`);
  return { state: isLocal(options.appUrl) ? 'ok' : 'warn', what: 'what only a person can do', remedy };
}
