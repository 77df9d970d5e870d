/** What reaches the address of the webhook and is not what Logto sent, once, just now: through the server that listens. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asUserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { isSigned } from '#app/sync/signature.server.ts';
import { sweepDeliveries } from '#app/tenants/deliveries.server.ts';
import { inTheCopy } from './both-sides.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
const { app } = await import('#app/server.ts');
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
await once(server, 'listening');
afterAll(() => void server.close());
const { port } = server.address() as AddressInfo;

const key = stage.server.environment.LOGTO_WEBHOOK_SIGNING_KEY;
const signatureOf = (body: string, by = key) => createHmac('sha256', by).update(body).digest('hex');

/** As it goes over the wire. Answers the status; null when the connection ended without one. */
async function sent(
  headers: Record<string, string | string[]>,
  body: string | string[],
  { thenHangUp = false } = {},
): Promise<number | null> {
  const socket = connect(port, '127.0.0.1');
  const lines = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}: ${value}`),
  );
  const head = ['POST /webhooks/logto HTTP/1.1', 'host: app', 'connection: close', ...lines, '', ''].join('\r\n');
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString()));
  socket.on('error', () => {}); // whoever is refused may be cut off while it still sends
  socket.write(head);
  for (const part of [body].flat()) socket.write(part);
  if (thenHangUp) socket.end();
  await once(socket, 'close');
  const status = /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1];
  return status === undefined ? null : Number(status);
}

const event = (name: string, payload: object, createdAt = new Date()) =>
  JSON.stringify({ event: name, createdAt: createdAt.toISOString(), hookId: 'hook', ...payload });

const created = (id: string, more: object = {}) =>
  event('User.Created', {
    data: { id, name: 'Eve', primaryEmail: null, avatar: null, isSuspended: false },
    ...more,
  });

const body = created('eve');
const signature = { 'logto-signature-sha-256': signatureOf(body) };
const length = (text: string) => ({ 'content-length': String(Buffer.byteLength(text)) });
const inChunks = { 'transfer-encoding': 'chunked' };
const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const lastChunk = '0\r\n\r\n';
const half = body.slice(0, 60);
/** A right event, but for its size: 1 MiB and a little more. */
const huge = created('eve', { more: 'x'.repeat(1024 * 1024) });
const hugeSignature = { 'logto-signature-sha-256': signatureOf(huge) };

/** One delivery of a real server (1.41). */
const recorded = {
  signingKey: 'wmeKMpH0YFYbZ46UkDrWo6QHYsxhvUGM',
  signature: '783adcd4f0d9d898f58971b280a771bda12e020d3e93cfa8d81fe6369fa218ff',
  body: '{"event":"Organization.Deleted","createdAt":"2026-11-22T06:22:20.509Z","userAgent":"node","ip":"127.0.0.1","path":"/organizations/6fn3mty7bjom","method":"DELETE","status":204,"params":{"id":"6fn3mty7bjom"},"matchedRoute":"/organizations/:id","hookId":"qhhyet5egogz6zdacowqa"}',
};

it('a signature is right for what a real server sent, and wrong with another key', () => {
  const bytes = Buffer.from(recorded.body);
  expect(isSigned(bytes, recorded.signature, recorded.signingKey)).toBe(true);
  expect(isSigned(bytes, recorded.signature, `${recorded.signingKey}x`)).toBe(false);
});

it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('there is no %s of the webhook', async (method) => {
  const answer = await fetch(`http://127.0.0.1:${port}/webhooks/logto`, {
    method,
    ...(method !== 'GET' && { body, headers: signature }),
  });
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe('POST');
});

const everything = async () => ({
  copy: await inTheCopy(stage),
  deliveries: await stage.sql('SELECT hash, event FROM webhook_deliveries ORDER BY hash'),
  jobs: await stage.jobs(),
});

