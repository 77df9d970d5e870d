import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test as base, type Workspace } from './stage.ts';

/** Ada owns Acme, and looks at who may show its widgets. */
const test = base.extend<{ acme: Workspace; opened: (javaScriptEnabled: boolean) => Promise<Page> }>({
  acme: async ({ workspace }, use) => use(await workspace('Acme', {})),
  opened: async ({ acme, logto, signedIn }, use) =>
    use(async (javaScriptEnabled) => {
      const ada = await logto.createPerson('Ada Byron');
      await logto.manage('POST', `/organizations/${acme.id}/users`, { userIds: [ada.id] });
      await logto.manage('PUT', `/organizations/${acme.id}/users/${ada.id}/roles`, {
        organizationRoleNames: ['owner'],
      });
      const page = await signedIn(ada, { javaScriptEnabled });
      await page.goto(`/o/${acme.slug}/settings/widgets`);
      return page;
    }),
});

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function expectAccessible(page: Page) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const { violations } = await new AxeBuilder({ page }).withTags(standards).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([]);
  }
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider, `too wide at ${width}`).toBe(0);
  }
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without';

  test(`Sites are added, refused and removed, ${how}`, async ({ acme, opened, allowConsoleErrors }) => {
    allowConsoleErrors(/400/);
    const page = await opened(javaScriptEnabled);
    const field = page.getByLabel('Address of the site');
    const add = page.getByRole('button', { name: 'Add site' });
    await field.fill('http://shop.example.com');
    await add.click();
    await expect(field).toHaveAccessibleDescription(/Enter the address of a site/);
    await expect(field).toHaveValue('http://shop.example.com');
    if (javaScriptEnabled) await expect(field).toBeFocused();
    await field.fill('https://Shop.example.com/');
    await add.click();
    const listed = page.getByRole('list', { name: 'Sites with widgets' }).getByRole('listitem');
    await expect(listed).toContainText('https://shop.example.com');
    await expect(listed).toContainText('Added by Ada Byron');
    await expect(page.getByText('Pages of https://shop.example.com may show widgets now.')).toBeVisible();
    await expect(page.getByRole('region', { name: 'In the page' })).toContainText(`organization="${acme.id}"`);
    await expect(page.getByRole('button', { name: 'Show the switcher' })).toBeVisible({ visible: javaScriptEnabled });
    if (javaScriptEnabled) await expectAccessible(page);
    await page.getByRole('button', { name: 'Remove https://shop.example.com' }).click();
    await expect(page.getByText('No site yet.')).toBeVisible();
  });
}

test('What is to be embedded is copied, and tried in the page itself', async ({ acme, opened }) => {
  const page = await opened(true);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const copy = page.getByRole('button', { name: 'Copy: In the page' });
  await expect(async () => {
    await copy.click(); // nobody hears the first one that comes before the scripts
    await expect(copy).toHaveText('Copied', { timeout: 500 });
  }).toPass();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`organization="${acme.id}"`);
  await page.getByRole('button', { name: 'Show the switcher' }).click();
  await expect(page.locator('#content org-switcher').getByRole('button', { name: /Acme/ })).toBeVisible();
  await expectAccessible(page);
});
