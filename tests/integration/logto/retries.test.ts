import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Logto } from '#app/logto/client.server.ts';
import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import { startLogto, type TestLogto } from './local.ts';
import { openWire, refusal, type Wire } from './wire.ts';

let server: TestLogto;
let organization: OrganizationId;
let ada: UserId;

beforeAll(async () => {
  server = await startLogto();
  organization = (await server.connect().organizations.create({ name: 'Acme' })).id;
  ada = await server.createUser('ada@example.test');
  await server.createRoles('owner');
});
afterAll(() => server.stop());

const unavailable = () => new Response('<h1>Bad gateway</h1>', { status: 502 });
const dropped = () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } }));

const connected = (): { wire: Wire; logto: Logto } => {
  const wire = openWire();
  return { wire, logto: server.connect({ fetch: wire.fetch }) };
};

describe('a call that can be repeated', () => {
  const repeatable: [string, string, (logto: Logto) => Promise<unknown>][] = [
    ['reading', 'GET /api/organizations/', ({ organizations }) => organizations.get(organization)],
    ['adding a member', 'POST /api/organizations/', ({ members }) => members.add(organization, ada)],
    ['setting roles', 'PUT /api/organizations/', ({ members }) => members.setRoles(organization, ada, ['owner'])],
    ['adding roles', 'POST /api/organizations/', ({ members }) => members.addRoles(organization, ada, ['owner'])],
    ['removing a member', 'DELETE /api/organizations/', ({ members }) => members.remove(organization, ada)],
  ];

  it.each(repeatable)('%s is tried again after 502, 429 and a broken connection', async (_, match, act) => {
    for (const failure of [unavailable, dropped, () => refusal(429, 'request.rate_limited', { 'retry-after': '0' })]) {
      const { wire, logto } = connected();
      wire.answerNext(match, failure);
      await act(logto);
      expect(wire.count(match)).toBe(2);
    }
  });

  it('is given up after three tries', async () => {
    const { wire, logto } = connected();
    for (let i = 0; i < 4; i++) wire.answerNext('PUT /api/organizations/', unavailable);
    await expect(logto.members.setRoles(organization, ada, ['owner'])).rejects.toMatchObject({
      kind: 'unavailable',
      status: 502,
      effect: 'unknown',
    });
    expect(wire.count('PUT /api/organizations/')).toBe(3);
  });

  it('is not tried again when Logto says no', async () => {
    const { wire, logto } = connected();
    await expect(logto.members.setRoles(organization, ada, ['nobody'])).rejects.toMatchObject({ kind: 'refused' });
    expect(wire.count('PUT ')).toBe(1);
  });

  it('may have had its effect at an earlier try, whatever the last one says', async () => {
    const { wire, logto } = connected();
    wire.answerNext('PUT /api/organizations/', dropped);
    await expect(logto.members.setRoles(organization, ada, ['nobody'])).rejects.toMatchObject({
      kind: 'refused',
      effect: 'unknown',
    });
  });

  it('fails at once when Logto asks for a longer pause than the deadline leaves', async () => {
    const { wire, logto } = connected();
    wire.answerNext('GET /api/organizations/', () => refusal(429, 'request.rate_limited', { 'retry-after': '600' }));
    await expect(logto.organizations.get(organization)).rejects.toMatchObject({
      kind: 'rate-limited',
      retryAfterMs: 600_000,
      effect: 'none',
    });
  });
});

describe('a call that makes something new', () => {
  const unrepeatable: [string, string, (logto: Logto) => Promise<unknown>][] = [
    ['an organization', 'POST /api/organizations', ({ organizations }) => organizations.create({ name: 'Twice?' })],
    [
      'an invitation',
      'POST /api/organization-invitations',
      ({ invitations }) =>
        invitations.create({
          organizationId: organization,
          invitee: 'bob@example.test',
          roleIds: [],
          expiresAt: new Date(Date.now() + 60_000),
        }),
    ],
    [
      'a one-time token',
      'POST /api/one-time-tokens',
      ({ oneTimeTokens }) => oneTimeTokens.create({ email: 'bob@example.test', expiresIn: 60 }),
    ],
  ];

  it.each(unrepeatable)('%s is tried once', async (_, match, act) => {
    for (const failure of [unavailable, dropped]) {
      const { wire, logto } = connected();
      wire.answerNext(match, failure);
      await expect(act(logto)).rejects.toMatchObject({ effect: 'unknown' });
      expect(wire.count(match)).toBe(1);
    }
  });

  it('has surely no effect when it was rate-limited', async () => {
    const { wire, logto } = connected();
    wire.answerNext('POST /api/organizations', () => refusal(429, 'request.rate_limited'));
    await expect(logto.organizations.create({ name: 'x' })).rejects.toMatchObject({
      kind: 'rate-limited',
      effect: 'none',
    });
    expect(wire.count('POST /api/organizations')).toBe(1);
  });
});
