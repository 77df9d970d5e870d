import { beforeAll, describe, expect, it } from 'vitest';
import { openStage } from '../auth/stage.ts';
import { AppBrowser } from './app.ts';

const stage = await openStage();
const browser = new AppBrowser();
const tabs: { home: string; slug: string; name: string }[] = [];

beforeAll(async () => {
  const ada = await stage.person('Ada Byron');
  for (const [name, role] of [
    ['Acme', 'owner'],
    ['Blue', 'member'],
  ] as const) {
    const { slug } = await stage.organization(name, { [ada.id]: role });
    tabs.push({ home: `/o/${slug}`, slug, name });
  }
  await browser.signIn(ada);
});

/** Of better-auth: the active organization is in the session row, so whichever tab switched last decides for both. */
describe('Hole 5: two tabs of one session in two organizations', () => {
  it('each stay in their own, whichever was opened last', async () => {
    const [acme, blue] = tabs as [(typeof tabs)[0], (typeof tabs)[0]];
    for (const { home, name } of [acme, blue, acme, blue, blue, acme]) {
      expect(AppBrowser.text(await browser.open(home))).toContain(`Welcome to ${name}`);
    }
  });

  it('answer at the same time, each with its own members and permissions', async () => {
    const pages = await Promise.all(
      [...tabs, ...tabs].map(({ home }) => new AppBrowser(browser).open(`${home}/members`)),
    );
    expect(pages.map(({ body }) => tabs.find(({ name }) => body.includes(`Members · ${name}`))?.name)).toEqual([
      'Acme',
      'Blue',
      'Acme',
      'Blue',
    ]);
    for (const { url, body } of pages) {
      expect(body.includes(`${url.pathname.replace('members', 'invitations')}/new`)).toBe(
        url.pathname.includes('acme'),
      );
    }
  });

  it('write where the tab is: what one may do is nothing the other may', async () => {
    const [acme, blue] = tabs as [(typeof tabs)[0], (typeof tabs)[0]];
    await browser.open(blue.home);
    const form = { emails: 'zoe@example.test', role: 'member' };
    expect((await browser.request(`${acme.home}/invitations/new`, { form })).status).toBe(302);
    await browser.open(acme.home);
    expect((await browser.request(`${blue.home}/invitations/new`, { form })).status).toBe(403);
    const invited = await stage.sql(`SELECT t.slug FROM invitations i JOIN tenants t ON t.id = i.tenant_id`);
    expect(invited).toEqual([{ slug: acme.slug }]);
  });
});
