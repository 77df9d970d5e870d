/** What `npm run doctor` says of a set-up that is well, and of each thing that is not. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { withClient } from '#local/postgres.ts';
import { examine } from '#scripts/doctor/index.ts';
import { setUpLogto } from '#scripts/logto-setup/index.ts';
import { openStage, runDoctor, startApp, type Variables } from './stage.ts';

const { appUrl, database, logto, environment } = await openStage();
const { api } = logto;

beforeAll(async () => void (await startApp(environment)), 120_000);

/** The line of a check, with what is set differently. */
async function found(name: string, changed: Variables = {}) {
  const { results } = await examine({ ...environment, ...changed });
  const line = results.find((result) => result.name === name);
  return line && [line.state, line.what, ...(line.remedy ?? [])].join('\n');
}

const own = (statement: string) => withClient(database.ownerUrl, (client) => client.query(statement));
const asSystem = (statement: string) => withClient(database.systemUrl, (client) => client.query(statement));
const superuser = (statement: string) =>
  withClient(sameDatabase(database.superUrl), (client) => client.query(statement));
const sameDatabase = (url: string) =>
  Object.assign(new URL(url), { pathname: new URL(database.ownerUrl).pathname }).href;

/** Does something for this test, and undoes it. */
async function during(change: () => Promise<unknown>, undo: () => Promise<unknown>): Promise<void> {
  onTestFinished(async () => void (await undo()));
  await change();
}

describe('of a set-up that is well', () => {
  it('says so, in one screen, with no secret and code 0', async () => {
    const { out, err, code } = await runDoctor(environment);
    expect(out).not.toContain('✗');
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out.split('\n').length).toBeLessThan(40);
    const secrets = Object.entries(environment).filter(([name]) => /SECRET|KEY/.test(name));
    const passwords = [database.appUrl, database.ownerUrl, database.systemUrl].map((url) => new URL(url).password);
    for (const secret of [...secrets.map(([, value]) => value), ...passwords]) expect(out).not.toContain(secret);
  });

  it('looks at everything', async () => {
    const { results } = await examine(environment);
    expect(results.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(results.map(({ name }) => name)).toContain('webhook arrives');
  });

  it('prints one JSON document when asked', async () => {
    const { out, code } = await runDoctor({ ...environment, LOGTO_APP_SECRET: 'wrong' }, { args: ['--json'] });
    const document = JSON.parse(out) as { ok: boolean; checks: { name: string; state: string }[] };
    expect(document.ok).toBe(false);
    expect(document.checks).toContainEqual(expect.objectContaining({ name: 'web application', state: 'bad' }));
    expect(code).toBe(1);
  });
});

describe('of the environment', () => {
  it('tells all problems at once, and looks at the rest', async () => {
    const changed = { SESSION_SECRET: 'short', LOGTO_APP_ID: '' };
    const line = await found('environment', changed);
    expect(line).toMatch(/^bad\n2 settings/);
    expect(line).toMatch(/SESSION_SECRET: at least 32[^]*LOGTO_APP_ID: run `npm run logto:setup`/);
    expect(await found('database: app', changed)).toMatch(/^ok/);
  });

  it('is that of `npm run dev` while it runs here and nothing else is set', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'tenantry-doctor-'));
    onTestFinished(() => rmSync(cwd, { recursive: true }));
    mkdirSync(join(cwd, '.local'));
    writeFileSync(join(cwd, '.local/dev-environment.json'), JSON.stringify({ pid: process.pid, environment }));
    const { out } = await runDoctor({}, { cwd });
    expect(out).toContain('development set-up');
    expect(out).toContain(`complete; APP_URL is ${appUrl}`);
    expect((await runDoctor({ APP_URL: 'https://elsewhere.test' }, { cwd })).out).not.toContain('development set-up');
  });
});

