import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Person } from '#tests/support/browser-logto.ts';
import { expect, test as base, type Workspace } from './stage.ts';

const test = base.extend<{ ada: Person; ben: Person; acme: Workspace }>({
  ada: async ({ logto }, use) => use(await logto.createPerson('Ada Byron')),
  ben: async ({ logto }, use) => use(await logto.createPerson('Ben Franklin')),
  acme: async ({ workspace, ada, ben }, use) => use(await workspace('Acme', { [ada.id]: 'owner', [ben.id]: 'admin' })),
});

/** Looked at where nothing moves: a colour on its way is neither one nor the other. */
async function lookClosely(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ target }) => target.join(' ')) }))).toEqual([]);
}

for (const javaScriptEnabled of [true, false]) {
  const how = `${javaScriptEnabled ? 'with' : 'without'} JavaScript`;

  test(`A workspace is renamed, and everybody sees it, ${how}`, async ({ ada, ben, acme, signedIn, logto }) => {
    const bensPage = await signedIn(ben);
    const page = await signedIn(ada, { javaScriptEnabled });
    await page.goto(`/o/${acme.slug}/settings`);
    const name = logto.unique('Acme & Söhne');
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Description').fill('Anvils\nand more');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Name and description are saved.')).toBeVisible();
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
    await expect(page.getByLabel('Description')).toHaveValue('Anvils\nand more');
    await bensPage.goto(`/o/${acme.slug}`);
    await expect(bensPage.getByRole('heading', { name: `Welcome to ${name}` })).toBeVisible();
    expect(await logto.manage('GET', `/organizations/${acme.id}`)).toMatchObject({
      name,
      description: 'Anvils\nand more',
    });
    await page.goto(`/o/${acme.slug}/audit`);
    await expect(page.getByText(`renamed the workspace from ${acme.name} to ${name}.`)).toBeVisible();
  });

  test(`A workspace moves, and whoever is on an old page or follows an old link comes along, ${how}`, async ({
    ada,
    ben,
    acme,
    signedIn,
    logto,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(/409/);
    const bensPage = await signedIn(ben, { javaScriptEnabled });
    await bensPage.goto(`/o/${acme.slug}/settings`);
    const page = await signedIn(ada, { javaScriptEnabled });
    await page.goto(`/o/${acme.slug}/settings`);
    const slug = logto.unique('moved').toLowerCase();
    const address = page.getByLabel('New address');
    await address.fill(slug);
    await page.getByRole('button', { name: 'Change address' }).click();
    await expect(page).toHaveURL(`/o/${slug}/settings`);
    await expect(page.getByText(`The workspace is at /o/${slug} now.`)).toBeVisible();
    await expect(page.getByLabel('Address now')).toHaveValue(new RegExp(`/o/${slug}$`));

    // A click in a page that was open, and a form.
    await bensPage.getByLabel('Description').fill('Sent from the old address');
    await bensPage.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(bensPage).toHaveURL(`/o/${slug}/settings`);
    await expect(bensPage.getByText('Name and description are saved.')).toBeVisible();
    await bensPage.goto(`/o/${acme.slug}/members?q=ada`);
    await expect(bensPage).toHaveURL(`/o/${slug}/members?q=ada`);
    await expect(bensPage.getByRole('row', { name: ada.name })).toBeVisible();

    await page.getByText('One old address leads here').click();
    await expect(page.getByText(`/o/${acme.slug}`, { exact: true })).toBeVisible();
    await address.fill(acme.slug);
    if (javaScriptEnabled) await expect(page.getByText('You had this address before')).toBeVisible();
    await page.getByRole('button', { name: 'Change address' }).click();
    await expect(page).toHaveURL(`/o/${acme.slug}/settings`);
  });

  test(`A workspace is closed by its name, and restored as it was, ${how}`, async ({
    ada,
    ben,
    acme,
    signedIn,
    rolesInLogto,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(/400/);
    const bensPage = await signedIn(ben, { javaScriptEnabled });
    await bensPage.goto(`/o/${acme.slug}/settings`);
    await expect(bensPage.getByRole('button', { name: 'Delete workspace' })).toHaveCount(0);
    const page = await signedIn(ada, { javaScriptEnabled });
    await page.goto(`/o/${acme.slug}/settings`);
    const confirmation = page.getByLabel(`Type “${acme.name}” to confirm`);
    await confirmation.fill('Acme');
    await page.getByRole('button', { name: 'Delete workspace' }).click();
    await expect(page.getByText('Type the name exactly as it is shown.')).toBeVisible();
    await expect(confirmation).toBeFocused();
    await confirmation.fill(acme.name);
    await page.getByRole('button', { name: 'Delete workspace' }).click();
    await expect(page).toHaveURL(`/closed/${acme.slug}`);
    await expect(page.getByRole('heading', { name: `${acme.name} is closed` })).toBeVisible();
    if (javaScriptEnabled) await lookClosely(page);

    await bensPage.getByRole('link', { name: 'Members', exact: true }).click();
    await expect(bensPage).toHaveURL(`/closed/${acme.slug}`);
    await expect(bensPage.getByText(`To have it restored, ask ${ada.name}.`)).toBeVisible();
    await bensPage.goto('/workspaces?all');
    await expect(bensPage.getByRole('listitem').filter({ hasText: acme.name }).last()).toContainText('Closed');

    await page.getByRole('button', { name: 'Restore workspace' }).click();
    await expect(page).toHaveURL(`/o/${acme.slug}`);
    await expect(page.getByText(`${acme.name} is open again.`)).toBeVisible();
    await bensPage.goto(`/o/${acme.slug}/members`);
    await expect(bensPage.getByRole('row', { name: ben.name })).toBeVisible();
    expect(await rolesInLogto(acme)).toEqual({ [ada.name]: ['owner'], [ben.name]: ['admin'] });
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`The general settings can be used by everybody, in ${colorScheme}`, async ({ ada, acme, signedIn }) => {
    const page = await signedIn(ada, { colorScheme });
    await page.goto(`/o/${acme.slug}/settings`);
    await expect(page.getByRole('button', { name: 'Delete workspace' })).toBeVisible();
    await lookClosely(page);
    await page.setViewportSize({ width: 360, height: 800 });
    await lookClosely(page);
    const widest = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(widest).toBeLessThanOrEqual(360);
  });
}
