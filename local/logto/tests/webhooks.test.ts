import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sign } from '../src/index.ts';
import { TestBrowser } from './browser.ts';
import { client, createPerson, createWebApp, registerByEmail, signInWithPassword } from './people.ts';
import { startTestLogto, testLogto } from './server.ts';

interface Delivery {
  headers: Record<string, string | string[] | undefined>;
  rawBody: string;
  body: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
}

const logto = testLogto();
const events = [
  'User.Created',
  'User.Deleted',
  'User.Data.Updated',
  'User.SuspensionStatus.Updated',
  'Organization.Created',
  'Organization.Deleted',
  'Organization.Data.Updated',
  'Organization.Membership.Updated',
  'OrganizationRole.Created',
  'OrganizationRole.Scopes.Updated',
  'PostSignIn',
  'PostRegister',
  'Identifier.Lockout',
];
let receiver: Server;
let url = '';
let status = 200;
let deliveries: Delivery[] = [];
let arrived: (() => void) | undefined;
let signingKey = '';

beforeAll(async () => {
  receiver = createServer((req, res) => {
    let rawBody = '';
    req.on('data', (chunk: Buffer) => (rawBody += chunk.toString()));
    req.on('end', () => {
      deliveries.push({ headers: req.headers, rawBody, body: JSON.parse(rawBody) });
      res.writeHead(status).end();
      arrived?.();
    });
  });
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  const { body } = await logto().api('POST', '/hooks', {
    name: 'all',
    events,
    config: { url, headers: { 'x-custom': 'abc' } },
  });
  signingKey = body.signingKey;
});
afterAll(() => receiver.close());
beforeEach(() => {
  deliveries = [];
  status = 200;
});

async function next(event: string): Promise<Delivery> {
  for (;;) {
    const found = deliveries.find(({ body }) => body.event === event);
    if (found) return found;
    await new Promise<void>((done) => (arrived = done));
  }
}

const organization = async () =>
  (await logto().api('POST', '/organizations', { name: 'Hooked', customData: { a: 1 } })).body;

describe('a delivery', () => {
  it('is signed with the hook’s key over the raw body and carries the custom headers', async () => {
    await organization();
    const { headers, rawBody } = await next('Organization.Created');
    expect(headers['logto-signature-sha-256']).toBe(createHmac('sha256', signingKey).update(rawBody).digest('hex'));
    expect(headers).toMatchObject({
      'user-agent': 'Logto (https://logto.io/)',
      'x-custom': 'abc',
      'content-type': 'application/json',
    });
  });

  it.skipIf(!existsSync(process.env.WEBHOOK_SAMPLES ?? ''))('is signed like the recorded ones', () => {
    const samples = JSON.parse(readFileSync(process.env.WEBHOOK_SAMPLES ?? '', 'utf8'));
    for (const sample of samples)
      expect(sign(sample.signingKey, sample.rawBody)).toBe(sample.headers['logto-signature-sha-256']);
  });

  it('is never tried again', async () => {
    status = 500;
    await organization();
    await next('Organization.Created');
    await logto().api('POST', '/users', { username: 'later' });
    await next('User.Created');
    expect(deliveries.filter(({ body }) => body.event === 'Organization.Created')).toHaveLength(1);
  });

  it('describes the request field by field', async () => {
    const created = await organization();
    const { body } = await next('Organization.Created');
    expect(Object.keys(body)).toEqual([
      'event',
      'createdAt',
      'userAgent',
      'ip',
      'path',
      'method',
      'status',
      'params',
      'matchedRoute',
      'data',
      'hookId',
    ]);
    expect(body).toMatchObject({
      path: '/organizations',
      method: 'POST',
      status: 201,
      params: {},
      matchedRoute: '/organizations',
      data: created,
      ip: '127.0.0.1',
    });
  });

  it('about a deletion has no data, except for a user', async () => {
    const { id } = await organization();
    await logto().api('DELETE', `/organizations/${id}`);
    expect((await next('Organization.Deleted')).body).not.toHaveProperty('data');
    const userId = await createPerson(logto(), 'gone@hooks.test');
    await logto().api('DELETE', `/users/${userId}`);
    const { body } = await next('User.Deleted');
    expect(Object.keys(body)).toEqual([
      'event',
      'createdAt',
      'userAgent',
      'ip',
      'data',
      'path',
      'method',
      'status',
      'params',
      'matchedRoute',
      'hookId',
    ]);
    expect(body.data).toMatchObject({ id: userId });
    expect(body.data).not.toHaveProperty('hasPassword');
  });
});

