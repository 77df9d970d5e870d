/** The services that stand in for real ones. Whatever `.env` names itself is not started. */
import { join } from 'node:path';
import { setUpLogto } from '#scripts/logto-setup/index.ts';
import { saveState, stateFolder, type DevState } from './dev-state.ts';
import { migrate } from './migrate.ts';
import { freePort } from './ports.ts';
import { ensureDatabase, startPostgres } from './postgres.ts';
import { seed } from './seed.ts';
import { step } from './step.ts';

export type Stop = () => Promise<unknown>;

const managementApi = 'https://default.logto.app/api';

export async function providePostgres(onStop: (stop: Stop) => void): Promise<void> {
  if (!process.env.DATABASE_URL) {
    const remedy =
      '`npm run dev -- --reset` starts with an empty one; or set DATABASE_URL and the others of .env.example.';
    const server = await step(
      'PostgreSQL',
      remedy,
      async () => {
        const started = await startPostgres({ directory: join(stateFolder, 'postgres') });
        onStop(() => started.stop());
        await ensureDatabase(started, 'tenantry');
        return started;
      },
      ({ port }) => `on port ${port}`,
    );
    process.env.DATABASE_URL = server.url('tenantry_app', 'tenantry');
    process.env.DATABASE_OWNER_URL = server.url('tenantry_owner', 'tenantry');
    process.env.DATABASE_WORKER_URL = server.url('tenantry_system', 'tenantry');
  }
  const { DATABASE_OWNER_URL: ownerUrl, DATABASE_WORKER_URL: systemUrl = ownerUrl } = process.env;
  if (!ownerUrl || !systemUrl) return;
  await step(
    'Schema',
    'read what PostgreSQL says above; a new migration that is wrong is put right, then `npm run dev -- --reset`.',
    () => migrate({ ownerUrl, systemUrl }),
    ({ applied }) => (applied.length > 0 ? `applied ${applied.length} migrations` : 'is current'),
  );
}

/** Answers the mailbox's URL when the local Logto runs. */
export async function provideLogto(
  state: DevState,
  appUrl: string,
  onStop: (stop: Stop) => void,
): Promise<{ mailbox: string } | undefined> {
  if (process.env.LOGTO_ENDPOINT) return undefined;
  const logto = await step(
    'Logto',
    '`npm run dev -- --reset` starts with an empty one; or set LOGTO_ENDPOINT and the others of .env.example.',
    async () => {
      const { startLocalLogto } = await import('@tenantry/local-logto');
      state.logtoPort = await freePort(state.logtoPort, state.appPort);
      saveState(state);
      const started = await startLocalLogto({
        port: state.logtoPort,
        stateFile: join(stateFolder, 'logto/state.json'),
        cookieName: `logto_${state.instance}`,
      });
      onStop(() => started.stop());
      return started;
    },
    ({ endpoint }) => `at ${endpoint}`,
  );
  const credentials = { endpoint: logto.endpoint, m2m: logto.m2m, managementApi };
  await step('Set-up', 'it is what `npm run logto:setup` does to a real Logto; the step above names it.', async () => {
    const made = await setUpLogto({ ...credentials, appUrl });
    Object.assign(process.env, {
      LOGTO_ENDPOINT: logto.endpoint,
      LOGTO_MANAGEMENT_API: managementApi,
      LOGTO_M2M_APP_ID: logto.m2m.id,
      LOGTO_M2M_APP_SECRET: logto.m2m.secret,
      LOGTO_APP_ID: made.appId,
      LOGTO_APP_SECRET: made.appSecret,
      LOGTO_WEBHOOK_SIGNING_KEY: made.webhookSigningKey,
      LOGTO_API_RESOURCE: made.apiResource,
    });
    await seed(credentials);
  });
  return { mailbox: new URL('/local/mailbox', logto.endpoint).href };
}
