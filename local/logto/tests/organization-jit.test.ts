import { describe, expect, it } from 'vitest';
import { testLogto } from './server.ts';

const logto = testLogto({ empty: true });
const api = (...args: Parameters<ReturnType<typeof logto>['api']>) => logto().api(...args);
let count = 0;
const newOrganization = async () => (await api('POST', '/organizations', { name: 'Acme' })).body.id as string;
const newConnector = async (extra = {}) =>
  (await api('POST', '/sso-connectors', { providerName: 'OIDC', connectorName: `sso-${(count += 1)}`, ...extra })).body;

describe('single sign-on that takes people into an organization', () => {
  it('is listed with the whole connector once it is assigned', async () => {
    const id = await newOrganization();
    const connector = await newConnector({ domains: ['acme.test'], branding: { displayName: 'Acme Okta' } });
    const path = `/organizations/${id}/jit/sso-connectors`;
    expect((await api('GET', path)).body).toEqual([]);
    expect(await api('POST', path, { ssoConnectorIds: [connector.id] })).toMatchObject({
      status: 201,
      body: 'Created',
    });
    expect(await api('POST', path, { ssoConnectorIds: [connector.id] })).toMatchObject({ status: 201 });
    expect((await api('GET', path)).body).toEqual([connector]);
    expect(connector).toMatchObject({ domains: ['acme.test'], branding: { displayName: 'Acme Okta' }, config: {} });

    expect(await api('DELETE', `${path}/${connector.id}`)).toMatchObject({ status: 204 });
    expect(await api('DELETE', `${path}/${connector.id}`)).toMatchObject({
      status: 404,
      body: { code: 'entity.not_found' },
    });
  });

  it('is replaced as a whole, and nothing happens for an id that is unknown', async () => {
    const id = await newOrganization();
    const [one, two] = [await newConnector(), await newConnector()];
    const path = `/organizations/${id}/jit/sso-connectors`;
    await api('PUT', path, { ssoConnectorIds: [one.id] });
    expect(await api('PUT', path, { ssoConnectorIds: [two.id, 'nobody'] })).toMatchObject({
      status: 422,
      body: { code: 'entity.relation_foreign_key_not_found' },
    });
    expect((await api('GET', path)).body).toEqual([one]);
    expect(await api('GET', '/organizations/nobody/jit/sso-connectors')).toMatchObject({ status: 404 });
  });

  it('has a name of its own and a provider that Logto knows', async () => {
    const { connectorName } = await newConnector();
    expect(await api('POST', '/sso-connectors', { providerName: 'OIDC', connectorName })).toMatchObject({
      status: 422,
    });
    expect(await api('POST', '/sso-connectors', { providerName: 'Magic', connectorName: 'x' })).toMatchObject({
      status: 400,
    });
  });
});
