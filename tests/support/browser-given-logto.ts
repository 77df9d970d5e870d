/**
 * The Logto that the browser tests use, by its environment variables and nothing else, whoever set them: a person who
 * names a server of theirs, or `startGivenLogto` for a local one. It has been prepared by `npm run logto:setup`.
 */
import { startLocalLogto } from '@tenantry/local-logto';
import { isLogtoError } from '#app/logto/errors.server.ts';
import {
  explainLogtoFailure,
  planLogtoSetup,
  readLogtoSetup,
  SetupRefusal,
  setUpLogto,
} from '#scripts/logto-setup/index.ts';

export interface GivenLogto {
  /** For people: which one. */
  origin: string;
  appUrl: string;
  endpoint: string;
  m2m: { id: string; secret: string };
  managementApi: string;
  /** GET answers a JSON list of what Logto's HTTP e-mail connector was told to send. */
  mailboxUrl?: string;
  /** The app's. */
  environment: Record<string, string>;
}

/** Ends in one line that says what to do. */
export class CannotStart extends Error {}

const defaultManagementApi = 'https://default.logto.app/api';

/** An untouched local Logto, set up as `npm run logto:setup` does it, and the variables that name it. */
export async function startGivenLogto(appUrl: string) {
  const { endpoint, m2m, stop } = await startLocalLogto({ port: 0, empty: true });
  await setUpLogto({ endpoint, m2m, managementApi: defaultManagementApi, appUrl });
  const environment = {
    APP_URL: appUrl,
    LOGTO_ENDPOINT: endpoint,
    LOGTO_M2M_APP_ID: m2m.id,
    LOGTO_M2M_APP_SECRET: m2m.secret,
    E2E_MAILBOX_URL: `${endpoint}/local/mails`,
  };
  return { environment, stop };
}

export async function findGivenLogto(
  variables: Record<string, string | undefined>,
  origin: string,
): Promise<GivenLogto> {
  const needed = ['APP_URL', 'LOGTO_ENDPOINT', 'LOGTO_M2M_APP_ID', 'LOGTO_M2M_APP_SECRET'] as const;
  const missing = needed.filter((name) => !variables[name]);
  if (missing.length > 0) {
    throw new CannotStart(
      `LOGTO_ENDPOINT is set, but not ${new Intl.ListFormat('en').format(missing)}: the browser tests need what \`npm run logto:setup\` was run with.`,
    );
  }
  const of = (name: string) => variables[name] ?? '';
  const credentials = {
    endpoint: new URL(of('LOGTO_ENDPOINT')).href.replace(/\/+$/, ''),
    m2m: { id: of('LOGTO_M2M_APP_ID'), secret: of('LOGTO_M2M_APP_SECRET') },
    managementApi: of('LOGTO_MANAGEMENT_API') || defaultManagementApi,
    appUrl: new URL(of('APP_URL')).origin,
  };
  const setup = await readSetup({
    ...credentials,
    ...(of('LOGTO_API_RESOURCE') && { apiResource: of('LOGTO_API_RESOURCE') }),
    ...(of('LOGTO_APP_ID') && { appId: of('LOGTO_APP_ID') }),
    ...(of('LOGTO_APP_SECRET') && { appSecret: of('LOGTO_APP_SECRET') }),
  });
  return {
    origin,
    ...credentials,
    ...(of('E2E_MAILBOX_URL') && { mailboxUrl: of('E2E_MAILBOX_URL') }),
    environment: {
      LOGTO_ENDPOINT: credentials.endpoint,
      LOGTO_M2M_APP_ID: credentials.m2m.id,
      LOGTO_M2M_APP_SECRET: credentials.m2m.secret,
      LOGTO_MANAGEMENT_API: credentials.managementApi,
      LOGTO_APP_ID: setup.appId,
      LOGTO_APP_SECRET: setup.appSecret,
      LOGTO_WEBHOOK_SIGNING_KEY: setup.webhookSigningKey,
      LOGTO_API_RESOURCE: setup.apiResource,
    },
  };
}

async function readSetup(options: Parameters<typeof readLogtoSetup>[0]) {
  const who = `${options.endpoint} for ${options.appUrl}`;
  try {
    const setup = await readLogtoSetup(options);
    if (!setup) throw new CannotStart(`${who} is not set up: run \`npm run logto:setup\` with the same variables.`);
    const changes = await planLogtoSetup(options);
    if (changes.length > 0) {
      console.error(
        `\`npm run logto:setup\` would change ${changes.length} settings of ${who}: tests may fail by them.`,
      );
    }
    return setup;
  } catch (error) {
    const isForPeople = isLogtoError(error) || error instanceof SetupRefusal;
    throw isForPeople ? new CannotStart(explainLogtoFailure(error, options)) : error;
  }
}
