/**
 * The general settings and the page of a closed workspace, without JavaScript; and what old addresses and closed doors
 * answer, by the document and by the data that a page's scripts fetch.
 */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failures as english } from '#app/i18n/en/failures.ts';
import { failures as spanish } from '#app/i18n/es/failures.ts';
import { slugIsFree } from '#app/tenants/tenants.server.ts';
import type { TestUser } from '#tests/support/logto.ts';
import { openStage } from '../auth/stage.ts';
import { AppBrowser } from './app.ts';

const stage = await openStage();
const text = AppBrowser.text;

let ada: TestUser;
let bob: TestUser;
let cleo: TestUser;
let adas: AppBrowser;
let bobs: AppBrowser;
let cleos: AppBrowser;
let acme: Awaited<ReturnType<typeof stage.organization>>;
let workspaces = 0;

beforeAll(async () => {
  [ada, bob, cleo] = [
    await stage.person('Ada Byron'),
    await stage.person('Bob Admin'),
    await stage.person('Cleo Member'),
  ];
  [adas, bobs, cleos] = [new AppBrowser(), new AppBrowser(), new AppBrowser()];
});

beforeEach(async () => {
  await stage.logto.clearFaults();
  acme = await stage.organization(`Acme ${++workspaces}`, {
    [ada.id]: 'owner',
    [bob.id]: 'admin',
    [cleo.id]: 'member',
  });
  await stage.sql(`UPDATE members SET name = users.name FROM users WHERE users.id = user_id AND tenant_id = $1`, [
    acme.tenantId,
  ]);
  for (const [browser, who] of [
    [adas, ada],
    [bobs, bob],
    [cleos, cleo],
  ] as const) {
    browser.language = 'en';
    if (workspaces === 1) await browser.signIn(who);
  }
});

const settings = (slug = acme.slug) => `/o/${slug}/settings`;
/** As the page’s forms name it: an index route’s. */
const formsAt = (slug = acme.slug) => `${settings(slug)}?index`;
const send = (browser: AppBrowser, form: Record<string, string>, slug = acme.slug) =>
  browser.open(formsAt(slug), { form });
const move = (to: string) => adas.request(formsAt(), { form: { intent: 'move', slug: to } });
const close = () => adas.request(formsAt(), { form: { intent: 'close', confirmation: acme.name } });
const expire = () => stage.sql(`UPDATE tenants SET erasing = true WHERE id = $1`, [acme.tenantId]);

