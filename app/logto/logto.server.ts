/** The two ways this process talks to Logto, made of the environment: as the app itself, and for a person. */
import { env } from '#app/env.server.ts';
import { log } from '#app/log.server.ts';
import { once } from '#app/once.server.ts';
import { createLogto } from './client.server.ts';
import { pacedFetch } from './pace.server.ts';
import { createUserTokens } from './tokens.server.ts';

/** The Management API. Full rights over the Logto tenant: only flows, sync and guards call it. */
export const logto = once('logto', () =>
  createLogto({
    endpoint: env().LOGTO_ENDPOINT,
    m2m: { id: env().LOGTO_M2M_APP_ID, secret: env().LOGTO_M2M_APP_SECRET },
    managementApi: env().LOGTO_MANAGEMENT_API,
    timeoutMs: env().LOGTO_TIMEOUT_MS,
    fetch: pacedFetch,
    onMisconfigured: (err) =>
      log().error({ alert: true, err }, 'Logto is not set up for us: `npm run doctor` says how'),
  }),
);

/** A person's refresh token: renewals, what it was granted, revocation. */
export const userTokens = once('logto:user-tokens', () =>
  createUserTokens({
    endpoint: env().LOGTO_ENDPOINT,
    appId: env().LOGTO_APP_ID,
    appSecret: env().LOGTO_APP_SECRET,
    timeoutMs: 4_000, // a page waits for it, and a renewal with its second thoughts has to end within its lease
  }),
);
