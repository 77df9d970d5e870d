import { rm, writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { atLogto } from './logto-pages.ts';
import { expect, test as base } from './stage.ts';

/** For the app Logto is gone; browsers still reach it. Any Logto will do, and other tests wait. */
const test = base.extend<{ logtoIs: (state: 'down' | 'up') => Promise<void> }>({
  logtoIs: async ({ stack: { cutFile }, turn: _ }, use) => {
    const change = (state: 'down' | 'up') => (state === 'down' ? writeFile(cutFile, '') : rm(cutFile, { force: true }));
    await use(change);
    await change('up');
  },
});

test.use({ alone: true });

test.beforeEach(({ allowConsoleErrors }) => allowConsoleErrors(/503/));

test('A workspace can still be read for a while, and says what has to wait', async ({
  logto,
  workspace,
  signedIn,
  logtoIs,
  sql,
}) => {
  const ada = await logto.createPerson('Ada Byron');
  const acme = await workspace('Acme', { [ada.id]: 'owner' });
  const page = await signedIn(ada);
  await page.goto(`/o/${acme.slug}`);
  const notice = page.getByText('You can read everything; changes have to wait a few minutes.');
  await expect(notice).toHaveCount(0);

  await logtoIs('down');
  await sql(`UPDATE organization_access SET expires_at = now() - interval '1 minute'`);
  for (const path of ['', '/members', '/invitations']) {
    expect((await page.goto(`/o/${acme.slug}${path}`))?.status()).toBe(200);
    await expect(notice).toBeVisible();
  }
  await sql(`UPDATE organization_access SET expires_at = now() - interval '16 minutes', renewing_until = NULL`);
  expect((await page.goto(`/o/${acme.slug}`))?.status()).toBe(503);
  await expect(page.getByRole('heading', { name: 'Back in a moment' })).toBeVisible();

  await logtoIs('up');
  await sql('UPDATE organization_access SET renewing_until = NULL');
  await page.getByRole('link', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: `Welcome to ${acme.name}` })).toBeVisible();
  await expect(notice).toHaveCount(0);
});

for (const javaScriptEnabled of [true, false]) {
  test(`What cannot be written says so, loses nothing and changes nothing; pressed again later it is done, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    logto,
    workspace,
    signedIn,
    logtoIs,
    newEmail,
    sql,
  }) => {
    const ada = await logto.createPerson('Ada Byron');
    const acme = await workspace('Acme', { [ada.id]: 'owner' });
    const page = await signedIn(ada, { javaScriptEnabled });
    const email = newEmail('ben');
    const told = page.getByText('The sign-in service does not answer. Nothing was changed.');

    await page.goto(`/o/${acme.slug}/invitations/new`);
    await page.getByLabel('E-mail addresses').fill(email);
    await logtoIs('down');
    await page.getByRole('button', { name: 'Send invitations' }).click();
    await expect(told).toBeVisible();
    await expect(page.getByLabel('E-mail addresses')).toHaveValue(email);
    expect(await sql('SELECT FROM invitations WHERE email = $1', [email])).toHaveLength(0);
    await logtoIs('up');
    await page.getByRole('button', { name: 'Send invitations' }).click();
    await expect(page.getByText('Invitation sent.')).toBeVisible();

    const slug = acme.slug.replace('acme', 'other');
    await page.goto('/workspaces/new');
    await page.getByLabel('Name', { exact: true }).fill(slug);
    await page.getByLabel('Address').fill(slug);
    await logtoIs('down');
    await page.getByRole('button', { name: 'Create workspace' }).click();
    await expect(told).toBeVisible();
    await expect(page.getByLabel('Address')).toHaveValue(slug);
    await logtoIs('up');
    await page.getByRole('button', { name: 'Create workspace' }).click();
    await expect(page).toHaveURL(`/o/${slug}`);
    expect(await logto.manage('GET', `/users/${ada.id}/organizations`)).toHaveLength(2);
  });
}

test('An invitation waits for Logto', async ({ page, logto, workspace, signedIn, invite, logtoIs }) => {
  const [ada, ben] = [await logto.createPerson('Ada Byron'), await logto.createPerson('Ben')];
  const acme = await workspace('Acme', { [ada.id]: 'owner' });
  const { link } = await invite(await signedIn(ada), acme, ben.email);
  const bensPage = await signedIn(ben);
  const told = (page: Page) => page.getByText('The sign-in service does not answer.');

  await logtoIs('down');
  await page.goto(link);
  await page.getByRole('button', { name: `Continue as ${ben.email}` }).click();
  await expect(told(page)).toBeVisible();
  await bensPage.goto(link);
  await bensPage.getByRole('button', { name: 'Accept invitation' }).click();
  await expect(told(bensPage)).toBeVisible();

  await logtoIs('up');
  await bensPage.getByRole('button', { name: 'Accept invitation' }).click();
  await expect(bensPage).toHaveURL(`/o/${acme.slug}`);
});

test('Signing in shows a page with a way on, and signing out works all the same', async ({
  page,
  logto,
  workspace,
  signedIn,
  logtoIs,
}) => {
  const ada = await logto.createPerson('Ada Byron');
  const acme = await workspace('Acme', { [ada.id]: 'owner' });
  const adasPage = await signedIn(ada);
  await adasPage.goto(`/o/${acme.slug}`);
  await logtoIs('down');

  expect((await page.goto(`/o/${acme.slug}/members`))?.status()).toBe(503);
  await expect(page.getByRole('heading', { name: 'Signing in is not possible right now' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Go to the start page' })).toBeVisible();

  await adasPage.locator('summary:visible', { hasText: ada.email }).click();
  await adasPage.getByRole('button', { name: 'Sign out' }).click();
  await expect(adasPage).toHaveURL('/');
  expect((await adasPage.goto(`/o/${acme.slug}`))?.status()).toBe(503);

  await logtoIs('up');
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await atLogto(page, logto);
});