describe('the general settings', () => {
  it('show name, description and the whole address', async () => {
    await send(adas, { intent: 'describe', name: acme.name, description: 'Anvils & more' });
    const page = await adas.open(settings());
    expect(page.status).toBe(200);
    expect(page.body).toContain(`value="${acme.name}"`);
    expect(page.body).toContain('Anvils &amp; more</textarea>');
    expect(page.body).toContain(`value="${new URL(page.url).origin}/o/${acme.slug}"`);
    expect(text(page)).toContain('Delete this workspace');
  });

  it('offer an admin all but the end, members nothing, and strangers not even that', async () => {
    expect(text(await bobs.open(settings()))).not.toContain('Delete this workspace');
    expect((await cleos.open(settings())).status).toBe(403);
    expect((await send(cleos, { intent: 'describe', name: 'Mine now' })).status).toBe(403);
    const dora = new AppBrowser();
    await dora.signIn(await stage.person('Dora Stranger'));
    expect((await dora.open(settings())).status).toBe(404);
    const forged = await send(bobs, { intent: 'close', confirmation: acme.name });
    expect(forged.status).toBe(403);
    expect(text(forged)).toContain('Your role does not allow this.');
  });

  it('save and say so', async () => {
    const page = await send(adas, { intent: 'describe', name: 'Acme & Söhne', description: '' });
    expect(page).toMatchObject({ status: 200, url: { pathname: settings() } });
    expect(text(page)).toContain('Name and description are saved.');
    expect(text(page)).toContain('What Acme & Söhne decides about itself.');
  });

  const refused = {
    'name-missing': { intent: 'describe', name: '', description: 'kept as it was typed' },
    'name-too-long': { intent: 'describe', name: 'x'.repeat(129), description: '' },
    'description-too-long': { intent: 'describe', name: 'Acme', description: 'x'.repeat(257) },
    'slug-invalid': { intent: 'move', slug: 'Not An Address' },
    'slug-reserved': { intent: 'move', slug: 'settings' },
    'slug-taken': { intent: 'move', slug: 'somebody-elses' },
    'name-does-not-match': { intent: 'close', confirmation: 'acme' },
    'form-expired': { intent: 'rule-the-world' },
  } as const;

  it.each(Object.entries(refused))('refuse with %s in both languages, at its form', async (code, form) => {
    await stage.sql(
      `INSERT INTO tenants (id, name, slug, created_by_id, updated_at)
       VALUES (gen_random_uuid(), 'x', 'somebody-elses', 'x', now()) ON CONFLICT DO NOTHING`,
    );
    for (const [language, failures] of [
      ['en', english],
      ['es', spanish],
    ] as const) {
      adas.language = language;
      const page = await send(adas, form);
      const said = failures[code as keyof typeof failures];
      expect(page.status).toBe(code === 'slug-taken' ? 409 : 400);
      expect(text(page)).toContain(typeof said === 'string' ? said : (said as (values: object) => string)({}));
      if ('description' in form && form.description.length < 257) expect(page.body).toContain(form.description);
      expect(page.body.match(/aria-invalid="true"/g)?.length ?? 0).toBe(code === 'form-expired' ? 0 : 1);
    }
  });

  it('say in both languages that Logto does not answer, and go on when pressed again', async () => {
    const form = { intent: 'describe', name: 'Patient', description: '', idempotencyKey: 'a-key-of-this-form' };
    await stage.logto.fail({ method: 'PATCH', path: '/organizations/:id', status: 500 });
    for (const [language, failures] of [
      ['en', english],
      ['es', spanish],
    ] as const) {
      adas.language = language;
      const page = await send(adas, form);
      expect(page.status).toBe(503);
      expect(text(page)).toContain(failures['logto-unreachable']);
      expect(page.body).toContain('value="a-key-of-this-form"');
      expect(page.body).toContain('value="Patient"');
    }
    await stage.logto.clearFaults();
    adas.language = 'en';
    expect(text(await send(adas, form))).toContain('What Patient decides about itself.');
  });
});

describe('an old address', () => {
  let moved: string;
  beforeEach(async () => {
    moved = `moved-${workspaces}`;
    const answer = await move(moved);
    expect(answer).toMatchObject({ status: 302, location: { pathname: settings(moved) } });
  });

  it('leads on to the same page, whatever comes behind it, until it is taken back', async () => {
    for (const rest of ['', '/members?q=ada&role=owner', '/settings', '/audit.csv']) {
      const { status, location } = await cleos.request(`/o/${acme.slug}${rest}`);
      expect(status).toBe(302); // not for good: the workspace may move back
      expect(`${location!.pathname}${location!.search}`).toBe(`/o/${moved}${rest}`);
    }
    expect(await slugIsFree(acme.slug)).toBe(false);
    expect(text(await adas.open(settings(moved)))).toContain(`/o/${acme.slug}`);
    await adas.request(formsAt(moved), { form: { intent: 'move', slug: acme.slug } });
    expect(await cleos.request(`/o/${acme.slug}`)).toMatchObject({ status: 200 });
    expect(await cleos.request(`/o/${moved}`)).toMatchObject({ location: { pathname: `/o/${acme.slug}` } });
  });

  it('leads the data that a page’s scripts fetch on too', async () => {
    const { status, body } = await cleos.request(`/o/${acme.slug}/members.data?q=ada`);
    expect(status).toBe(202); // Remix's own redirect
    expect(body).toContain(`/o/${moved}/members?q=ada`);
  });

  it('takes a form that was open meanwhile', async () => {
    const page = await send(adas, { intent: 'describe', name: 'Sent late', description: '' });
    expect(page).toMatchObject({ status: 200, url: { pathname: settings(moved) } });
    expect(text(page)).toContain('What Sent late decides about itself.');
    const refused = await send(adas, { intent: 'describe', name: '', description: '' });
    expect(refused.status).toBe(400);
    expect(text(refused)).toContain('Enter a name.');
  });

  it('is nothing to strangers', async () => {
    const dora = new AppBrowser();
    await dora.signIn(await stage.person('Dora Stranger'));
    expect((await dora.open(`/o/${acme.slug}`)).status).toBe(404);
    expect((await dora.open(`/closed/${acme.slug}`)).status).toBe(404);
  });

  it('of a closed workspace leads to its page', async () => {
    await adas.request(formsAt(moved), { form: { intent: 'close', confirmation: acme.name } });
    expect((await cleos.open(`/o/${acme.slug}/members`)).url.pathname).toBe(`/closed/${moved}`);
    expect((await cleos.open(`/closed/${acme.slug}`)).url.pathname).toBe(`/closed/${moved}`);
  });
});