describe('a delivery', () => {
  it.each<[string, number | null, () => Promise<number | null>]>([
    ['without a signature', 401, () => sent(length(body), body)],
    ['with an empty signature', 401, () => sent({ ...length(body), 'logto-signature-sha-256': '' }, body)],
    [
      'with two signatures',
      401,
      () => sent({ ...length(body), 'logto-signature-sha-256': [signatureOf(body), signatureOf(body)] }, body),
    ],
    [
      'signed with another key',
      401,
      () => sent({ ...length(body), 'logto-signature-sha-256': signatureOf(body, 'another') }, body),
    ],
    ['of which one letter was changed', 401, () => sent({ ...length(body), ...signature }, body.replace('Eve', 'Eva'))],
    ['of which the end is missing', 401, () => sent({ ...length(half), ...signature }, half)],
    ['with something after its end', 401, () => sent({ ...length(`${body} `), ...signature }, `${body} `)],
    ['that ends before its length', 400, () => sent({ ...length(body), ...signature }, half, { thenHangUp: true })],
    [
      'that ends before its last chunk',
      400,
      () => sent({ ...inChunks, ...signature }, chunk(half), { thenHangUp: true }),
    ],
    [
      'that is chunked and has a length',
      400,
      () => sent({ ...inChunks, ...length(body), ...signature }, [chunk(body), lastChunk]),
    ],
    ['that is too large and says so', 413, () => sent({ ...length(huge), ...hugeSignature }, huge)],
    [
      'that is too large and does not say so',
      413,
      () => sent({ ...inChunks, ...hugeSignature }, [chunk(huge), lastChunk]),
    ],
    ['that is too large and never ends', 413, () => sent({ ...inChunks, ...hugeSignature }, chunk(huge))],
    [
      'that is compressed',
      401,
      () => sent({ ...length('\x1f\x8b'), ...signature, 'content-encoding': 'gzip' }, '\x1f\x8b'),
    ],
  ])('%s is answered %s, and does nothing', async (_, status, send) => {
    const before = await everything();
    expect(await send()).toBe(status);
    expect(await everything()).toEqual(before);
  });

  it.each([
    ['with its length', 'one', length, (text: string) => [text]],
    [
      'in chunks',
      'two',
      () => inChunks,
      (text: string) => [chunk(text.slice(0, 40)), chunk(text.slice(40)), lastChunk],
    ],
  ])('that is right is taken, %s', async (_, id, headers, parts) => {
    const text = created(id);
    expect(await sent({ ...headers(text), 'logto-signature-sha-256': signatureOf(text) }, parts(text))).toBe(204);
    expect(await stage.user(id)).toMatchObject({ name: 'Eve' });
  });
});

