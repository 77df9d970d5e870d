import { mkdtempSync, readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createPerson, createWebApp, signedIn } from './people.ts';
import { startTestLogto, testLogto } from './server.ts';

const logto = testLogto();
const find = async (name: string) => (await logto().api('GET', `/organizations?q=${name}`)).body as unknown[];

describe('faults', () => {
  it('answer with a status for a route, as often as told', async () => {
    await logto().local('POST', '/faults', { method: 'GET', path: '/organizations/:id/users', status: 503, times: 1 });
    expect((await logto().api('GET', '/organizations/x/users')).status).toBe(503);
    expect((await logto().api('GET', '/organizations/x/users')).status).toBe(200);
    await logto().local('POST', '/faults', { path: '/oidc/token', status: 400, body: { error: 'made_up' } });
    expect(await logto().token({ grant_type: 'client_credentials' })).toMatchObject({
      status: 400,
      body: { error: 'made_up' },
    });
    await logto().local('DELETE', '/faults');
    expect((await logto().token({ grant_type: 'client_credentials' })).body.code).toBe('oidc.invalid_target');
  });

  it('drop the connection before the effect, or after it', async () => {
    await logto().local('POST', '/faults', { method: 'POST', path: '/organizations', drop: 'before', times: 1 });
    await expect(logto().api('POST', '/organizations', { name: 'dropped-before' })).rejects.toThrow('fetch failed');
    expect(await find('dropped-before')).toHaveLength(0);
    await logto().local('POST', '/faults', { method: 'POST', path: '/organizations', drop: 'after', times: 1 });
    await expect(logto().api('POST', '/organizations', { name: 'dropped-after' })).rejects.toThrow('fetch failed');
    expect(await find('dropped-after')).toHaveLength(1);
  });

  it('drop answers of the token endpoint, too, after the effect', async () => {
    await logto().local('POST', '/faults', { path: '/oidc/token', drop: 'after', times: 1 });
    await expect(logto().token({ grant_type: 'client_credentials' })).rejects.toThrow('fetch failed');
  });

  it('let some through first', async () => {
    await logto().local('POST', '/faults', { method: 'GET', path: '/organizations', status: 503, skip: 1, times: 1 });
    const statuses = [];
    for (let call = 0; call < 3; call++) statuses.push((await logto().api('GET', '/organizations')).status);
    expect(statuses).toEqual([200, 503, 200]);
  });

  it('delay', async () => {
    await logto().local('POST', '/faults', { path: '/organizations', delayMs: 120, times: 1 });
    const started = performance.now();
    expect((await logto().api('GET', '/organizations')).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(100);
  });

  it('refuse what they do not understand', async () => {
    expect((await logto().local('POST', '/faults', { path: '/x', sttus: 500 })).status).toBe(400);
  });
});

describe('the call counter', () => {
  it('counts the Management API by route', async () => {
    await logto().local('DELETE', '/calls');
    await logto().api('POST', '/organizations', { name: 'counted' });
    await logto().api('GET', '/organizations/a/users');
    await logto().api('GET', '/organizations/b/users');
    await logto().token({ grant_type: 'client_credentials' });
    expect((await logto().local('GET', '/calls')).body).toEqual({
      total: 3,
      routes: { 'POST /organizations': 1, 'GET /organizations/:id/users': 2 },
    });
  });

  it('tells when they came', async () => {
    await logto().local('DELETE', '/calls');
    const before = Date.now();
    await logto().api('GET', '/organizations');
    await logto().api('GET', '/organizations');
    const { body: times } = await logto().local('GET', '/calls/times');
    expect(times).toHaveLength(2);
    expect(before <= times[0] && times[0] <= times[1] && times[1] <= Date.now()).toBe(true);
  });
});

describe('lists', () => {
  const names = async () => {
    const { body } = await logto().api('GET', '/organizations?page_size=100');
    return (body as { name: string }[]).map(({ name }) => name);
  };

  it('have another order at every call when told so, and no other rows', async () => {
    for (let count = 0; count < 20; count++) await logto().api('POST', '/organizations', { name: `listed-${count}` });
    const inOrder = await names();
    expect(await names()).toEqual(inOrder);
    expect((await logto().local('PUT', '/lists', { shuffled: true })).status).toBe(204);
    const [one, other] = [await names(), await names()];
    expect(one).not.toEqual(other);
    expect(one.toSorted()).toEqual(inOrder.toSorted());
    await logto().local('PUT', '/lists', { shuffled: false });
    expect(await names()).toEqual(inOrder);
    expect((await logto().local('PUT', '/lists', { shufled: true })).status).toBe(400);
  });
});

describe('the mailbox', () => {
  it('lists mails oldest first, by recipient, and shows them to people', async () => {
    const { body: organization } = await logto().api('POST', '/organizations', { name: 'Mail & Co' });
    const inviterId = await createPerson(logto(), 'inviter@mail.test', { name: 'Ines' });
    const { body: invitation } = await logto().api('POST', '/organization-invitations', {
      inviterId,
      invitee: 'guest@mail.test',
      organizationId: organization.id,
      expiresAt: Date.now() + 60_000,
    });
    expect(
      (
        await logto().api('POST', `/organization-invitations/${invitation.id}/message`, {
          link: 'https://app.test/join',
          note: 'hi',
        })
      ).status,
    ).toBe(204);
    const { body: mails } = await logto().local('GET', '/mails?to=GUEST@mail.test');
    expect(mails).toEqual([
      {
        to: 'guest@mail.test',
        type: 'OrganizationInvitation',
        ip: '127.0.0.1',
        at: expect.any(String),
        payload: {
          organization: { id: organization.id, name: 'Mail & Co', branding: {} },
          inviter: {
            id: inviterId,
            avatar: null,
            name: 'Ines',
            primaryEmail: 'inviter@mail.test',
            primaryPhone: null,
            username: null,
            profile: {},
          },
          link: 'https://app.test/join',
          note: 'hi',
        },
      },
    ]);
    const { body: page } = await logto().local('GET', '/mailbox');
    expect(page).toContain('href="https://app.test/join"');
    expect(page).toContain('Mail &amp; Co');
    await logto().local('DELETE', '/mails');
    expect((await logto().local('GET', '/mails')).body).toEqual([]);
  });

  it('takes ten mails per recipient in ten minutes', async () => {
    const { body: organization } = await logto().api('POST', '/organizations', { name: 'Limit' });
    const { body: invitation } = await logto().api('POST', '/organization-invitations', {
      invitee: 'limit@mail.test',
      organizationId: organization.id,
      expiresAt: Date.now() + 60_000,
    });
    const send = async () =>
      (await logto().api('POST', `/organization-invitations/${invitation.id}/message`, {})).status;
    for (let i = 0; i < 10; i += 1) expect(await send()).toBe(204);
    expect(await send()).toBe(429);
  });
});

describe('a server without e-mail connector', () => {
  it('answers 501 and stores nothing', async () => {
    const bare = await startTestLogto({ empty: true, connector: false });
    try {
      const { body: organization } = await bare.api('POST', '/organizations', { name: 'Mute' });
      const body = {
        invitee: 'a@b.test',
        organizationId: organization.id,
        expiresAt: Date.now() + 60_000,
        messagePayload: { link: 'https://x.test' },
      };
      expect(await bare.api('POST', '/organization-invitations', body)).toMatchObject({
        status: 501,
        body: { code: 'connector.not_found' },
      });
      expect((await bare.api('GET', '/organization-invitations')).body).toEqual([]);
      const signUp = { identifiers: ['email'], password: true, verify: true };
      expect(await bare.api('PATCH', '/sign-in-exp', { signUp })).toMatchObject({
        status: 400,
        body: { code: 'sign_in_experiences.enabled_connector_not_found' },
      });
      await bare.api('POST', '/connectors', {
        connectorId: 'http-email',
        config: { endpoint: 'http://127.0.0.1:9/mail' },
      });
      expect((await bare.api('PATCH', '/sign-in-exp', { signUp })).status).toBe(200);
      expect(await bare.api('PATCH', '/sign-in-exp', { signUp: { ...signUp, verify: false } })).toMatchObject({
        status: 400,
        body: { code: 'sign_in_experiences.passwordless_requires_verify' },
      });
    } finally {
      await bare.stop();
    }
  });
});

describe('a state file', () => {
  it('brings everything back: credentials, tenant data, sessions and refresh tokens', async () => {
    const stateFile = join(mkdtempSync(join(tmpdir(), 'local-logto-')), 'state.json');
    const first = await startTestLogto({ stateFile, cookieName: 'kept' });
    const app = await createWebApp(first);
    const userId = await createPerson(first, 'kept@state.test');
    const { body: organization } = await first.api('POST', '/organizations', { name: 'Kept' });
    await first.api('POST', `/organizations/${organization.id}/users`, { userIds: [userId] });
    const { browser, refreshToken } = await signedIn(first, app, 'kept@state.test');
    await first.stop();
    await fetch(first.endpoint).catch(() => undefined); // lets the client notice that its kept connection is gone
    const second = await startTestLogto({ stateFile, cookieName: 'kept', port: Number(new URL(first.endpoint).port) });
    try {
      expect(second.m2m).toEqual(first.m2m);
      expect((await second.api('GET', `/organizations/${organization.id}/users`)).body).toMatchObject([{ id: userId }]);
      expect(
        (
          await second.token(
            { grant_type: 'refresh_token', refresh_token: refreshToken, organization_id: organization.id },
            app,
          )
        ).status,
      ).toBe(200);
      const query = new URLSearchParams({
        client_id: app.id,
        redirect_uri: 'http://localhost:3999/callback',
        response_type: 'code',
        scope: 'openid',
        prompt: 'consent',
      });
      expect(await browser.open(`${second.endpoint}/oidc/auth?${query}`)).toContain('callback?code=');
    } finally {
      await second.stop();
    }
  });
});

describe('the command line', () => {
  it('prints one line of JSON, keeps its credentials, and ends on SIGTERM', async () => {
    const stateFile = join(mkdtempSync(join(tmpdir(), 'local-logto-')), 'state.json');
    const run = async () => {
      const child = spawn(process.execPath, [
        '--import',
        'tsx',
        join(import.meta.dirname, '../src/cli.ts'),
        '--port',
        '0',
        '--empty',
        '--state',
        stateFile,
      ]);
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      child.kill('SIGTERM');
      const [code] = (await once(child, 'exit')) as [number];
      return { line: line.toString(), code };
    };
    const [first, second] = [await run(), await run()];
    expect(first.code).toBe(0);
    expect(first.line.trim().split('\n')).toHaveLength(1);
    const { endpoint, m2m, noScope } = JSON.parse(first.line);
    expect({ endpoint, m2m, noScope }).toEqual({
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      m2m: { id: expect.any(String), secret: expect.any(String) },
      noScope: { id: expect.any(String), secret: expect.any(String) },
    });
    expect(JSON.parse(second.line).m2m).toEqual(m2m);
    expect(JSON.parse(readFileSync(stateFile, 'utf8')).version).toBe(1);
  });

  it('killed without a warning, loses at most a moment', async () => {
    const stateFile = join(mkdtempSync(join(tmpdir(), 'local-logto-')), 'state.json');
    const cli = join(import.meta.dirname, '../src/cli.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', cli, '--port', '0', '--state', stateFile]);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { endpoint, m2m } = JSON.parse(line.toString());
    const basic = Buffer.from(`${m2m.id}:${m2m.secret}`).toString('base64');
    const grant = { grant_type: 'client_credentials', resource: 'https://default.logto.app/api', scope: 'all' };
    const token = await fetch(`${endpoint}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams(grant),
    });
    const { access_token } = (await token.json()) as { access_token: string };
    await fetch(`${endpoint}/api/organizations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Kept' }),
    });
    await vi.waitFor(() => expect(readFileSync(stateFile, 'utf8')).toContain('Kept'), 2_000);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const second = await startTestLogto({ stateFile });
    try {
      expect((await second.api('GET', '/organizations')).body).toMatchObject([{ name: 'Kept' }]);
    } finally {
      await second.stop();
    }
  });
});
