/** The script that pages of others embed, and the page in a frame: who gets them, and who may show them. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { forKey } from '#app/tenants/db.server.ts';
import { keepWidgetScript } from '#app/tenants/widget-scripts.server.ts';
import { keepLatestScript } from '#app/widget-script.server.ts';
import { AppBrowser } from '../pages/app.ts';
import { openStage } from '../auth/stage.ts';
import { openServer } from './server.ts';

process.env['WIDGET_ORIGINS'] = 'https://www.operator.test';

const stage = await openStage();
const send = await openServer();

const sha384 = (text: string) => createHash('sha384').update(text);
const nameOf = (code: string, version = '0.0.1') => `${version}-${sha384(code).digest('hex').slice(0, 32)}`;

type Latest = { version: string; url: string; integrity: string };
const latest = async () => {
  const { headers, body } = await send('/widgets/latest.json');
  return { headers, ...(body as unknown as Latest) };
};

const served = {
  'content-type': 'text/javascript; charset=utf-8',
  'cache-control': 'public, max-age=31536000, immutable',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
};

describe('the script', () => {
  it('is named by what is latest, is what its integrity says, and may be kept and read by everybody', async () => {
    const { headers, version, url, integrity } = await latest();
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    const script = await send(new URL(url).pathname, { headers: { origin: 'https://anywhere.test' } });
    expect(script.status).toBe(200);
    expect(Object.fromEntries(script.headers)).toMatchObject(served);
    expect(script.headers.get('set-cookie')).toBeNull();
    expect(integrity).toBe(`sha384-${sha384(script.text).digest('base64')}`);
    expect(url).toBe(`http://localhost:3000/widgets/${nameOf(script.text, version)}.js`);
    const small = await send(new URL(url).pathname, { headers: { 'accept-encoding': 'gzip, br' } });
    expect(small.headers.get('content-encoding')).toBe('gzip');
    expect(small.headers.get('vary')).toContain('Accept-Encoding');
  });

  it('of an earlier deployment is served as long as it is what its name says', async () => {
    const code = 'console.log("an earlier one")';
    await keepWidgetScript(nameOf(code), code);
    const path = `/widgets/${nameOf(code)}.js`;
    expect(await send(path)).toMatchObject({ status: 200, text: code });
    expect(Object.fromEntries((await send(path)).headers)).toMatchObject(served);
    await stage.sql(`UPDATE widget_scripts SET code = code || ';steal()' WHERE name = $1`, [nameOf(code)]);
    expect((await send(path)).status).toBe(404);
  });

  it('is kept when a server starts, for those of another version beside it and after it', async () => {
    await keepLatestScript();
    await keepLatestScript();
    const { url } = await latest();
    const [kept] = await stage.sql<{ code: string }>('SELECT code FROM widget_scripts WHERE name = $1', [
      /([^/]+)\.js$/.exec(url)![1],
    ]);
    expect(kept?.code).toBe((await send(new URL(url).pathname)).text);
  });

  it('is nobody’s to change who stands in the door of a request', async () => {
    const name = nameOf('x');
    const write = forKey('', (db) => db.widgetScript.create({ data: { name, code: 'x' } }));
    await expect(write).rejects.toThrow(/permission denied/);
  });

  it.each([
    '',
    'latest.js',
    '0.1.0.js',
    `${nameOf('never made')}.js`,
    `${nameOf('x')}.js.map`,
    '..%2f..%2fpackage.json',
  ])('has no other name: %s', async (file) => {
    const { status, headers } = await send(`/widgets/${file}`);
    expect(status).toBe(404);
    expect(headers.get('cache-control')).not.toContain('immutable');
  });
});

describe('the page in a frame', async () => {
  const acme = await stage.organization('Acme');
  const blue = await stage.organization('Blue');
  const closed = await stage.organization('Closed');
  const allow = (origin: string, { tenantId }: { tenantId: string }) =>
    stage.sql(`INSERT INTO widget_origins (tenant_id, origin, added_by_name) VALUES ($1, $2, 'Ada')`, [
      tenantId,
      origin,
    ]);
  await allow('https://shop.example.com', acme);
  await allow('https://late.example.com', closed);
  await allow(`https://shop.example.com;sandbox`, acme);
  await stage.sql(`UPDATE tenants SET deletion_due_at = now() WHERE id = $1`, [closed.tenantId]);

  const embed = (query: Record<string, string>, headers = {}, widget = 'org-switcher') =>
    send(`/embed/${widget}?${new URLSearchParams(query).toString()}`, { headers });
  const ancestors = ({ headers }: { headers: Headers }) =>
    /frame-ancestors ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1];

  it.each([
    ['a site that the organization lists', 'https://shop.example.com', acme.id, 'https://shop.example.com'],
    ['the same, of whichever organization', 'https://shop.example.com', '', 'https://shop.example.com'],
    ['the operator’s own', 'https://www.operator.test', blue.id, 'https://www.operator.test'],
    ['our own pages', 'http://localhost:3000', blue.id, 'http://localhost:3000'],
    ['a site that another organization lists', 'https://shop.example.com', blue.id, `'none'`],
    ['a site, for an organization that does not exist', 'https://shop.example.com', 'nobody', `'none'`],
    ['a site that a closed organization lists', 'https://late.example.com', closed.id, `'none'`],
    ['a site that a closed organization alone lists', 'https://late.example.com', '', `'none'`],
    ['a site that nobody lists', 'https://evil.test', acme.id, `'none'`],
    ['a site that is more than one', 'https://shop.example.com https://evil.test', acme.id, `'none'`],
    ['all sites', '*', acme.id, `'none'`],
    ['a site that writes into the policy', 'https://shop.example.com;sandbox', acme.id, `'none'`],
    ['a page without an origin', 'null', acme.id, `'none'`],
    ['nobody', '', acme.id, `'none'`],
    ['an organization that is no text for a database', 'https://shop.example.com', 'a\0b', `'none'`],
  ])('is shown around by %s or not', async (_who, origin, organization, expected) => {
    const page = await embed({ origin, organization });
    expect(page.status).toBe(200);
    expect(ancestors(page)).toBe(expected);
    expect(page.headers.get('x-frame-options')).toBeNull();
    expect(page.text).toContain(`data-around="${expected === `'none'` ? '' : expected}"`);
  });

  it('tells nobody which organizations there are', async () => {
    const same = async (organization: string) => {
      const { headers, text } = await embed({ origin: 'https://evil.test', organization });
      const nonce = /'nonce-([^']+)'/.exec(headers.get('content-security-policy')!)![1]!;
      headers.delete('x-request-id');
      return [text, ...[...headers].map(String)].join('\n').replaceAll(nonce, 'NONCE');
    };
    expect(await same(acme.id)).toBe(await same('nobody'));
    expect(await same(blue.id)).toBe(await same('nobody'));
  });

  it('runs two scripts and no other, calls us alone, and is the same for whoever is signed in', async () => {
    const ada = await stage.person('Ada');
    const browser = new AppBrowser();
    await browser.signIn(ada);
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
    const page = await embed(
      { origin: 'https://shop.example.com', organization: acme.id, locale: 'es-MX' },
      { cookie },
    );
    const { integrity } = await latest();
    expect(page.text).toContain('<html lang="es-MX">');
    expect(page.text).toContain('<title>Organizaciones</title>');
    expect([...page.text.matchAll(/<script nonce="[^"]+"/g)]).toHaveLength(2);
    expect(page.text).toContain(`integrity="${integrity}"`);
    expect(page.headers.get('set-cookie')).toBeNull();
    expect(page.headers.get('cache-control')).toBe('private, no-store');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    const policy = page.headers.get('content-security-policy')!.replace(/'nonce-[^']+'/g, 'NONCE');
    expect(policy.split('; ')).toEqual([
      `default-src 'none'`,
      'script-src NONCE',
      'style-src NONCE',
      `img-src 'self' https: data:`,
      `connect-src 'self'`,
      `base-uri 'none'`,
      `form-action 'none'`,
      'frame-ancestors https://shop.example.com',
      `require-trusted-types-for 'script'`,
      'trusted-types lit-html',
    ]);
  });

  it('is there for widgets alone, and other pages are framed by nobody as before', async () => {
    expect((await embed({ origin: 'https://shop.example.com' }, {}, 'script')).status).toBe(404);
    const landing = await send('/');
    expect(ancestors(landing)).toBe(`'none'`);
    expect(landing.headers.get('x-frame-options')).toBe('DENY');
  });

  it('writes nothing of an address into itself', async () => {
    const { text } = await embed({ origin: 'https://"><script>', organization: '"><b>', locale: '"><script>alert(1)' });
    expect(text).toContain('<html lang="en">');
    expect(text).not.toContain('alert(1)');
  });
});