describe('membership events', () => {
  it('say who came and went, and come even when nothing changed', async () => {
    const { id } = await organization();
    const userId = await createPerson(logto(), 'member@hooks.test');
    const change = async (method: string, path: string, body?: unknown) => {
      deliveries = [];
      await logto().api(method, `/organizations/${id}${path}`, body);
      return (await next('Organization.Membership.Updated')).body;
    };
    expect(await change('POST', '/users', { userIds: [userId] })).toMatchObject({
      organizationId: id,
      addedUserIds: [userId],
      matchedRoute: '/organizations/:id/users',
    });
    expect(await change('POST', '/users', { userIds: [userId] })).not.toHaveProperty('addedUserIds');
    expect(await change('DELETE', `/users/${userId}`)).toMatchObject({
      removedUserIds: [userId],
      params: { id, userId },
    });
  });

  it('come with an accepted invitation, and with nothing else around invitations and roles', async () => {
    const { id } = await organization();
    const userId = await createPerson(logto(), 'invited@hooks.test');
    const { body: role } = await logto().api('POST', '/organization-roles', { name: 'hook-role' });
    const { body: invitation } = await logto().api('POST', '/organization-invitations', {
      invitee: 'invited@hooks.test',
      organizationId: id,
      expiresAt: Date.now() + 60_000,
    });
    deliveries = [];
    await logto().api('PUT', `/organization-invitations/${invitation.id}/status`, {
      status: 'Accepted',
      acceptedUserId: userId,
    });
    expect((await next('Organization.Membership.Updated')).body).toMatchObject({
      organizationId: id,
      addedUserIds: [userId],
      matchedRoute: '/organization-invitations/:id/status',
    });
    deliveries = [];
    await logto().api('POST', `/organizations/${id}/users/${userId}/roles`, { organizationRoleIds: [role.id] });
    await organization();
    await next('Organization.Created');
    expect(deliveries.map(({ body }) => body.event)).toEqual(['Organization.Created']);
  });

  it('of an older server do not say who', async () => {
    const old = await startTestLogto({ version: '1.37' });
    try {
      await old.api('POST', '/hooks', { name: 'old', events: ['Organization.Membership.Updated'], config: { url } });
      const {
        body: { id },
      } = await old.api('POST', '/organizations', { name: 'Old' });
      const { body: user } = await old.api('POST', '/users', { username: 'olduser' });
      expect(await old.api('POST', `/organizations/${id}/users`, { userIds: [user.id] })).toMatchObject({
        status: 201,
        body: 'Created',
      });
      const { body } = await next('Organization.Membership.Updated');
      expect(body).toMatchObject({ organizationId: id });
      expect(body).not.toHaveProperty('addedUserIds');
    } finally {
      await old.stop();
    }
  });

  it('of an older server do not name the request that accepted an invitation', async () => {
    const old = await startTestLogto({ version: '1.37' });
    try {
      await old.api('POST', '/hooks', { name: 'old', events: ['Organization.Membership.Updated'], config: { url } });
      const { body: acme } = await old.api('POST', '/organizations', { name: 'Acme' });
      const invitee = 'old@invited.test';
      const acceptedUserId = await createPerson(old, invitee);
      const { body: invitation } = await old.api('POST', '/organization-invitations', {
        invitee,
        organizationId: acme.id,
        expiresAt: Date.now() + 60_000,
      });
      await old.api('PUT', `/organization-invitations/${invitation.id}/status`, { status: 'Accepted', acceptedUserId });
      const { body } = await next('Organization.Membership.Updated');
      expect(Object.keys(body)).toEqual(['event', 'createdAt', 'organizationId', 'hookId']);
    } finally {
      await old.stop();
    }
  });
});

describe('sign-in events', () => {
  it('are there before the browser is back at the app', async () => {
    const app = await createWebApp(logto());
    const browser = new TestBrowser({ 'user-agent': 'test-browser' });
    await browser.open(await client(logto(), app).authorizationUrl({ firstScreen: 'register' }));
    await registerByEmail(logto(), browser, 'post@hooks.test');
    expect(deliveries.map(({ body }) => body.event)).toEqual(['User.Created', 'PostRegister']);
    const [created, registered] = deliveries;
    expect(created?.body).toMatchObject({
      interactionEvent: 'Register',
      applicationId: app.id,
      data: { primaryEmail: 'post@hooks.test', hasPassword: true },
    });
    expect(Object.keys(registered?.body ?? {})).toEqual([
      'event',
      'interactionEvent',
      'createdAt',
      'sessionId',
      'userAgent',
      'userId',
      'userIp',
      'user',
      'application',
      'hookId',
    ]);
    expect(registered?.body).toMatchObject({
      userAgent: 'test-browser',
      application: { id: app.id, type: 'Traditional', name: 'Test app', description: null },
    });

    deliveries = [];
    const again = new TestBrowser();
    await again.open(await client(logto(), app).authorizationUrl());
    await signInWithPassword(again, 'post@hooks.test');
    expect(deliveries.map(({ body }) => body.event)).toEqual(['PostSignIn']);
    expect(deliveries[0]?.body.user.lastSignInAt).toBeGreaterThan(0);
  });
});

describe('POST /hooks/:id/test', () => {
  it('sends a made-up payload and tells what the endpoint answered', async () => {
    const { body: hook } = await logto().api('POST', '/hooks', {
      name: 'probe',
      events: ['User.Created'],
      config: { url },
    });
    const test = (config: unknown) =>
      logto().api('POST', `/hooks/${hook.id}/test`, { events: ['Organization.Created'], config });
    expect((await test({ url })).status).toBe(204);
    const { body } = await next('Organization.Created');
    expect(body).toEqual({
      event: 'Organization.Created',
      hookId: hook.id,
      createdAt: expect.any(String),
      userAgent: 'fake-user-agent',
      path: '/fake-path/:id',
      method: 'POST',
      status: 200,
      params: { id: 'fake-id' },
      data: { result: 'success' },
    });
    status = 500;
    expect(await test({ url })).toMatchObject({ status: 422, body: { code: 'hook.endpoint_responded_with_error' } });
    expect(await test({ url: 'http://127.0.0.1:9/none' })).toMatchObject({
      status: 422,
      body: { code: 'hook.send_test_payload_failed' },
    });
  });
});