describe('of PostgreSQL', () => {
  const wrong = (url: string, change: Partial<URL>) => Object.assign(new URL(url), change).href;

  it.each([
    [
      'DATABASE_URL',
      'database: app',
      () => wrong(database.appUrl, { port: '1' }),
      /^bad[^]*Start PostgreSQL[^]*DATABASE_URL/,
    ],
    [
      'DATABASE_URL',
      'database: app',
      () => wrong(database.appUrl, { password: 'x' }),
      /^bad[^]*password of DATABASE_URL/,
    ],
    ['DATABASE_URL', 'database: app', () => wrong(database.appUrl, { pathname: '/none' }), /^bad[^]*no such database/],
    ['DATABASE_URL', 'database: app', () => sameDatabase(database.superUrl), /^bad\npostgres is a superuser/],
    ['DATABASE_URL', 'database: app', () => database.systemUrl, /^bad\ntenantry_system is no member of tenantry_app/],
    [
      'DATABASE_WORKER_URL',
      'database: workers',
      () => database.appUrl,
      /^bad\ntenantry_app is no member of tenantry_system/,
    ],
    ['DATABASE_OWNER_URL', 'database: owner', () => database.appUrl, /^bad\ntenantry_app may not SET ROLE/],
  ])('%s: %s', async (setting, name, url, expected) => {
    expect(await found(name, { [setting]: url() })).toMatch(expected);
  });

  it('names a table on which row-level security is not forced', async () => {
    await during(
      () => own('ALTER TABLE users NO FORCE ROW LEVEL SECURITY'),
      () => own('ALTER TABLE users FORCE ROW LEVEL SECURITY'),
    );
    expect(await found('row-level security')).toMatch(/^bad\nnot forced on users\nALTER TABLE "users"/);
  });

  it.each([
    ['pending', 'UPDATE _prisma_migrations SET rolled_back_at = now()', /^bad[^]*not applied\nRun `npm run migrate`/],
    ['half done', 'UPDATE _prisma_migrations SET finished_at = null', /^bad[^]*stopped half way[^]*--rolled-back 2026/],
    [
      'newer',
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', '', '29990101000000_later', now())`,
      /^warn[^]*newer than this code: 29990101000000_later/,
    ],
  ])('tells migrations that are %s', async (_, change, expected) => {
    await own('CREATE TABLE kept AS SELECT * FROM _prisma_migrations');
    await during(
      () => own(change),
      () => own('DELETE FROM _prisma_migrations; INSERT INTO _prisma_migrations TABLE kept; DROP TABLE kept'),
    );
    expect(await found('migrations')).toMatch(expected);
  });

  it('tells a job queue that is older', async () => {
    await during(
      () =>
        asSystem(
          'UPDATE graphile_worker.migrations SET id = -id WHERE id = (SELECT max(id) FROM graphile_worker.migrations)',
        ),
      () => asSystem('UPDATE graphile_worker.migrations SET id = -id WHERE id < 0'),
    );
    expect(await found('job queue')).toMatch(
      /^bad\nits schema is of version \d+, this code’s is \d+\nRun `npm run migrate`/,
    );
  });
});

