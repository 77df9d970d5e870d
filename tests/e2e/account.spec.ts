import AxeBuilder from '@axe-core/playwright';
import sharp from 'sharp';
import type { Page } from '@playwright/test';
import type { Person } from '#tests/support/browser-logto.ts';
import { black, svg } from '#tests/unit/images/files.ts';
import { expect, switcherButton, test as base, type Workspace } from './stage.ts';

/** Ada owns Acme, and Ben is a member. */
const test = base.extend<{ ada: Person; ben: Person; acme: Workspace }>({
  ada: async ({ logto }, use) => use(await logto.createPerson('Ada Byron')),
  ben: async ({ logto }, use) => use(await logto.createPerson('Ben Franklin')),
  acme: async ({ workspace, ada, ben }, use) => use(await workspace('Acme', { [ada.id]: 'owner', [ben.id]: 'member' })),
});

const portrait = () =>
  sharp({ create: { width: 600, height: 400, channels: 3, background: '#2a7' } })
    .jpeg()
    .toBuffer();
const file = (buffer: Buffer, name = 'picture.png', mimeType = 'image/png') => ({ name, mimeType, buffer });

/** Whether what is shown is drawn, and not a broken image. */
const isDrawn = (page: Page) =>
  page
    .locator('main img')
    .first()
    .evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0);

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with' : 'without';

  test(`A picture is uploaded, shown, refused and removed, ${how} JavaScript`, async ({
    ada,
    acme,
    signedIn,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(/4(00|13|15)/);
    const page = await signedIn(ada, { javaScriptEnabled });
    await page.goto('/account');
    const input = page.getByLabel('Image file of your picture');
    const save = page.getByRole('button', { name: 'Save picture' });
    await input.setInputFiles(file(await portrait(), 'me.jpg', 'image/jpeg'));
    await save.click();
    await expect(page.getByText('Your picture is saved.')).toBeVisible();
    if (javaScriptEnabled) await expect.poll(() => isDrawn(page)).toBe(true);
    const address = (await page.locator('main img').first().getAttribute('src'))!;
    const image = await page.request.get(address);
    expect(image.headers()).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });

    for (const [wrong, says] of [
      [svg, 'This is not a PNG, JPEG or WebP image, whatever its name says.'],
      [black(20_000, 2), 'The image is wider or higher than 4096 pixels.'],
    ] as const) {
      await input.setInputFiles(file(wrong));
      await save.click();
      await expect(page.getByText(says).first()).toBeVisible();
    }

    await page.goto(`/o/${acme.slug}/members`);
    await expect(page.locator(`img[src="${address}"]`).first()).toBeVisible();
    await page.goto('/account');
    await page.getByRole('button', { name: 'Remove picture' }).click();
    await expect(page.getByText('Your picture is removed.')).toBeVisible();
    await expect(page.locator('main img')).toHaveCount(0);
  });

  test(`A file beyond all limits ends on a page with a way back, ${how} JavaScript`, async ({
    ada,
    signedIn,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(/413/);
    const page = await signedIn(ada, { javaScriptEnabled });
    await page.goto('/account');
    await page.getByLabel('Image file of your picture').setInputFiles(file(Buffer.alloc(3_000_000)));
    if (javaScriptEnabled) {
      await expect(page.getByText('The file is larger than 500 KB. Choose a smaller one.')).toBeVisible();
    }
    await page.getByRole('button', { name: 'Save picture' }).click();
    await expect(page.getByText('That is more than we can take at once. Send less.')).toBeVisible();
    await page.getByRole('link', { name: 'Back to where you were' }).click();
    await expect(page).toHaveURL('/account');
  });

  test(`A workspace gets a logo, ${how} JavaScript`, async ({ ada, acme, signedIn }) => {
    const page = await signedIn(ada, { javaScriptEnabled });
    await page.goto(`/o/${acme.slug}/settings`);
    await page.getByLabel('Image file of the logo').setInputFiles(file(black(64, 64)));
    await page.getByRole('button', { name: 'Save logo' }).click();
    await expect(page.getByText('The logo is saved.')).toBeVisible();
    await expect(page).toHaveURL(`/o/${acme.slug}/settings`);
    await expect(switcherButton(page).locator('img')).toBeVisible();
    await page.getByRole('button', { name: 'Remove logo' }).click();
    await expect(page.getByText('The logo is removed.')).toBeVisible();
    await expect(switcherButton(page).locator('img')).toHaveCount(0);
  });

  test(`An account ends: not while a workspace needs its owner, then everywhere, ${how} JavaScript`, async ({
    ada,
    ben,
    acme,
    signedIn,
    post,
    logto,
    rolesInLogto,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(/409/);
    await signedIn(ben);
    const elsewhere = await signedIn(ada);
    const page = await signedIn(ada, { javaScriptEnabled });
    await page.goto('/account');
    await page.getByRole('link', { name: 'Delete account' }).click();
    await page.getByLabel(`Type ${ada.email} to confirm`).fill(ada.email);
    await page.getByRole('button', { name: 'Delete my account' }).click();
    await expect(page.getByText(`You are the only owner of ${acme.name}.`).first()).toBeVisible();
    await page.getByRole('link', { name: `Hand over ${acme.name}` }).click();
    await expect(page).toHaveURL(`/o/${acme.slug}/members`);
    expect(await post(page, `/o/${acme.slug}/members/${ben.id}`, { intent: 'transfer' })).toMatchObject({
      status: 302,
    });

    await page.goto('/account/delete');
    await page.getByLabel(`Type ${ada.email} to confirm`).fill(ada.email);
    await page.getByRole('button', { name: 'Delete my account' }).click();
    // Logto's page of signing out goes on by itself, where scripts run.
    if (!javaScriptEnabled) await page.getByRole('button', { name: /^(Continue|Sign out)$/ }).click();
    await expect(page).toHaveURL('/');
    await expect(page.getByText('Your account is deleted.')).toBeVisible();
    await elsewhere.goto('/account');
    expect(elsewhere.url().startsWith(logto.endpoint)).toBe(true);
    expect(await rolesInLogto(acme)).toEqual({ [ben.name]: ['owner'] });
  });
}

test('What somebody chose is shown before it is sent', async ({ ada, signedIn }) => {
  const page = await signedIn(ada);
  await page.goto('/account');
  await expect(page.locator('main img')).toHaveCount(0);
  await page.getByLabel('Image file of your picture').setInputFiles(file(black(64, 64)));
  await expect(page.locator('main img[src^="data:image/png"]')).toBeVisible();
  await expect.poll(() => isDrawn(page)).toBe(true);
});

test('Devices are told apart and signed out', async ({ ada, signedIn }) => {
  const elsewhere = await signedIn(ada);
  const page = await signedIn(ada);
  await page.goto('/account');
  await expect(page.getByText(/on (Linux|macOS|Windows)/)).toHaveCount(2);
  await page.getByRole('button', { name: /^Sign out on / }).click();
  await expect(page.getByText('That device is signed out.')).toBeVisible();
  await expect(page.getByText('This device')).toHaveCount(1);
  await elsewhere.goto('/account');
  await expect(elsewhere).not.toHaveURL('/account');
});

test('The pages of an account are accessible, in light and dark', async ({ ada, acme, signedIn }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await signedIn(ada, { colorScheme });
    for (const path of ['/account', '/account/delete', `/o/${acme.slug}/settings/logo`]) {
      await page.goto(path);
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    }
  }
});
