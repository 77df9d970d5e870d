/** Which sites may show a workspace's widgets: the settings page, as a browser without JavaScript uses it. */
import { describe, expect, it } from 'vitest';
import { mostWidgetOrigins } from '#app/tenants/widget-origins.server.ts';
import { AppBrowser } from './app.ts';
import { openStage } from '../auth/stage.ts';

const stage = await openStage();

async function settings(role: 'owner' | 'admin' | 'member' = 'admin') {
  const person = await stage.person(`Ada ${crypto.randomUUID().slice(0, 4)}`);
  const acme = await stage.organization('Acme', { [person.id]: role });
  const browser = new AppBrowser();
  await browser.signIn(person);
  const path = `/o/${acme.slug}/settings/widgets`;
  const send = (form: Record<string, string>) => browser.request(path, { form });
  return {
    ...{ acme, browser, path },
    add: (origin: string) => send({ intent: 'add', origin }),
    remove: (origin: string) => send({ intent: 'remove', origin }),
    sites: async () =>
      (await stage.sql<{ origin: string }>('SELECT origin FROM widget_origins WHERE tenant_id = $1', [acme.tenantId]))
        .map(({ origin }) => origin)
        .sort(),
    log: async () =>
      stage.sql<{ action: string; details: unknown }>(
        `SELECT action, details FROM audit_events WHERE tenant_id = $1 AND action LIKE 'widget-origin.%' ORDER BY at, id`,
        [acme.tenantId],
      ),
    page: async () => AppBrowser.text(await browser.open(path)),
  };
}

describe('the sites of a workspace', () => {
  it('are added as browsers call them, once, listed with who added them, and removed', async () => {
    const { add, remove, sites, log, page } = await settings();
    expect(await page()).toContain('No site yet');
    expect(await add('  HTTPS://Shop.Example.com:443/ ')).toMatchObject({ status: 302 });
    expect(await add('https://shop.example.com')).toMatchObject({ status: 302 });
    expect(await add('http://localhost:5173')).toMatchObject({ status: 302 });
    expect(await sites()).toEqual(['http://localhost:5173', 'https://shop.example.com']);
    expect(await page()).toMatch(/shop\.example\.com\s*Added by Ada/);
    expect(await remove('https://shop.example.com')).toMatchObject({ status: 302 });
    expect(await remove('https://shop.example.com')).toMatchObject({ status: 302 });
    expect(await sites()).toEqual(['http://localhost:5173']);
    expect(await log()).toEqual([
      { action: 'widget-origin.added', details: { origin: 'https://shop.example.com' } },
      { action: 'widget-origin.added', details: { origin: 'http://localhost:5173' } },
      { action: 'widget-origin.removed', details: { origin: 'https://shop.example.com' } },
    ]);
  });

  it('come as Unicode and are kept as browsers send them', async () => {
    const { add, sites } = await settings();
    await add('https://bücher.example');
    expect(await sites()).toEqual(['https://xn--bcher-kva.example']);
  });

  it.each([
    'http://shop.example.com',
    'https://shop.example.com/path',
    'https://shop.example.com?x',
    'https://shop.example.com.',
    'https://me:secret@shop.example.com',
    'https://*.example.com',
    'https:shop.example.com',
    'https:\\\\shop.example.com',
    'shop.example.com',
    'ftp://shop.example.com',
    'http://localhost.evil.test',
    'https://shop.example.com:99999',
    'https://a b.example',
    'javascript:alert(1)',
    `https://${'a'.repeat(260)}.example`,
    'null',
    '*',
    '',
  ])('are not %j', async (origin) => {
    const { browser, path, sites } = await refusing;
    const answer = await browser.request(path, { form: { intent: 'add', origin } });
    expect(answer.status).toBe(400);
    expect(AppBrowser.text(answer)).toContain('Enter the address of a site');
    expect(await sites()).toEqual([]);
  });

  it('are at most twenty, also when two are added at once', async () => {
    const { acme, add, sites } = await settings();
    await stage.sql(
      `INSERT INTO widget_origins (tenant_id, origin, added_by_name)
       SELECT $1, 'https://site-' || n || '.example', 'Ada' FROM generate_series(1, $2) n`,
      [acme.tenantId, mostWidgetOrigins - 1],
    );
    const answers = await Promise.all(['one', 'two'].map((name) => add(`https://${name}.example`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([302, 409]);
    expect(await sites()).toHaveLength(mostWidgetOrigins);
    expect((await add('https://site-1.example')).status).toBe(302);
  });

  it('are nothing for a member, nor for whoever Logto has demoted a moment ago', async () => {
    const { add, sites } = await settings('member');
    expect((await add('https://shop.example.com')).status).toBe(403);
    expect(await sites()).toEqual([]);
    const demoted = await settings('admin');
    await demoted.page();
    await stage.sql(
      `INSERT INTO widget_origins (tenant_id, origin, added_by_name) VALUES ($1, 'https://a.example', 'x')`,
      [demoted.acme.tenantId],
    );
    const [{ user_id: userId = '' } = {}] = await stage.sql<{ user_id: string }>(
      'SELECT user_id FROM members WHERE tenant_id = $1',
      [demoted.acme.tenantId],
    );
    await stage.logto.api.PUT('/api/organizations/{id}/users/{userId}/roles', {
      params: { path: { id: demoted.acme.id, userId } },
      body: { organizationRoleNames: ['member'] },
    });
    expect((await demoted.remove('https://a.example')).status).toBe(403);
    expect(await demoted.sites()).toEqual(['https://a.example']);
  });
});

const refusing = settings();

it('shows what to copy, with the workspace’s own id and its site', async () => {
  const { acme, add, page } = await settings();
  await add('https://shop.example.com');
  const text = await page();
  expect(text).toContain(`organization=&quot;${acme.id}`.replaceAll('&quot;', '"'));
  expect(text).toContain('/api/v1/widget-tokens');
  expect(text).toContain('"origin": "https://shop.example.com"');
});
