/** A local Logto, set up as `npm run logto:setup` does: as plain data, so that it may run in another process. */
import { startLocalLogto } from '@tenantry/local-logto';
import { setUpLogto } from '#scripts/logto-setup/index.ts';

export const managementApi = 'https://default.logto.app/api';

export type LogtoOptions = { appUrl?: string; cookieName?: string; version?: '1.41' | '1.37' };

export type SetUpLogto = Awaited<ReturnType<typeof setUpLocalLogto>>['logto'];

export async function setUpLocalLogto({
  appUrl = 'http://localhost:3000',
  cookieName = '',
  version = '1.41',
}: LogtoOptions) {
  const { stop, ...local } = await startLocalLogto({ port: 0, version, ...(cookieName ? { cookieName } : {}) });
  const credentials = { endpoint: local.endpoint, m2m: local.m2m, managementApi };
  const settings = await setUpLogto({ ...credentials, appUrl });
  return { logto: { ...local, credentials, settings }, stop };
}
