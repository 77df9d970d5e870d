/**
 * The Logto that the browser tests use, by its environment variables and nothing else, whoever set them: a person who
 * names a server of theirs, or `startGivenLogto` for a local one. It has been prepared by `npm run logto:setup`.
 */
import { startLocalLogto } from '@tenantry/local-logto';
import { managementApiOf } from '#app/env.server.ts';
import { isLogtoError } from '#app/logto/errors.server.ts';
import { checkEndpoint } from '#scripts/logto-setup/endpoint.ts';
import {
  explainLogtoFailure,
  planLogtoSetup,
  readLogtoSetup,
  SetupRefusal,
  setUpLogto,
  type SetupOptions,
} from '#scripts/logto-setup/index.ts';
import { merge, readSettings, WrongSettings } from '#scripts/logto-setup/settings.ts';

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

/** An untouched local Logto, set up as `npm run logto:setup` does it, and the variables that name it. */
export async function startGivenLogto(appUrl: string) {
  const { endpoint, m2m, stop } = await startLocalLogto({ port: 0, empty: true });
  await setUpLogto({ endpoint, m2m, managementApi: managementApiOf(endpoint), appUrl });
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
  const { endpoint, m2m, managementApi, appUrl, setup } = await readSetup(settingsOf(variables));
  const mailboxUrl = variables['E2E_MAILBOX_URL'];
  return {
    origin,
    endpoint,
    m2m,
    managementApi,
    appUrl,
    ...(mailboxUrl && { mailboxUrl }),
    environment: {
      LOGTO_ENDPOINT: endpoint,
      LOGTO_M2M_APP_ID: m2m.id,
      LOGTO_M2M_APP_SECRET: m2m.secret,
      LOGTO_MANAGEMENT_API: managementApi,
      LOGTO_APP_ID: setup.appId,
      LOGTO_APP_SECRET: setup.appSecret,
      LOGTO_WEBHOOK_SIGNING_KEY: setup.webhookSigningKey,
      LOGTO_API_RESOURCE: setup.apiResource,
    },
  };
}

/** What the set-up reads, and refuses, of the same variables. */
function settingsOf(variables: Record<string, string | undefined>): SetupOptions {
  try {
    return readSettings(merge(variables, {}));
  } catch (error) {
    if (!(error instanceof WrongSettings)) throw error;
    throw new CannotStart(
      `LOGTO_ENDPOINT is set, so the browser tests need what \`npm run logto:setup\` was run with.\n${error.message}`,
    );
  }
}

async function readSetup(given: SetupOptions) {
  try {
    // Browsers come to Logto by the name that it gives itself.
    const options = { ...given, endpoint: await checkEndpoint(given.endpoint) };
    const who = `${options.endpoint} for ${options.appUrl}`;
    const setup = await readLogtoSetup(options);
    if (!setup) throw new CannotStart(`${who} is not set up: run \`npm run logto:setup\` with the same variables.`);
    const changes = await planLogtoSetup(options);
    if (changes.length > 0) {
      console.error(
        `\`npm run logto:setup\` would change ${changes.length} settings of ${who}: tests may fail by them.`,
      );
    }
    return { ...options, setup };
  } catch (error) {
    const isForPeople = isLogtoError(error) || error instanceof SetupRefusal;
    throw isForPeople ? new CannotStart(explainLogtoFailure(error, given)) : error;
  }
}
