/**
 * Answers of a real server's token endpoint, through the code that reads them. They are no part of this repository:
 * `OIDC_SAMPLES` names the file, a list of `{name, request: {url, body}, response: {status, body}}`; without it this is skipped.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createLogto } from '#app/logto/client.server.ts';
import { asOrganizationId } from '#app/logto/ids.ts';
import { createUserTokens } from '#app/logto/tokens.server.ts';

type Sample = {
  name: string;
  /** Some samples are notes without one. */
  request?: { method: string; url: string; body: Record<string, string> | null };
  response: { status: number; body: Record<string, unknown> | null };
};

const file = process.env['OIDC_SAMPLES'] ?? '';
const samples: Sample[] = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Sample[]) : [];
const asked = (path: string, more: (body: Record<string, string>) => boolean = () => true) =>
  samples.filter(({ request }) => request?.url === path && request.body !== null && more(request.body));

const endpoint = 'http://logto.invalid';
const answering = ({ response: { status, body } }: Sample) => ({
  endpoint,
  fetch: async () => (body === null ? new Response('', { status }) : Response.json(body, { status })),
});

const refusals = new Map([
  ['oidc.invalid_grant', 'sign-in-again'],
  ['oidc.access_denied', 'not-a-member'],
  ['oidc.insufficient_scope', 'misconfigured'],
]);

describe.skipIf(samples.length === 0)('what a real server answered', () => {
  const app = { appId: 'app', appSecret: 'secret' };

  it('to a renewal is access, or a refusal that we know', async () => {
    const renewals = asked('/oidc/token', ({ grant_type }) => grant_type === 'refresh_token');
    expect(renewals.length).toBeGreaterThan(2);
    for (const sample of renewals) {
      const tokens = createUserTokens({ ...answering(sample), ...app });
      const organizationId = asOrganizationId('aaaaaaaaaaaa');
      const answer = await tokens.renewOrganizationAccess({ refreshToken: 'x', organizationId, scopes: [] });
      const code = sample.response.body?.['code'];
      const expected = sample.response.status === 200 || refusals.get(String(code));
      expect(answer.ok || answer.refusal, sample.name).toBe(expected);
      if (answer.ok) expect(answer.scopes.join(' ')).toBe(sample.response.body?.['scope']);
    }
  });

  it('to a machine is a token for everything, or a failure of our settings', async () => {
    const requests = asked('/oidc/token', ({ grant_type }) => grant_type === 'client_credentials');
    expect(requests.length).toBeGreaterThan(2);
    for (const sample of requests) {
      const told: unknown[] = [];
      const logto = createLogto({
        ...answering(sample),
        m2m: { id: 'id', secret: 'secret' },
        managementApi: 'https://default.logto.app/api',
        onMisconfigured: (error) => void told.push(error),
      });
      const works = sample.response.body?.['scope'] === 'all';
      // The same answer comes to the call itself, where it is no list: that is not what is asked about here.
      await logto.organizations
        .listAll()
        .next()
        .catch(() => undefined);
      expect(told.length, sample.name).toBe(works ? 0 : 1);
    }
  });

  it('to questions about a token and to its end is understood', async () => {
    for (const sample of asked('/oidc/token/introspection')) {
      const answer = await createUserTokens({ ...answering(sample), ...app }).introspectRefreshToken('x');
      expect(answer.ok && answer.scopes.join(' '), sample.name).toBe(sample.response.body?.['scope']);
    }
    for (const sample of asked('/oidc/token/revocation')) {
      expect(await createUserTokens({ ...answering(sample), ...app }).revokeRefreshToken('x'), sample.name).toBe(true);
    }
  });
});