describe('a delivery that comes again', () => {
  it('is answered as the first, and does nothing', async () => {
    const ada = await stage.person('Ada');
    const suspension = event('User.SuspensionStatus.Updated', {
      data: { id: ada.id, name: 'Ada', primaryEmail: ada.email, avatar: null, isSuspended: true },
    });
    await stage.session(ada.id);
    expect((await stage.post(suspension)).status).toBe(204);
    expect(await stage.signedIn(ada.id)).toBe(false);
    await stage.settle();
    await stage.session(ada.id);
    const before = await everything();
    expect((await stage.post(suspension)).status).toBe(204);
    expect(await stage.signedIn(ada.id)).toBe(true);
    expect(await everything()).toEqual(before);
  });

  it('is one, however many come at once', async () => {
    const ada = await stage.person('Ada');
    const acme = await stage.organization('At once', { [ada.id]: 'owner' });
    const joined = event('Organization.Membership.Updated', { organizationId: acme, addedUserIds: ['somebody'] });
    const answers = await Promise.all(Array.from({ length: 10 }, () => stage.post(joined)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(204));
    expect(await stage.jobs()).toHaveLength(1);
    expect(await stage.sql('SELECT FROM webhook_deliveries WHERE organization_id = $1', [acme])).toHaveLength(1);
    await stage.settle();
    expect(await stage.sql('SELECT FROM webhook_deliveries WHERE organization_id = $1', [acme])).toEqual([]);
  });
});

describe('what is kept of deliveries', () => {
  it('goes after a day, unless a worker has still to ask about it', async () => {
    const keep = (hash: string, age: string, organization: string | null) =>
      stage.sql(
        `INSERT INTO webhook_deliveries (hash, event, received_at, organization_id)
         VALUES ($1, 'kept', now() - $2::interval, $3)`,
        [hash.repeat(64), age, organization],
      );
    await keep('a', '23 hours', null);
    await keep('b', '25 hours', null);
    await keep('c', '25 hours', 'acme');
    expect(await sweepDeliveries()).toBe(1);
    const kept = await stage.sql<{ hash: string }>(
      `SELECT hash FROM webhook_deliveries WHERE event = 'kept' ORDER BY 1`,
    );
    expect(kept.map(({ hash }) => hash[0])).toEqual(['a', 'c']);
  });
});

describe('a delivery of last week, which comes now for the first time,', () => {
  const lastWeek = new Date(Date.now() - 7 * 86_400_000);
  let ada: { id: string; email: string };
  let bob: { id: string };
  let acme: string;

  beforeAll(async () => {
    ada = await stage.person('Ada');
    bob = await stage.person('Bob');
    acme = await stage.organization('Last week', { [ada.id]: 'owner' });
    await stage.session(ada.id);
  });

  const person = (id: string, isSuspended = false) => ({
    id,
    name: 'Once',
    primaryEmail: null,
    avatar: null,
    isSuspended,
  });
  const organization = () => ({ id: acme, name: 'Once', description: null, isMfaRequired: true, branding: {} });
  const members = (more: object) => ({ organizationId: acme, ...more });

  it.each<[string, string, () => object]>([
    ['of somebody who has gone since', 'User.Created', () => ({ data: person('gone') })],
    ['of their sign-in', 'PostSignIn', () => ({ userId: 'gone', user: person('gone') })],
    ['of another name', 'User.Data.Updated', () => ({ data: person(ada.id), params: { userId: ada.id } })],
    ['of a suspension', 'User.SuspensionStatus.Updated', () => ({ data: person(ada.id, true) })],
    ['of somebody’s deletion', 'User.Deleted', () => ({ data: person(ada.id), params: { userId: ada.id } })],
    ['of an organization’s other name', 'Organization.Data.Updated', () => ({ data: organization() })],
    ['of its deletion', 'Organization.Deleted', () => ({ params: { id: acme } })],
    ['of a member who left', 'Organization.Membership.Updated', () => members({ removedUserIds: [ada.id] })],
    ['of one who joined', 'Organization.Membership.Updated', () => members({ addedUserIds: [bob.id, 'gone'] })],
    ['of somebody or other', 'Organization.Membership.Updated', () => members({})],
  ])('%s is taken, and changes nothing that is not so', async (_, name, payload) => {
    const before = await inTheCopy(stage);
    const log = await stage.sql('SELECT FROM audit_events');
    expect((await stage.post(event(name, payload(), lastWeek))).status).toBe(204);
    expect(await inTheCopy(stage)).toEqual(before);
    expect(await stage.signedIn(ada.id)).toBe(true);
    await stage.settle();
    expect(await inTheCopy(stage)).toEqual(before);
    expect(await stage.signedIn(ada.id)).toBe(true);
    expect(await stage.sql('SELECT FROM audit_events')).toEqual(log);
  });

  it('brings in what is so', async () => {
    await logto().users.patch(asUserId(bob.id), { name: 'Robert' });
    await stage.sql(`UPDATE users SET name = 'Lost' WHERE id = $1`, [bob.id]);
    await stage.post(event('User.Data.Updated', { data: person(bob.id), params: { userId: bob.id } }, lastWeek));
    await stage.settle();
    expect(await stage.user(bob.id)).toMatchObject({ name: 'Robert' });
  });
});

describe('an event of before that comes after a deletion', () => {
  it('brings nobody back for long', async () => {
    const eve = await stage.person('Eve');
    const creation = stage.deliveries.at(-1)!.body;
    await stage.awaiting('User.Deleted', () => logto().users.delete(asUserId(eve.id)));
    await stage.workAfter(60);
    expect(await stage.user(eve.id)).toBeUndefined();
    const signIn = JSON.stringify({ ...JSON.parse(creation), event: 'PostSignIn', user: JSON.parse(creation).data });
    await stage.post(signIn);
    expect(await stage.user(eve.id)).toBeDefined();
    await stage.settle();
    expect(await stage.user(eve.id)).toBeUndefined();
  });
});
