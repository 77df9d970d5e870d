import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Logto } from '#app/logto/client.server.ts';
import { asOrganizationId, type OrganizationId } from '#app/logto/ids.ts';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { startLogto, type TestLogto } from './local.ts';

let server: TestLogto;
let logto: Logto;
let id: OrganizationId;
const unknown = asOrganizationId('aaaaaaaaaaaa');

beforeAll(async () => {
  server = await startLogto();
  logto = server.connect();
  await server.createRoles('member', 'auditor');
  ({ id } = await logto.organizations.create({ name: 'Acme' }));
});
afterAll(() => server.stop());

describe('a domain whose people join', () => {
  it('is added once, however often, and removed', async () => {
    await logto.joining.addDomain(id, 'acme.example');
    await logto.joining.addDomain(id, 'other.example');
    await logto.joining.addDomain(id, 'acme.example');
    expect((await logto.joining.domains(id)).sort()).toEqual(['acme.example', 'other.example']);
    await logto.joining.removeDomain(id, 'acme.example');
    await logto.joining.removeDomain(id, 'acme.example');
    expect(await logto.joining.domains(id)).toEqual(['other.example']);
  });

  it('of an organization that is not there is refused, and none is listed', async () => {
    expect(await logto.joining.domains(unknown)).toEqual([]);
    await expect(logto.joining.addDomain(unknown, 'acme.example')).rejects.toMatchObject({
      kind: 'refused',
      code: 'entity.relation_foreign_key_not_found',
    });
  });
});

describe('the roles of who joins', () => {
  it('are these and no others, by their ids', async () => {
    expect(await logto.joining.roles(id)).toEqual([]);
    const [member = '', auditor = ''] = await logto.roles.idsOf(['member', 'auditor']);
    await logto.joining.setRoles(id, [member, auditor]);
    await logto.joining.setRoles(id, [auditor]);
    expect(await logto.joining.roles(id)).toEqual([{ id: auditor, name: 'auditor' }]);
    await expect(logto.joining.setRoles(id, ['nobody'])).rejects.toMatchObject({ kind: 'refused' });
    await expect(logto.joining.roles(unknown)).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('single sign-on', () => {
  it('is known by its name for people and its domains, and nothing of its secrets', async () => {
    const connect = async (connectorName: string, branding = {}) => {
      const config = { clientSecret: 'not for us' };
      const body = { providerName: 'OIDC', connectorName, config, branding, domains: ['acme.example'] };
      return (await bodyOf(server.api.POST('/api/sso-connectors', { body } as never))) as { id: string };
    };
    const [plain, branded] = [await connect('okta-1'), await connect('okta-2', { displayName: 'Acme login' })];
    await server.api.POST('/api/organizations/{id}/jit/sso-connectors', {
      params: { path: { id } },
      body: { ssoConnectorIds: [plain.id, branded.id] },
    });
    expect(await logto.joining.ssoConnectors(id)).toEqual([
      { id: plain.id, name: 'okta-1', domains: ['acme.example'] },
      { id: branded.id, name: 'Acme login', domains: ['acme.example'] },
    ]);
    await expect(logto.joining.ssoConnectors(unknown)).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('the second factors that people can set up', () => {
  it('are those that are on, without backup codes, which only replace one', async () => {
    const factors = (on: string[]) =>
      server.api.PATCH('/api/sign-in-exp', { body: { mfa: { policy: 'NoPrompt', factors: on } } } as never);
    await factors([]);
    expect(await logto.signInExperience.mfaFactors()).toEqual([]);
    await factors(['Totp', 'BackupCode']);
    expect(await logto.signInExperience.mfaFactors()).toEqual(['Totp']);
  });
});
