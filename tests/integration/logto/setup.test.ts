import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { machineRoles, permissionNames, permissions, roleNames, roles } from '#app/permissions.ts';
import { planLogtoSetup, setUpLogto, type SetupOptions } from '#scripts/logto-setup/index.ts';
import { startLogto, type TestLogto } from './local.ts';

let logto: TestLogto;
let options: SetupOptions;

beforeEach(async () => {
  logto = await startLogto();
  options = { ...logto.credentials, appUrl: 'http://localhost:3000' };
});
afterEach(() => logto.stop());

const traditional = () => bodyOf(logto.api.GET('/api/applications', { params: { query: { types: 'Traditional' } } }));
const rolesOfTemplate = () => bodyOf(logto.api.GET('/api/organization-roles'));
const experience = () => bodyOf(logto.api.GET('/api/sign-in-exp'));

describe('setting up a Logto', () => {
  it('brings the organization template of app/permissions.ts', async () => {
    await setUpLogto(options);
    const scopes = await bodyOf(logto.api.GET('/api/organization-scopes'));
    expect(Object.fromEntries(scopes.map(({ name, description }) => [name, description]))).toEqual(permissions);
    const twins = Object.entries(machineRoles).map(([role, { name, description }]) => ({
      ...{ name, description, type: 'MachineToMachine' },
      wanted: roles[role as keyof typeof machineRoles].permissions,
    }));
    const people = roleNames.map((name) => ({
      ...{ name, description: roles[name].description, type: 'User' },
      wanted: roles[name].permissions,
    }));
    const template = await rolesOfTemplate();
    const held = template.map(({ name, description, type, scopes }) => ({
      ...{ name, description, type },
      wanted: scopes.map((scope) => scope.name).sort(),
    }));
    const wanted = [...people, ...twins].map((role) => ({ ...role, wanted: [...role.wanted].sort() }));
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
    expect(held.sort(byName)).toEqual(wanted.sort(byName));
  });

  it('gives what the app’s environment needs', async () => {
    const { appId, appSecret, webhookSigningKey, apiResource } = await setUpLogto(options);
    const answer = await fetch(`${logto.endpoint}/oidc/token/introspection`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${appId}:${appSecret}`).toString('base64')}` },
      body: new URLSearchParams({ token: 'none' }),
    });
    expect(await answer.json()).toEqual({ active: false });
    expect(apiResource).toBe('http://localhost:3000/api/v1');
    const hooks = await bodyOf(logto.api.GET('/api/hooks'));
    expect(hooks).toMatchObject([
      { config: { url: 'http://localhost:3000/webhooks/logto' }, signingKey: webhookSigningKey, enabled: true },
    ]);
    expect(hooks[0]?.events).toContain('Organization.Membership.Updated');
  });

  it('plans first and changes nothing by planning', async () => {
    const plan = await planLogtoSetup(options);
    expect(plan).toEqual(await planLogtoSetup(options));
    expect(plan).toContainEqual({ step: 'organization permissions', what: 'create permission manage:organization' });
    const applied: string[] = [];
    await setUpLogto({ ...options, log: (line) => applied.push(line) });
    expect(applied).toEqual(plan.map(({ step, what }) => `${step}: ${what}`));
  });

  it.each(['1.37', '1.41'] as const)('%s twice plans nothing new and gives the same', async (version) => {
    const other = await startLogto(version);
    onTestFinished(() => other.stop());
    const options = { ...other.credentials, appUrl: 'http://localhost:3000' };
    const first = await setUpLogto(options);
    expect(await planLogtoSetup(options)).toEqual([]);
    const lines: string[] = [];
    expect(await setUpLogto({ ...options, log: (line) => lines.push(line) })).toEqual(first);
    expect(lines).toEqual([]);
  });

  it('says no secrets', async () => {
    const lines: string[] = [];
    const { appSecret, webhookSigningKey } = await setUpLogto({ ...options, log: (line) => lines.push(line) });
    for (const secret of [appSecret, webhookSigningKey, options.m2m.secret]) {
      expect(lines.join('\n')).not.toContain(secret);
    }
  });

  it('for a second address adds to the same application', async () => {
    const first = await setUpLogto(options);
    const second = await setUpLogto({ ...options, appUrl: 'https://app.example.test/' });
    expect(second.appId).toBe(first.appId);
    const [application, ...others] = await traditional();
    expect(others).toEqual([]);
    expect(application?.oidcClientMetadata).toMatchObject({
      redirectUris: ['http://localhost:3000/auth/callback', 'https://app.example.test/auth/callback'],
      postLogoutRedirectUris: ['http://localhost:3000/', 'https://app.example.test/'],
    });
  });

  it('heals a role that somebody changed and leaves permissions that are not ours', async () => {
    await setUpLogto(options);
    const custom = await bodyOf(logto.api.POST('/api/organization-scopes', { body: { name: 'bake:bread' } }));
    const member = (await rolesOfTemplate()).find(({ name }) => name === 'member');
    await logto.api.PUT('/api/organization-roles/{id}/scopes', {
      params: { path: { id: member?.id ?? '' } },
      body: { organizationScopeIds: [custom.id] },
    });
    await setUpLogto(options);
    const healed = (await rolesOfTemplate()).find(({ name }) => name === 'member');
    expect(healed?.scopes.map(({ name }) => name).sort()).toEqual([...roles.member.permissions, 'bake:bread'].sort());
  });

  it('takes a permission from a role that app/permissions.ts no longer gives it', async () => {
    await setUpLogto(options);
    const scopes = await bodyOf(logto.api.GET('/api/organization-scopes'));
    const member = (await rolesOfTemplate()).find(({ name }) => name === 'member');
    await logto.api.PUT('/api/organization-roles/{id}/scopes', {
      params: { path: { id: member?.id ?? '' } },
      body: {
        organizationScopeIds: scopes.filter(({ name }) => permissionNames.includes(name as never)).map(({ id }) => id),
      },
    });
    await setUpLogto(options);
    const healed = (await rolesOfTemplate()).find(({ name }) => name === 'member');
    expect(healed?.scopes.map(({ name }) => name).sort()).toEqual([...roles.member.permissions].sort());
  });
});

