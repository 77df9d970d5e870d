import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Person } from '#tests/support/browser-logto.ts';
import { expect, switcherButton, switcherOf, test as base, type Workspace } from './stage.ts';

/** Ada is in two workspaces; the frame's switcher is links first, and the widget once the page is idle. */
const test = base.extend<{ ada: Person; acme: Workspace; zeta: Workspace }>({
  ada: async ({ logto }, use) => use(await logto.createPerson('Ada Byron')),
  acme: async ({ workspace, ada }, use) => use(await workspace('Acme', { [ada.id]: 'owner' })),
  zeta: async ({ workspace, ada }, use) => use(await workspace('Zeta', { [ada.id]: 'owner' })),
});

const trigger = (page: Page) => switcherOf(page).locator('[part=trigger]');
const options = (page: Page) => switcherOf(page).getByRole('option');
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function expectAccessible(page: Page) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const { violations } = await new AxeBuilder({ page }).include('org-switcher.at-home').withTags(standards).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([]);
  }
}

/** All shifts of the layout since the page began, added up. */
const layoutShift = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((answer) => {
        new PerformanceObserver((list) => {
          const shifts = list.getEntries() as (PerformanceEntry & { value: number })[];
          answer(shifts.reduce((sum, { value }) => sum + value, 0));
        }).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => setTimeout(() => answer(0)));
      }),
  );

/** Keeps the widget's first answer back until it is let go. */
async function holdLists(page: Page): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/v1/organizations?*', async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

test('Without scripts it is a list of links', async ({ ada, acme, zeta, signedIn }) => {
  const page = await signedIn(ada, { javaScriptEnabled: false });
  await page.goto(`/o/${acme.slug}/members`);
  const switcher = switcherOf(page);
  await switcherButton(page).click();
  await expect(switcher.getByRole('link', { name: 'All workspaces' })).toHaveCount(1);
  await expect(switcher.getByRole('link', { name: 'New workspace' })).toBeVisible();
  await switcher.getByRole('link', { name: zeta.name }).click();
  await expect(page.getByRole('heading', { name: `Welcome to ${zeta.name}` })).toBeVisible();
  await expect(switcherButton(page)).toContainText(zeta.name);
});

test('The widget takes its place unseen, with the focus, and switches by keyboard', async ({
  ada,
  acme,
  zeta,
  signedIn,
}) => {
  const page = await signedIn(ada);
  const release = await holdLists(page);
  await page.goto(`/o/${acme.slug}/members`);
  const links = switcherOf(page).locator('summary');
  await page.waitForFunction(() => customElements.get('org-switcher'));
  await links.focus();
  const before = await links.boundingBox();
  const look = await links.evaluate((element) => getComputedStyle(element.children[1]!).font);
  release();
  await expect(trigger(page)).toBeFocused();
  expect(await trigger(page).boundingBox()).toEqual(before);
  expect(
    await trigger(page)
      .locator('.name')
      .evaluate((element) => getComputedStyle(element).font),
  ).toBe(look);
  expect(await layoutShift(page)).toBe(0);
  await expect(switcherOf(page)).toHaveCount(1);
  await expectAccessible(page);

  await page.keyboard.press('Enter');
  const search = page.getByRole('combobox', { name: 'Search workspaces' });
  await expect(search).toBeFocused();
  await expectAccessible(page);
  await expect(switcherOf(page).getByRole('link', { name: 'All workspaces' })).toBeVisible();
  await page.keyboard.type(zeta.name.slice(0, 6).toLowerCase());
  await expect(options(page)).toHaveText([new RegExp(zeta.name)]);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/o/${zeta.slug}`);
  await expect(page.getByRole('heading', { name: `Welcome to ${zeta.name}` })).toBeVisible();
  await expect(trigger(page)).toHaveAccessibleName(`${zeta.name}, switch workspace`);
  await expect(trigger(page)).toBeFocused();
  await page.getByRole('link', { name: 'Members' }).click();
  await expect(page.getByText(`One person works in ${zeta.name}.`)).toBeVisible();
});

test('A list that is open stays open when the widget takes over', async ({ ada, acme, zeta, signedIn }) => {
  const page = await signedIn(ada);
  const release = await holdLists(page);
  await page.goto(`/o/${acme.slug}`);
  await page.waitForFunction(() => customElements.get('org-switcher'));
  await switcherOf(page).locator('summary').click();
  await expect(switcherOf(page).getByRole('link', { name: zeta.name })).toBeVisible();
  release();
  await expect(page.getByRole('combobox', { name: 'Search workspaces' })).toBeFocused();
  await page.getByRole('option', { name: zeta.name }).click();
  await expect(page).toHaveURL(`/o/${zeta.slug}`);
});

test('An invitation is accepted and a workspace made in it; what forms change shows there', async ({
  ada,
  acme,
  logto,
  workspace,
  invite,
  signedIn,
}) => {
  const ben = await logto.createPerson('Ben Franklin');
  const other = await workspace('Other', { [ben.id]: 'owner' });
  await invite(await signedIn(ben), other, ada.email);
  const page = await signedIn(ada);
  await page.goto(`/o/${acme.slug}`);
  await trigger(page).click();
  await expect(trigger(page)).toHaveAccessibleName(`${acme.name}, switch workspace, 1 invitation`);
  await page.getByRole('button', { name: `Accept the invitation to ${other.name}` }).click();
  await expect(page.getByRole('heading', { name: `Welcome to ${other.name}` })).toBeVisible();
  await expect(page.getByRole('combobox')).toBeHidden();
  await expect(trigger(page)).toHaveAccessibleName(`${other.name}, switch workspace`);

  const made = logto.unique('made');
  await trigger(page).click();
  await page.getByRole('button', { name: 'New workspace' }).click();
  await page.getByLabel('Name of the workspace').fill(made);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: `Welcome to ${made}` })).toBeVisible();
  await page.goto(`${page.url()}/settings`);
  await expect(trigger(page)).toContainText(made);
  await page.getByLabel('Name', { exact: true }).fill(`${made} anew`);
  await page.getByRole('button', { name: 'Save', exact: true }).first().click();
  await expect(trigger(page)).toContainText(`${made} anew`);
});

test('A thousand workspaces are searched at once, on a Spanish phone', async ({ ada, acme, sql, signedIn }) => {
  const page = await signedIn(ada, { viewport: { width: 390, height: 844 }, locale: 'es-ES' });
  await sql(
    `WITH made AS (
       INSERT INTO tenants (id, logto_org_id, name, slug, state, created_by_id, updated_at)
       SELECT gen_random_uuid(), left($1 || n, 21), 'Taller ' || n, $1 || '-' || n, 'active', $2, now()
         FROM generate_series(1, 1000) AS n RETURNING id)
     INSERT INTO members (tenant_id, user_id, roles) SELECT id, $2, ARRAY['member'] FROM made`,
    [acme.slug.slice(-8), ada.id],
  );
  await page.goto(`/o/${acme.slug}`);
  await page.locator('[data-sheet] > summary').click();
  await trigger(page).click();
  const search = page.getByRole('combobox', { name: 'Buscar espacios de trabajo' });
  await search.fill('taller 777');
  await expect(options(page)).toHaveText([/Taller 777/]);
  await expectAccessible(page);
  await search.press('Escape');
  await search.press('Escape');
  await expect(trigger(page)).toBeFocused();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
