/** What tests do with a local Logto that is set up, wherever it runs. Test files use `logto.ts`, which starts and stops it. */
import { randomBytes } from 'node:crypto';
import { bodyOf, connectManagementApi } from '#app/logto/management-api.server.ts';
import type { Role } from '#app/permissions.ts';
import type { LogtoOptions, SetUpLogto } from './set-up-logto.ts';

export interface TestUser {
  id: string;
  email: string;
  name: string;
  password: string;
}

export interface Mail {
  to: string;
  type: string;
  payload: Record<string, string>;
  at: number | string;
}

export type TestLogto = ReturnType<typeof testLogtoAt>;

/** `LOCAL_LOGTO_VERSION=1.37`: the tests against the oldest server that is supported. */
export const version = process.env['LOCAL_LOGTO_VERSION'] === '1.37' ? '1.37' : '1.41';

/** In this process. */
export async function startTestLogto(options: Omit<LogtoOptions, 'version'> = {}) {
  const { setUpLocalLogto } = await import('./set-up-logto.ts'); // a whole OIDC provider, which test files do without
  const { logto, stop } = await setUpLocalLogto({ ...options, version });
  return testLogtoAt(logto, stop);
}

export function testLogtoAt({ credentials, settings, ...local }: SetUpLogto, stop: () => Promise<void>) {
  const { managementApi } = credentials;
  const api = connectManagementApi(credentials);

  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(new URL(`/local${path}`, local.endpoint), {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} /local${path} answered ${answer.status}: ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  };

  return {
    ...local,
    stop,
    credentials,
    api,
    /** What the app's environment needs from Logto. */
    environment: {
      LOGTO_ENDPOINT: local.endpoint,
      LOGTO_APP_ID: settings.appId,
      LOGTO_APP_SECRET: settings.appSecret,
      LOGTO_M2M_APP_ID: local.m2m.id,
      LOGTO_M2M_APP_SECRET: local.m2m.secret,
      LOGTO_MANAGEMENT_API: managementApi,
      LOGTO_WEBHOOK_SIGNING_KEY: settings.webhookSigningKey,
      LOGTO_API_RESOURCE: settings.apiResource,
    },

    async createUser(given: Partial<Omit<TestUser, 'id'>> = {}): Promise<TestUser> {
      const name = given.name ?? 'Somebody';
      const email =
        given.email ?? `${name.toLowerCase().replace(/\W+/g, '.')}-${randomBytes(4).toString('hex')}@example.test`;
      const password = given.password ?? randomBytes(12).toString('hex');
      const user = await bodyOf(api.POST('/api/users', { body: { primaryEmail: email, name, password } }));
      return { id: user.id, email, name, password };
    },

    /** An organization in Logto alone, as somebody else might have made it; the app hears of it by webhook. */
    async createOrganization({ name, members = {} }: { name: string; members?: Record<string, Role> }) {
      const organization = await bodyOf(api.POST('/api/organizations', { body: { name } }));
      for (const [userId, role] of Object.entries(members)) {
        const params = { path: { id: organization.id } };
        await api.POST('/api/organizations/{id}/users', { params, body: { userIds: [userId] } });
        await api.PUT('/api/organizations/{id}/users/{userId}/roles', {
          params: { path: { id: organization.id, userId } },
          body: { organizationRoleNames: [role] },
        });
      }
      return { id: organization.id, name };
    },

    /** Mails sent so far, oldest first. */
    mails: (to?: string) => control<Mail[]>('GET', to ? `/mails?to=${encodeURIComponent(to)}` : '/mails'),
    clearMails: () => control<unknown>('DELETE', '/mails'),
    /** Management API calls since the last `clearCalls`, by route. */
    calls: () => control<{ total: number; routes: Record<string, number> }>('GET', '/calls'),
    clearCalls: () => control<unknown>('DELETE', '/calls'),
    /** When the first 10,000 of them came, in ms. */
    callTimes: () => control<number[]>('GET', '/calls/times'),
    /** Whether every page is cut out of a list in another order. */
    shuffleLists: (shuffled: boolean) => control<unknown>('PUT', '/lists', { shuffled }),
    /** Makes calls fail: see local/logto/README.md. */
    fail: (fault: Record<string, unknown>) => control<unknown>('POST', '/faults', fault),
    clearFaults: () => control<unknown>('DELETE', '/faults'),
    /** Shifts refresh tokens, grants and sessions into the past. */
    age: (seconds: number) => control<unknown>('POST', '/age', { seconds }),
  };
}
