/** Which host is asked for what: open source, Logto Cloud, and a custom domain of Logto Cloud. Nobody answers here. */
import { describe, expect, it } from 'vitest';
import { createLogto } from '#app/logto/client.server.ts';
import { machineEndpoint } from '#app/logto/machine-token.server.ts';

const openSource = 'https://default.logto.app/api';
const cloud = 'https://x1y2z3.logto.app/api';

describe('machines ask', () => {
  it.each([
    ['http://localhost:3001', openSource, 'http://localhost:3001'],
    ['https://auth.example.com', openSource, 'https://auth.example.com'],
    ['https://auth.example.com//', openSource, 'https://auth.example.com'],
    ['https://x1y2z3.logto.app/', cloud, 'https://x1y2z3.logto.app'],
    // Tenants of other regions have another host and the same pattern of indicator.
    ['https://x1y2z3.us.logto.app', cloud, 'https://x1y2z3.us.logto.app'],
    // A custom domain shows people their sign-in page and refuses machines.
    ['https://auth.example.com', cloud, 'https://x1y2z3.logto.app'],
    ['https://auth.example.com/', cloud, 'https://x1y2z3.logto.app'],
  ])('with LOGTO_ENDPOINT %s and the indicator %s at %s', (endpoint, managementApi, asked) => {
    expect(machineEndpoint({ endpoint, managementApi })).toBe(asked);
  });

  it.each(['http://localhost:3001', 'http://127.0.0.1:3001', 'https://10.0.0.7', 'https://logto.internal:3001'])(
    'their own server at %s even when the indicator is of Cloud, so that it can refuse it',
    (endpoint) => expect(machineEndpoint({ endpoint, managementApi: cloud })).toBe(endpoint),
  );

  it('the tenant’s own address for the token and for the Management API', async () => {
    const asked: string[] = [];
    const logto = createLogto({
      endpoint: 'https://auth.example.com',
      managementApi: cloud,
      m2m: { id: 'id', secret: 'secret' },
      fetch: async (input, init) => {
        const { url } = new Request(input, init);
        asked.push(url);
        if (url.endsWith('/oidc/token'))
          return Response.json({ access_token: 't', expires_in: 3600, scope: 'all', token_type: 'Bearer' });
        return Response.json([], { headers: { 'total-number': '0' } });
      },
    });
    await logto.organizations.listAll().next();
    expect(asked).toEqual([
      'https://x1y2z3.logto.app/oidc/token',
      'https://x1y2z3.logto.app/api/organizations?page=1&page_size=100',
    ]);
  });
});
