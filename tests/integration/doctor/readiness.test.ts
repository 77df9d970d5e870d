/** What the app says at its start of a Logto that is not ready for it. */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startLocalLogto, type LocalLogto } from '@tenantry/local-logto';
import { bodyOf, connectManagementApi, type ManagementApi } from '#app/logto/management-api.server.ts';
import { logtoWarning } from '#app/logto/readiness.server.ts';
import { freePort } from '#local/ports.ts';
import { setUpLogto } from '#scripts/logto-setup/index.ts';
import { openStage, startApp } from './stage.ts';

const managementApi = 'https://default.logto.app/api';
const appUrl = 'http://localhost:3000';
let local: LocalLogto;
let api: ManagementApi;
let appId: string;

/** A server of its own a test, since each is left broken. */
async function startLogto() {
  local = await startLocalLogto({ port: 0 });
  const { stop } = local;
  onTestFinished(() => stop());
  api = connectManagementApi(credentials());
}

const credentials = () => ({ endpoint: local.endpoint, m2m: local.m2m, managementApi });
const warning = (changed = {}, needs = {}) =>
  logtoWarning({ ...credentials(), ...changed }, { appId, appUrl, ...needs });

describe('of an empty Logto', () => {
  it('the warning names all that is missing, and the command', async () => {
    await startLogto();
    appId = 'nobody';
    const line = await warning();
    for (const part of ['permissions manage:organization', 'role owner', 'LOGTO_APP_ID (nobody)', 'webhook to']) {
      expect(line).toContain(part);
    }
    expect(line).toMatch(/Run `npm run logto:setup`\.$/);
    expect(line).not.toContain('\n');
  });
});

describe('of a Logto that was set up', () => {
  beforeEach(async () => {
    await startLogto();
    ({ appId } = await setUpLogto({ ...credentials(), appUrl }));
  });

  const hook = async () => ({ path: { id: (await bodyOf(api.GET('/api/hooks')))[0]!.id } });

  it('there is no warning, for few calls', async () => {
    await fetch(`${local.endpoint}/local/calls`, { method: 'DELETE' });
    expect(await warning()).toBeUndefined();
    const calls = (await (await fetch(`${local.endpoint}/local/calls`)).json()) as { total: number };
    expect(calls.total).toBe(4);
  });

  it('but whose webhook was deleted', async () => {
    await api.DELETE('/api/hooks/{id}', { params: await hook() });
    expect(await warning()).toMatch(/ lacks the webhook to http:\/\/localhost:3000\/webhooks\/logto\. Run/);
  });

  it('but whose webhook is switched off', async () => {
    await api.PATCH('/api/hooks/{id}', { params: await hook(), body: { enabled: false } });
    expect(await warning()).toContain('which is there but switched off');
  });

  it('but whose role lost a permission', async () => {
    const role = (await bodyOf(api.GET('/api/organization-roles'))).find(({ name }) => name === 'member')!;
    const scopes = role.scopes.filter(({ name }) => name !== 'write:data').map(({ id }) => id);
    const params = { path: { id: role.id } };
    await api.PUT('/api/organization-roles/{id}/scopes', { params, body: { organizationScopeIds: scopes } });
    expect(await warning()).toContain('lacks write:data in the organization role member. Run');
  });

  it('but whose machines lost their role', async () => {
    const role = (await bodyOf(api.GET('/api/organization-roles'))).find(({ name }) => name === 'machine-member')!;
    await api.DELETE('/api/organization-roles/{id}', { params: { path: { id: role.id } } });
    expect(await warning()).toContain('lacks the organization role machine-member. Run');
    await api.POST('/api/organization-roles', {
      body: { name: 'machine-member', type: 'User', organizationScopeIds: [], resourceScopeIds: [] },
    });
    expect(await warning()).toContain(
      'the organization role machine-member of type MachineToMachine (it is of type User)',
    );
  });

  it('but whose application does not know the callback', async () => {
    const body = { oidcClientMetadata: { redirectUris: [], postLogoutRedirectUris: [] } };
    await api.PATCH('/api/applications/{id}', { params: { path: { id: appId } }, body });
    expect(await warning()).toContain(`lacks the redirect URI ${appUrl}/auth/callback of application ${appId}`);
  });

  it('for another address of the app', async () => {
    const line = await warning({}, { appUrl: 'https://app.example.test' });
    expect(line).toContain('https://app.example.test/auth/callback');
    expect(line).toContain('https://app.example.test/webhooks/logto');
  });

  it.each([
    ['a wrong secret', () => ({ m2m: { ...local.m2m, secret: 'wrong' } }), /^LOGTO_M2M_APP_SECRET/],
    ['an unknown id', () => ({ m2m: { ...local.m2m, id: 'nobody' } }), /^LOGTO_M2M_APP_ID/],
    ['a machine without the role', () => ({ m2m: local.noScope }), /“Logto Management API access”/],
    ['a wrong indicator', () => ({ managementApi: 'https://x.test/api' }), /^LOGTO_MANAGEMENT_API/],
    ['nobody at the endpoint', () => ({ endpoint: 'http://127.0.0.1:1' }), /^LOGTO_ENDPOINT http:\/\/127\.0\.0\.1:1/],
  ])('%s is one line that names the setting', async (_, changed, expected) => {
    const line = await warning(changed());
    expect(line).toMatch(expected);
    expect(line).not.toContain('\n');
  });
});

describe('the app', () => {
  it('starts, answers and warns once when Logto is down', async () => {
    const { environment, appUrl } = await openStage();
    const app = await startApp({ ...environment, LOGTO_ENDPOINT: `http://127.0.0.1:${await freePort(0)}` });
    expect((await fetch(`${appUrl}/healthz`)).status).toBe(200);
    expect(JSON.parse(await app.line('LOGTO_ENDPOINT'))).toMatchObject({
      level: 40,
      msg: expect.stringContaining('nothing listens there') as unknown,
    });
    expect(app.lines.filter((line) => line.includes('LOGTO_ENDPOINT'))).toHaveLength(1);
  }, 120_000);
});
