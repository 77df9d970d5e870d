/** Which host is asked for what: open source, Logto Cloud, and a custom domain of Logto Cloud. Nobody answers here. */
import { describe, expect, it } from 'vitest';
import { inspectEnvironment, managementApiOf } from '#app/env.server.ts';
import { createLogto } from '#app/logto/client.server.ts';
import { LogtoError } from '#app/logto/errors.server.ts';
import { explainLogtoFailure } from '#app/logto/explain.server.ts';
import { machineEndpoint } from '#app/logto/machine-token.server.ts';
import { readSettings } from '#scripts/logto-setup/settings.ts';

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

describe('what a failure blames', () => {
  const options = { endpoint: 'https://auth.example.com', managementApi: cloud, m2m: { id: 'id', secret: 'secret' } };
  const unreachable = (call: string, given = options) =>
    explainLogtoFailure(new LogtoError(call, { kind: 'unreachable', code: 'ENOTFOUND', effect: 'none' }), given);

  it.each(['POST /oidc/token', 'GET /api/hooks'])(
    'is the indicator where %s goes to the tenant behind a custom domain',
    (call) => {
      expect(unreachable(call)).toBe(
        `LOGTO_MANAGEMENT_API ${cloud}: no such host as x1y2z3.logto.app. Is it spelled right?`,
      );
    },
  );

  it('is the endpoint where the domain itself was asked, and everywhere else', () => {
    const expected = 'LOGTO_ENDPOINT https://auth.example.com: no such host as auth.example.com. Is it spelled right?';
    expect(unreachable('GET /oidc/.well-known/openid-configuration')).toBe(expected);
    expect(unreachable('GET /api/hooks', { ...options, managementApi: openSource })).toBe(expected);
  });
});

describe('the indicator', () => {
  it.each([
    ['https://x1y2z3.logto.app', cloud],
    ['https://x1y2z3.logto.app/', cloud],
    ['https://x1y2z3.us.logto.app', cloud],
    ['https://auth.example.com', openSource],
    ['http://localhost:3001', openSource],
    ['https://x1y2z3.logto.app.example.com', openSource],
  ])('of %s is %s when nobody says', (endpoint, expected) => expect(managementApiOf(endpoint)).toBe(expected));
});

describe('the app’s LOGTO_ENDPOINT and APP_URL', () => {
  const look = (value: string) => {
    const { values, problems } = inspectEnvironment({ LOGTO_ENDPOINT: value, APP_URL: value });
    const told = problems.filter(({ name }) => name === 'LOGTO_ENDPOINT' || name === 'APP_URL');
    return told.length > 0 ? told.map(({ remedy }) => remedy) : [values.LOGTO_ENDPOINT, values.APP_URL];
  };

  it('are origins', () => expect(look('https://a.test/')).toEqual(['https://a.test', 'https://a.test']));

  it('are refused by the rule and in the words of the set-up', () => {
    const problem = 'https://a.test/oidc has more than scheme, host and port: set ';
    expect(look('https://a.test/oidc').sort()).toEqual([
      `${problem}APP_URL=https://a.test.`,
      `${problem}LOGTO_ENDPOINT=https://a.test.`,
    ]);
    expect(look('a.test')[0]).toMatch(/^a\.test has no scheme: set \w+=https:\/\/a\.test\.$/);
    expect(() => readSettings({ LOGTO_ENDPOINT: 'https://a.test/oidc' })).toThrow(
      `LOGTO_ENDPOINT ${problem}LOGTO_ENDPOINT=https://a.test.`,
    );
  });
});
