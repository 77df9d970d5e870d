import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asInvitationId, asOrganizationId } from '#app/logto/ids.ts';
import { connectManagementApi } from '#app/logto/management-api.server.ts';
import { startLogto, type TestLogto } from './local.ts';
import { openWire, refusal } from './wire.ts';

let logto: TestLogto;
let stuck: { endpoint: string; close: () => void };

// Takes connections and says nothing, or only the beginning of an answer.
const startStuckServer = async (says: string) => {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.once('data', () => socket.write(says));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};

beforeAll(async () => {
  logto = await startLogto();
  stuck = await startStuckServer('');
});
afterAll(async () => {
  stuck.close();
  await logto.stop();
});

const unknown = asOrganizationId('aaaaaaaaaaaa');

describe('no answer', () => {
  it('in time is a time-out', async () => {
    const { organizations } = logto.connect({ endpoint: stuck.endpoint, timeoutMs: 30 });
    await expect(organizations.get(unknown)).rejects.toMatchObject({ kind: 'timeout', effect: 'none' });
  });

  it('after the headers is a time-out too', async () => {
    const half = await startStuckServer('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"access');
    const { organizations } = logto.connect({ endpoint: half.endpoint, timeoutMs: 30 });
    await expect(organizations.get(unknown)).rejects.toMatchObject({ kind: 'timeout' });
    half.close();
  });

  it('to a call that acts leaves its effect unknown', async () => {
    const wire = openWire();
    const { organizations } = logto.connect({ fetch: wire.fetch });
    await organizations.get(unknown);
    wire.answerNext('POST /api/organizations', () => fetch(stuck.endpoint, { signal: AbortSignal.timeout(10) }));
    await expect(organizations.create({ name: 'x' })).rejects.toMatchObject({ kind: 'timeout', effect: 'unknown' });
  });

  it('from a closed port means that nothing was done', async () => {
    const gone = await startStuckServer('');
    gone.close();
    const wire = openWire();
    wire.answerNext('POST /api/organizations', () => fetch(gone.endpoint));
    const { organizations } = logto.connect({ fetch: wire.fetch });
    await expect(organizations.create({ name: 'x' })).rejects.toMatchObject({ kind: 'unreachable', effect: 'none' });
  });
});

describe('an answer that is not Logto’s', () => {
  const path = `GET /api/organizations/${unknown}`;

  it('is unavailable, also with status 200', async () => {
    const wire = openWire();
    wire.answerNext(path, () => new Response('<h1>Maintenance</h1>', { headers: { 'content-type': 'text/html' } }));
    const { organizations } = logto.connect({ fetch: wire.fetch });
    await expect(organizations.get(unknown)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('never counts as "already deleted"', async () => {
    const wire = openWire();
    wire.answerNext('DELETE ', () => new Response('Not Found', { status: 404 }));
    const { organizations } = logto.connect({ fetch: wire.fetch });
    await expect(organizations.delete(unknown)).rejects.toMatchObject({ kind: 'unavailable', status: 404 });
  });

  it('such as a redirect is not followed', async () => {
    const found = `HTTP/1.1 302 Found\r\nlocation: ${logto.endpoint}/\r\ncontent-length: 0\r\n\r\n`;
    const moved = await startStuckServer(found);
    const { organizations } = logto.connect({ endpoint: moved.endpoint });
    await expect(organizations.get(unknown)).rejects.toMatchObject({ kind: 'unavailable', status: 302 });
    moved.close();
  });
});

describe('an e-mail connector', () => {
  it.each([
    [501, 'connector.not_found'],
    [500, 'connector.template_not_found'],
    [500, 'connector.general'],
    [401, 'connector.authorization_failed'],
    [400, 'connector.invalid_config'],
  ])(
    'that fails (%i %s) is a refusal told to the operator, not an outage of Logto or a bad token',
    async (status, code) => {
      const told: unknown[] = [];
      const wire = openWire();
      const onMisconfigured = (error: unknown) => void told.push(error);
      const { invitations } = logto.connect({ fetch: wire.fetch, onMisconfigured });
      wire.answerNext('POST /api/organization-invitations', () => refusal(status, code));
      const sent = invitations.sendMessage(asInvitationId('a'.repeat(21)), { link: 'https://app.test/' });
      await expect(sent).rejects.toMatchObject({ kind: 'refused', status, code, effect: 'none' });
      expect(wire.count('POST /api/organization-invitations')).toBe(1);
      expect(told).toEqual([expect.objectContaining({ code })]);
    },
  );
});

describe('an answer without a body', () => {
  it.each([
    ['the word that real servers say instead', () => new Response('Created', { status: 201 })],
    ['nothing at all', () => new Response('', { status: 201 })],
  ])('such as %s is a success of any call', async (_, answer) => {
    const wire = openWire();
    wire.answerNext('POST /api/organization-roles', answer);
    const api = connectManagementApi({ ...logto.credentials, fetch: wire.fetch });
    const params = { path: { id: 'role' } };
    const body = { organizationScopeIds: ['scope'] };
    const { data, response } = await api.POST('/api/organization-roles/{id}/scopes', { params, body });
    expect(response.status).toBe(201);
    expect(data).toBeUndefined();
  });
});

describe('a failure', () => {
  it('names call, status and code, and shows no secret, token, id or input', async () => {
    const { organizations } = logto.connect();
    const error: unknown = await organizations.update(unknown, { name: 'private name' }).catch((thrown) => thrown);
    expect(error).toMatchObject({ kind: 'not-found', status: 404, code: 'entity.not_exists', effect: 'none' });
    expect((error as Error).message).toBe('PATCH /api/organizations/{id}: not-found 404 entity.not_exists');
    const shown = inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error);
    for (const hidden of [logto.m2m.secret, 'Bearer', 'eyJ', unknown, 'private name']) {
      expect(shown).not.toContain(hidden);
    }
  });

  it('of the credentials shows none', async () => {
    const error: unknown = await logto
      .connect({ m2m: { ...logto.m2m, secret: 'sesame-open' } })
      .organizations.create({ name: 'x' })
      .catch((thrown) => thrown);
    const shown = inspect(error, { depth: Infinity, showHidden: true });
    expect(shown).not.toContain('sesame-open');
    expect(shown).not.toContain('Basic');
  });

  it('cannot be had from the module’s object either', () => {
    expect(inspect(logto.connect(), { depth: Infinity, showHidden: true })).not.toContain(logto.m2m.secret);
  });
});
