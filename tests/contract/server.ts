/**
 * The Logto that the contract tests talk to: a local one, or with `LOGTO_ENDPOINT` and the machine-to-machine
 * credentials in the environment that one, which `logto:setup` has set up. What a test makes there it removes.
 */
import { startLocalLogto } from '@tenantry/local-logto';
import { managementApiOf } from '#app/env.server.ts';
import type { MachineCredentials } from '#app/logto/machine-token.server.ts';
import { setUpLogto } from '#scripts/logto-setup/index.ts';

const { LOGTO_ENDPOINT: endpoint, LOGTO_M2M_APP_ID: id, LOGTO_M2M_APP_SECRET: secret } = process.env;

const managementApi = process.env.LOGTO_MANAGEMENT_API || managementApiOf(endpoint ?? '');

/** The real one as it is, or the local one as each version that answers differently. */
export const servers = endpoint ? (['real'] as const) : (['1.37', '1.41'] as const);

export const reachLogto = async (
  version: (typeof servers)[number],
): Promise<{ credentials: MachineCredentials; release: () => Promise<unknown> }> => {
  if (version === 'real') {
    if (!endpoint || !id || !secret) throw new Error('LOGTO_M2M_APP_ID and LOGTO_M2M_APP_SECRET are missing');
    return { credentials: { endpoint, m2m: { id, secret }, managementApi }, release: () => Promise.resolve() };
  }
  const local = await startLocalLogto({ port: 0, empty: true, version });
  const credentials = { endpoint: local.endpoint, m2m: local.m2m, managementApi };
  await setUpLogto({ ...credentials, appUrl: 'http://localhost:3000' });
  return { credentials, release: () => local.stop() };
};