describe('the sign-in experience', () => {
  it('takes e-mail and password, and asks for MFA only where an organization requires it', async () => {
    await setUpLogto(options);
    const { signUp, signIn, mfa } = await experience();
    expect(signUp).toMatchObject({ identifiers: ['email'], password: true, verify: true });
    expect(signIn.methods).toContainEqual(expect.objectContaining({ identifier: 'email', password: true }));
    expect(mfa).toMatchObject({
      policy: 'NoPrompt',
      factors: ['Totp', 'BackupCode'],
      organizationRequiredMfaPolicy: 'Mandatory',
    });
  });

  it('keeps the factors and the policy that were chosen before', async () => {
    await logto.api.PATCH('/api/sign-in-exp', { body: { mfa: { policy: 'UserControlled', factors: ['WebAuthn'] } } });
    await setUpLogto(options);
    expect((await experience()).mfa).toEqual({
      policy: 'UserControlled',
      factors: ['WebAuthn', 'Totp', 'BackupCode'],
      organizationRequiredMfaPolicy: 'Mandatory',
    });
  });

  it('is left as it is without an e-mail connector', async () => {
    for (const { id } of await bodyOf(logto.api.GET('/api/connectors'))) {
      await logto.api.DELETE('/api/connectors/{id}', { params: { path: { id } } });
    }
    const before = await experience();
    await setUpLogto(options);
    const { signUp, signIn } = await experience();
    expect({ signUp, signIn }).toEqual({ signUp: before.signUp, signIn: before.signIn });
  });
});

describe('ID tokens', () => {
  const claims = async () => (await bodyOf(logto.api.GET('/api/configs/id-token'))).enabledExtendedClaims;

  it('name the organizations, and keep what else they carry', async () => {
    await logto.api.PUT('/api/configs/id-token', { body: { enabledExtendedClaims: ['roles'] } });
    await setUpLogto(options);
    expect(await claims()).toEqual(['roles', 'organizations']);
  });
});
