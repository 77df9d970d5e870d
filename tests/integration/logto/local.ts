/** A local Logto of this test file's own, with the module connected to it. */
import { startLocalLogto } from '@tenantry/local-logto';
import { createLogto, type LogtoOptions } from '#app/logto/client.server.ts';
import { asUserId, type UserId } from '#app/logto/ids.ts';
import { bodyOf, connectManagementApi } from '#app/logto/management-api.server.ts';
import { version as chosen } from '#tests/support/local-logto.ts';

export const managementApi = 'https://default.logto.app/api';

export const startLogto = async (version: '1.37' | '1.41' = chosen) => {
  const local = await startLocalLogto({ port: 0, empty: true, version });
  const credentials = { endpoint: local.endpoint, m2m: local.m2m, managementApi };
  const api = connectManagementApi(credentials);

  const createUser = async (email: string, password?: string): Promise<UserId> => {
    const body = { primaryEmail: email, password, name: email.split('@')[0] ?? email };
    return asUserId((await bodyOf(api.POST('/api/users', { body }))).id);
  };

  return {
    ...local,
    credentials,
    api,
    createUser,
    connect: (options: Partial<LogtoOptions> = {}) =>
      createLogto({ ...credentials, pauseMs: 1, settleMs: 1, ...options }),
    createRoles: async (...names: string[]) => {
      for (const name of names) {
        const body = { name, organizationScopeIds: [], resourceScopeIds: [] };
        await api.POST('/api/organization-roles', { body });
      }
    },
  };
};

export type TestLogto = Awaited<ReturnType<typeof startLogto>>;