describe('a closed workspace', () => {
  beforeEach(async () => {
    expect(await close()).toMatchObject({ status: 302, location: { pathname: `/closed/${acme.slug}` } });
  });

  it('says who closed it, until when it is there and what is safe', async () => {
    const page = await adas.open(`/closed/${acme.slug}`);
    expect(page.status).toBe(200);
    const said = text(page);
    for (const part of [`${acme.name} is closed`, 'Ada Byron', 'nothing is lost', 'Restore workspace']) {
      expect(said).toContain(part);
    }
    const due = Date.parse(/<time dateTime="([^"]+)"/i.exec(page.body)![1]!);
    expect(Math.round((due - Date.now()) / 86_400_000)).toBe(7);
  });

  it('opens no page and takes no form, for anybody', async () => {
    for (const browser of [adas, bobs, cleos]) {
      for (const rest of ['', '/members', '/invitations/new', '/settings', '/audit.csv', '/leave']) {
        expect((await browser.request(`/o/${acme.slug}${rest}`)).location?.pathname).toBe(`/closed/${acme.slug}`);
      }
      for (const rest of ['/members', '/invitations/new', '/settings?index', '/leave']) {
        const form = { emails: 'a@b.test', role: 'member' };
        const { location } = await browser.request(`/o/${acme.slug}${rest}`, { form });
        expect(location?.pathname).toBe(`/closed/${acme.slug}`);
      }
      expect((await browser.request(`/o/${acme.slug}.data`)).body).toContain(`/closed/${acme.slug}`);
    }
  });

  it('is in the list of workspaces with a badge, and leads to its page', async () => {
    const list = await cleos.open('/workspaces?all');
    expect(list.body).toContain(`href="/closed/${acme.slug}"`);
    expect(list.body).not.toContain(`href="/o/${acme.slug}"`);
    expect(text(list)).toContain('Closed');
  });

  it('tells others whom to ask, and takes nothing from them', async () => {
    const page = await bobs.open(`/closed/${acme.slug}`);
    expect(text(page)).toContain('To have it restored, ask Ada Byron.');
    expect(text(page)).not.toContain('Restore workspace');
    expect((await bobs.open(`/closed/${acme.slug}`, { form: {} })).status).toBe(403);
    bobs.language = 'es';
    expect(text(await bobs.open(`/closed/${acme.slug}`))).toContain('Si hay que restaurarlo, habla con Ada Byron.');
  });

  it('is restored by an owner, and then its page leads in', async () => {
    const page = await adas.open(`/closed/${acme.slug}`, { form: {} });
    expect(page).toMatchObject({ status: 200, url: { pathname: `/o/${acme.slug}` } });
    expect(text(page)).toContain(`${acme.name} is open again.`);
    expect((await cleos.open(`/closed/${acme.slug}`)).url.pathname).toBe(`/o/${acme.slug}`);
    expect((await cleos.open(`/o/${acme.slug}/members`)).status).toBe(200);
  });

  it('is not restored any more when it is being erased, in both languages', async () => {
    await expire();
    for (const [language, failures] of [
      ['en', english],
      ['es', spanish],
    ] as const) {
      adas.language = language;
      const refused = await adas.open(`/closed/${acme.slug}`, { form: {} });
      expect(refused.status).toBe(409);
      expect(text(refused)).toContain(failures['too-late-to-restore']);
    }
    expect(text(await bobs.open(`/closed/${acme.slug}`))).toContain('It is being deleted');
  });

  it('is nothing to strangers', async () => {
    const dora = new AppBrowser();
    await dora.signIn(await stage.person('Dora Stranger'));
    expect((await dora.open(`/closed/${acme.slug}`)).status).toBe(404);
    expect((await dora.open(`/closed/${acme.slug}`, { form: {} })).status).toBe(404);
    expect((await dora.open(`/o/${acme.slug}`)).status).toBe(404);
  });
});
