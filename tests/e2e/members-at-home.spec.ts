import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Person } from '#tests/support/browser-logto.ts';
import { expect, test as base, type Workspace } from './stage.ts';

/** Ada owns Acme; its members page is a table first, and the widget once the page is idle. */
const test = base.extend<{ ada: Person; acme: Workspace }>({
  withMemberList: true,
  ada: async ({ logto }, use) => use(await logto.createPerson('Ada Byron')),
  acme: async ({ workspace, ada }, use) => use(await workspace('Acme', { [ada.id]: 'owner' })),
});

const grid = (page: Page) => page.getByRole('grid', { name: 'Members' });
const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function expectAccessible(page: Page) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const { violations } = await new AxeBuilder({ page }).include('main').withTags(standards).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([]);
  }
}

test('The widget takes the place of the table, and the page follows what is done in it', async ({
  ada,
  acme,
  signedIn,
  staff,
  newEmail,
  rolesInLogto,
}) => {
  const page = await signedIn(ada);
  const [ben] = await staff(acme, ['Ben Franklin', 'Cem Can']);
  await page.goto(`/o/${acme.slug}/members`);
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '4');
  await expect(page.getByRole('table')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Members', level: 1 })).toBeVisible();
  await expect(page.getByText(`3 people work in ${acme.name}.`)).toBeVisible();
  await expectAccessible(page);

  await rowOf(page, 'Ben Franklin').getByRole('combobox').selectOption('Admin');
  await expect(page.getByText('Ben Franklin is now Admin.')).toBeAttached();
  expect(await rolesInLogto(acme)).toMatchObject({ 'Ben Franklin': ['admin'] });

  await rowOf(page, 'Cem Can')
    .getByRole('button', { name: /^Remove/ })
    .click();
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
  await expect(page.getByText('Nobody was removed.')).toBeAttached();
  await rowOf(page, 'Cem Can')
    .getByRole('button', { name: /^Remove/ })
    .click();
  await expect(page.getByText(`2 people work in ${acme.name}.`)).toBeVisible({ timeout: 20_000 });
  expect(Object.keys(await rolesInLogto(acme)).toSorted()).toEqual(['Ada Byron', 'Ben Franklin']);

  const invite = page.getByRole('main').getByText('Invite people', { exact: true }).filter({ visible: true });
  await expect(invite).toHaveCount(1);
  await invite.click();
  const email = newEmail('friend');
  await page.getByRole('dialog').getByLabel('E-mail addresses').fill(email);
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Send invitations' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(invite).toBeFocused();
  await expect(page).toHaveURL(`/o/${acme.slug}/members`);

  await page.getByRole('searchbox').fill('frank');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
  await page.getByRole('link', { name: 'Ben Franklin' }).click();
  await expect(page).toHaveURL(`/o/${acme.slug}/members/${ben!.id}`);
  await expect(page.getByRole('heading', { name: 'Ben Franklin', level: 1 })).toBeVisible();
  await page.goBack();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '3');
});

test('Who searches by address has the table, and who has no scripts', async ({ ada, acme, signedIn }) => {
  const page = await signedIn(ada);
  await page.goto(`/o/${acme.slug}/members?q=ada`);
  await page.waitForFunction(() => customElements.get('org-switcher'));
  await expect(page.getByRole('table')).toBeVisible();
  await page.goto(`/o/${acme.slug}/members`);
  await expect(grid(page)).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('table')).toBeVisible();

  const plain = await signedIn(ada, { javaScriptEnabled: false });
  await plain.goto(`/o/${acme.slug}/members`);
  await expect(plain.getByRole('table')).toBeVisible();
  await expect(plain.getByRole('row')).toHaveCount(2);
});

test('The table stays while the widget cannot read the list', async ({ ada, acme, signedIn, allowConsoleErrors }) => {
  allowConsoleErrors(/Failed to load resource/);
  const page = await signedIn(ada);
  let asked = 0;
  await page.route('**/api/v1/organizations/*/members?*', (route) => {
    asked++;
    return route.abort();
  });
  await page.goto(`/o/${acme.slug}/members`);
  await expect.poll(() => asked).toBeGreaterThan(0);
  await expect(page.locator('member-list')).toHaveAttribute('organization', '');
  await expect(page.getByRole('table')).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(0);
});