describe('of what goes on without a request', () => {
  const job = `SELECT graphile_worker.add_job('nobody-does-this', run_at := now() + interval '1 day')`;
  afterEach(() => asSystem('SELECT graphile_worker.complete_jobs(array_agg(id)) FROM graphile_worker.jobs'));

  it('tells failing jobs with their reason, and no password of it', async () => {
    await asSystem(job);
    await superuser(
      `UPDATE graphile_worker._private_jobs SET attempts = 1, last_error = E'no way to postgresql://ann:hidden@host/db\\nat x'`,
    );
    const line = await found('jobs');
    expect(line).toMatch(/^warn\nfailing: 1 × nobody-does-this \(no way to postgresql:\/\/…@host\/db\)/);
    await superuser('UPDATE graphile_worker._private_jobs SET attempts = max_attempts');
    expect(await found('jobs')).toMatch(/^bad\n1 given up[^]*reschedule_jobs/);
  });

  it('tells operations that nobody finishes', async () => {
    await during(
      () =>
        asSystem(`INSERT INTO operations (id, kind, actor_id, key, input_hash, input, context, lease_until, updated_at)
                  VALUES (gen_random_uuid(), 'create-organization', 'ann', 'k', '', '{}', '{}', now() - interval '1 hour', now())`),
      () => asSystem('DELETE FROM operations'),
    );
    expect(await found('operations')).toMatch(/^warn\nunfinished: 1 × create-organization since/);
  });

  it('estimates tokens once there are sessions', async () => {
    expect(await found('tokens a month')).toBe('ok\nno data yet');
    await during(
      () =>
        asSystem(`INSERT INTO sessions (id, user_id, refresh_token, granted_scopes, expires_at)
                  VALUES (repeat('a', 64), 'ann', '', '{}', now() + interval '1 day')`),
      () => asSystem('DELETE FROM sessions'),
    );
    expect(await found('tokens a month')).toMatch(/^ok\nabout 30 \(from the last day: 0 sessions [^]*and 1 sign-ins/);
  });
});

describe('of Logto', () => {
  it.each([
    ['a wrong secret', { LOGTO_M2M_APP_SECRET: 'x' }, 'Management API', /^bad\nLOGTO_M2M_APP_SECRET/],
    ['an unknown id', { LOGTO_M2M_APP_ID: 'x' }, 'Management API', /^bad\nLOGTO_M2M_APP_ID/],
    [
      'a wrong indicator',
      { LOGTO_MANAGEMENT_API: 'https://x.test/api' },
      'Management API',
      /^bad\nLOGTO_MANAGEMENT_API/,
    ],
    ['nobody at the endpoint', { LOGTO_ENDPOINT: 'http://127.0.0.1:1' }, 'Logto', /^bad\nLOGTO_ENDPOINT/],
    ['another endpoint', { LOGTO_ENDPOINT: appUrl }, 'Logto', /^bad\nLOGTO_ENDPOINT/],
    ['what needs it', { LOGTO_ENDPOINT: 'http://127.0.0.1:1' }, 'webhook', /^skipped\nneeds “Management API”/],
    [
      'a wrong application secret',
      { LOGTO_APP_SECRET: 'x' },
      'web application',
      /^bad\nLOGTO_APP_SECRET[^]*logto:setup/,
    ],
    ['an unknown application', { LOGTO_APP_ID: 'x' }, 'web application', /^bad\nLOGTO_APP_ID[^]*logto:setup/],
    [
      'another signing key',
      { LOGTO_WEBHOOK_SIGNING_KEY: 'x' },
      'webhook',
      /^bad\nLOGTO_WEBHOOK_SIGNING_KEY[^]*logto:setup/,
    ],
    ['another address', { APP_URL: 'http://localhost:1' }, 'callback', /^bad\nLogto lacks the redirect URI/],
    [
      'no webhook for an address',
      { APP_URL: 'http://localhost:1' },
      'webhook',
      /^bad\nthere is none to http:\/\/localhost:1/,
    ],
  ] as const)('tells %s', async (_, changed, name, expected) => {
    expect(await found(name, changed as unknown as Variables)).toMatch(expected);
  });

  it('tells that Logto has another name for itself', async () => {
    const [own, other] = logto.endpoint.includes('localhost') ? ['localhost', '127.0.0.1'] : ['127.0.0.1', 'localhost'];
    const LOGTO_ENDPOINT = logto.endpoint.replace(own, other);
    expect(await found('Logto', { LOGTO_ENDPOINT })).toMatch(
      `calls itself ${logto.endpoint}\nSet LOGTO_ENDPOINT=${logto.endpoint}:`,
    );
  });

  it('tells a machine without the role', async () => {
    const changed = { LOGTO_M2M_APP_ID: logto.noScope.id, LOGTO_M2M_APP_SECRET: logto.noScope.secret };
    expect(await found('Management API', changed)).toMatch(/^bad\n[^]*“Logto Management API access”/);
  });

  it('tells a role that lost a permission, by the steps of the set-up', async () => {
    const role = (await bodyOf(api.GET('/api/organization-roles'))).find(({ name }) => name === 'member')!;
    await during(
      () =>
        api.PUT('/api/organization-roles/{id}/scopes', {
          params: { path: { id: role.id } },
          body: { organizationScopeIds: [] },
        }),
      () => setUpLogto({ ...logto.credentials, appUrl }),
    );
    expect(await found('set-up')).toMatch(/^bad\n1 thing differs[^]*member[^]*npm run logto:setup/);
  });

  it('tells that the account center is switched off, by the same steps', async () => {
    await during(
      () => api.PATCH('/api/account-center', { body: { enabled: false } }),
      () => api.PATCH('/api/account-center', { body: { enabled: true } }),
    );
    expect(await found('set-up')).toMatch(
      /^bad\n1 thing differs[^]*account center: switch it on \(now: off\)[^]*logto:setup/,
    );
  });

  it('tells a webhook that is switched off', async () => {
    const [hook] = await bodyOf(api.GET('/api/hooks'));
    const params = { path: { id: hook!.id } };
    await during(
      () => api.PATCH('/api/hooks/{id}', { params, body: { enabled: false } }),
      () => api.PATCH('/api/hooks/{id}', { params, body: { enabled: true } }),
    );
    expect(await found('webhook')).toMatch(/^bad\nit is switched off[^]*logto:setup/);
  });

  it('tells events that Logto could not deliver', async () => {
    await during(
      () => logto.fail({ path: '/hooks/:id/recent-logs', status: 200, body: [delivery('Error'), delivery('Success')] }),
      () => logto.clearFaults(),
    );
    expect(await found('last event')).toMatch(/^ok\n1 of the last 2 did not arrive \(the app answered 401/);
  });

  it('tells that there is no e-mail connector', async () => {
    await during(
      () => logto.fail({ path: '/connectors', method: 'GET', status: 200, body: [] }),
      () => logto.clearFaults(),
    );
    expect(await found('e-mail')).toMatch(/^bad\nno e-mail connector[^]*Connectors/);
  });

  it('tells a clock that is off', async () => {
    const discovery = '/oidc/.well-known/openid-configuration';
    const body = (await (await fetch(`${logto.endpoint}${discovery}`)).json()) as object;
    const date = new Date(Date.now() - 120_000).toUTCString();
    await during(
      () => logto.fail({ path: discovery, status: 200, body, headers: { date } }),
      () => logto.clearFaults(),
    );
    expect(await found('clocks')).toMatch(/^bad\nLogto is 1\d\d s behind\n[^]*NTP/);
  });

  it('waits for a server that hangs no longer than its time', async () => {
    await during(
      () => logto.fail({ path: '/oidc/*', delayMs: 60_000 }),
      () => logto.clearFaults(),
    );
    const { results } = await examine(environment, { each: 300, all: 2_000 });
    expect(results.find(({ name }) => name === 'Logto')).toMatchObject({ state: 'bad' });
    expect(results.find(({ name }) => name === 'set-up')).toMatchObject({ state: 'skipped' });
  });
});

const delivery = (result: 'Success' | 'Error') => ({
  key: 'TriggerHook.User.Created',
  createdAt: Date.now(),
  payload: { result, response: { statusCode: result === 'Error' ? 401 : 204 } },
});

describe('of APP_URL', () => {
  it('tells that nothing answers there', async () => {
    expect(await found('app', { APP_URL: 'http://localhost:1' })).toMatch(
      /^bad\nnothing answers at APP_URL[^]*npm start/,
    );
  });

  it('tells another server', async () => {
    expect(await found('app', { APP_URL: logto.endpoint })).toMatch(
      /^bad\nwhat answers at APP_URL [^]* is not this app/,
    );
  });

  it('tells a deployment with another key', async () => {
    expect(await found('app', { LOGTO_WEBHOOK_SIGNING_KEY: 'x' })).toMatch(
      /^bad\na Tenantry with another LOGTO_WEBHOOK/,
    );
  });

  it('tells where it redirects to', async () => {
    const server = createServer((request, response) =>
      response.writeHead(308, { location: `https://app.example.test${request.url}` }).end(),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await found('app', { APP_URL: url })).toMatch(/redirects to https:\/\/app.example.test\n[^]*APP_URL=https:/);
  });

  it('tells that Logto cannot reach it, or is refused there', async () => {
    const params = { path: { id: (await bodyOf(api.GET('/api/hooks')))[0]!.id } };
    const move = (url: string) =>
      api.PATCH('/api/hooks/{id}', { params, body: { config: { url: `${url}/webhooks/logto` } } });
    await during(
      () => move('http://localhost:1'),
      () => move(appUrl),
    );
    expect(await found('webhook arrives', { APP_URL: 'http://localhost:1' })).toMatch(/^bad\nLogto cannot reach/);
    await move(logto.endpoint);
    expect(await found('webhook arrives', { APP_URL: logto.endpoint })).toMatch(/^bad\n[^]*refuses its event/);
  });
});
