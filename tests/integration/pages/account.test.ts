/** The account page: what is a person's own, and its end. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { TestUser } from '#tests/support/logto.ts';
import * as files from '#tests/unit/images/files.ts';
import type { Page } from '../auth/browser.ts';
import { openStage } from '../auth/stage.ts';
import { AppBrowser } from './app.ts';

const stage = await openStage();
const text = AppBrowser.text;

let ada: TestUser;
let adas: AppBrowser;

beforeEach(async () => {
  ada = await stage.person('Ada Byron');
  adas = new AppBrowser();
  await adas.signIn(ada);
});

const open = () => adas.open('/account');
const send = (form: Record<string, string>) => adas.open('/account', { form });
const sessionIds = (page: Page) =>
  [...page.body.matchAll(/name="session" value="([0-9a-f]{64})"/g)].map(([, id]) => id!);

describe('the profile', () => {
  it('tells name and address, and takes another name', async () => {
    expect(text(await open())).toContain(ada.email);
    const saved = await send({ intent: 'name', name: 'Ada Lovelace' });
    expect(text(saved)).toContain('Your name is saved.');
    expect(saved.body).toContain('value="Ada Lovelace"');
    const refused = await send({ intent: 'name', name: ' ' });
    expect([refused.status, text(refused).includes('Enter a name.')]).toEqual([400, true]);
  });

  it('bears a character that no database holds', async () => {
    const saved = await send({ intent: 'name', name: 'Ada\0 Null' });
    expect(saved.status).toBe(200);
    expect(saved.body).toContain('value="Ada Null"');
  });

  it('takes a picture, shows it to members too, and lets it go', async () => {
    const acme = await stage.organization('Acme', { [ada.id]: 'owner' });
    const form = new FormData();
    form.set('intent', 'change-avatar');
    form.set('avatar', files.fileOf(await files.jpeg(), 'me.jpg'));
    const saved = await adas.open('/account', { form });
    expect(text(saved)).toContain('Your picture is saved.');
    const path = /\/images\/[0-9a-f]{64}\.png/.exec(saved.body)?.[0];
    expect(path).toBeDefined();
    expect((await adas.open(`/o/${acme.slug}/members`)).body).toContain(path);
    expect((await adas.open(`/o/${acme.slug}`)).body).toContain(path);
    expect((await send({ intent: 'remove-avatar' })).body).not.toContain(path);
    form.set('avatar', files.fileOf(files.svg, 'me.png'));
    expect(text(await adas.open('/account', { form }))).toContain('This is not a PNG, JPEG or WebP image');
  });

  it('shows a picture of somewhere else over https only', async () => {
    await stage.sql('UPDATE users SET avatar_url = $1 WHERE id = $2', ['https://social.test/a.png', ada.id]);
    expect((await open()).body).toContain('<img src="https://social.test/a.png" alt="" referrerPolicy="no-referrer"');
    await stage.sql('UPDATE users SET avatar_url = $1 WHERE id = $2', ['http://social.test/a.png', ada.id]);
    expect((await open()).body).not.toContain('<img');
  });
});

describe('what somebody belongs to', () => {
  it('is listed with their role, the way in and the way out; the first few, and how many there are', async () => {
    const acme = await stage.organization('Acme', { [ada.id]: 'admin' });
    const page = await open();
    expect(page.body).toContain(`href="/o/${acme.slug}/leave"`);
    expect(text(page)).toMatch(/Acme[^]*Admin/);
    for (let made = 0; made < 12; made++) await stage.organization(`Other ${made}`, { [ada.id]: 'member' });
    expect(text(await open())).toContain('See all 13');
  });

  it('and what they are invited to leads to the invitation', async () => {
    const owner = await stage.person('Bob');
    const acme = await stage.organization('Acme', { [owner.id]: 'owner' });
    const bobs = new AppBrowser();
    await bobs.signIn(owner);
    await bobs.request(`/o/${acme.slug}/invitations/new`, { form: { emails: ada.email, role: 'member' } });
    const page = await open();
    expect(text(page)).toContain('Bob invites you to Acme.');
    const [, link] = /href="(\/invitations\/[0-9a-f-]{36})"/.exec(page.body)!;
    await adas.open(link!, { form: { intent: 'accept' } });
    expect((await open()).body).toContain(`href="/o/${acme.slug}/leave"`);
  });
});

describe('devices', () => {
  it('are told in words, this one marked, and signed out one by one or all but this', async () => {
    const others = [new AppBrowser(), new AppBrowser()];
    for (const other of others) await other.signIn(ada);
    const agent = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36';
    await stage.sql('UPDATE sessions SET user_agent = $1 WHERE user_id = $2', [agent, ada.id]);
    const page = await open();
    expect(text(page)).toContain('Chrome on macOS');
    adas.language = 'es';
    expect(text(await open())).toContain('Chrome en macOS');
    adas.language = 'en';
    expect(text(page).match(/This device/g)).toHaveLength(1);
    expect(sessionIds(page)).toHaveLength(2);
    const one = await send({ intent: 'end-session', session: sessionIds(page)[0]! });
    expect(sessionIds(one)).toHaveLength(1);
    const rest = await send({ intent: 'end-others' });
    expect([sessionIds(rest), text(rest).includes('You are signed out everywhere else.')]).toEqual([[], true]);
    for (const other of others) expect((await other.open('/account')).leaves).not.toBeNull();
  });

  it('of somebody else are nobody’s to sign out', async () => {
    const bobs = new AppBrowser();
    await bobs.signIn(await stage.person('Bob'));
    const [row] = await stage.sql<{ id: string }>(
      'SELECT id FROM sessions WHERE user_id <> $1 ORDER BY created_at DESC',
      [ada.id],
    );
    await send({ intent: 'end-session', session: row!.id });
    expect((await bobs.open('/account')).status).toBe(200);
    expect((await send({ intent: 'end-session', session: 'a\0b' })).status).toBe(200);
  });
});

it('leads to Logto’s own pages, and back', async () => {
  const { body } = await open();
  const link = new URL(/href="([^"]*\/account\/password[^"]*)"/.exec(body)![1]!.replaceAll('&amp;', '&'));
  expect(link.origin).toBe(new URL(stage.logto.endpoint).origin);
  expect(link.searchParams.get('redirect')).toMatch(/\/account$/);
});

describe('its end', () => {
  const confirm = (confirmation: string) => adas.open('/account/delete', { form: { confirmation } });

  it('says what is lost, and wants the address typed', async () => {
    const page = await adas.open('/account/delete');
    expect(text(page)).toContain('This cannot be taken back.');
    const refused = await confirm('somebody@example.test');
    expect([refused.status, text(refused).includes('Type your address exactly as it is shown.')]).toEqual([400, true]);
    adas.language = 'es';
    expect(text(await confirm(''))).toContain('Escribe tu correo tal como aparece.');
  });

  it('leads to who may take over what they own, and goes on when it is theirs', async () => {
    const bob = await stage.person('Bob');
    const acme = await stage.organization('Acme', { [ada.id]: 'owner', [bob.id]: 'member' });
    const page = await adas.open('/account/delete');
    expect(page.body).toContain(`href="/o/${acme.slug}/members"`);
    expect(page.body).toContain(`href="/o/${acme.slug}/settings"`);
    const refused = await confirm(ada.email);
    expect(refused.status).toBe(409);
    expect(text(refused)).toContain('You are the only owner of Acme.');
    await adas.open(`/o/${acme.slug}/members/${bob.id}`, { form: { intent: 'transfer' } });
    const gone = await confirm(ada.email);
    expect(gone.leaves?.pathname).toBe('/oidc/session/end');
    expect(adas.cookies.has('session')).toBe(false);
    expect((await adas.open('/account')).leaves).not.toBeNull();
    expect(await stage.sql('SELECT FROM users WHERE id = $1', [ada.id])).toEqual([]);
    const bobs = new AppBrowser();
    await bobs.signIn(bob);
    expect(text(await bobs.open(`/o/${acme.slug}/audit`))).toMatch(/Ada Byron[^]*left/);
  });

  it('is waited for on its page when a worker brings it about', async () => {
    for (let made = 0; made < 11; made++) {
      const bob = await stage.person('Bob');
      await stage.organization(`Owned ${made}`, { [ada.id]: 'owner', [bob.id]: 'owner' });
    }
    const page = await confirm(ada.email);
    expect(page).toMatchObject({ status: 200, url: { pathname: '/account/delete' } });
    expect(text(page)).toContain('Your account is being deleted');
    expect(page.body).not.toContain('name="confirmation"');
  });
});
