/**
 * The Logto that the contract tests talk to: a local one, or with `LOGTO_ENDPOINT` and the machine-to-machine
 * credentials in the environment that one, which `logto:setup` has set up. What a test makes there it removes.
 */
import { startLocalLogto } from '@tenantry/local-logto';
import type { MachineCredentials } from '#app/logto/machine-token.server.ts';
import { setUpLogto } from '#scripts/logto-setup/index.ts';

const managementApi = process.env.LOGTO_MANAGEMENT_API ?? 'https://default.logto.app/api';

export const reachLogto = async (): Promise<{ credentials: MachineCredentials; release: () => Promise<unknown> }> => {
  const { LOGTO_ENDPOINT: endpoint, LOGTO_M2M_APP_ID: id, LOGTO_M2M_APP_SECRET: secret } = process.env;
  if (endpoint && id && secret) {
    return { credentials: { endpoint, m2m: { id, secret }, managementApi }, release: () => Promise.resolve() };
  }
  const local = await startLocalLogto({ port: 0, empty: true });
  const credentials = { endpoint: local.endpoint, m2m: local.m2m, managementApi };
  await setUpLogto({ ...credentials, appUrl: 'http://localhost:3000' });
  return { credentials, release: () => local.stop() };
};
