import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './stage.ts';

/** Every page there is, once each in light and dark and on narrow screens. What breaks the CSP prints an error, and fails. */
/** Axe reads every page twice, which takes a busy machine its time. */
test.describe.configure({ timeout: 300_000 });

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function expectSound(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await painted(page);
    const { violations } = await new AxeBuilder({ page }).withTags(standards).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    expect(found, `${what}, ${colorScheme}`).toEqual([]);
  }
  for (const width of [320, 390, 1024]) {
    await page.setViewportSize({ width, height: 800 });
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider, `pixels that ${what} is too wide at ${width}`).toBe(0);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** Axe reads the colours as they are, so they have to have changed. */
const painted = (page: Page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

test('Pages for visitors are accessible and fit a phone', async ({
  page,
  logto,
  workspace,
  signedIn,
  invite,
  newEmail,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/404|410|503/);
  const ada = await logto.createPerson('Ada Byron');
  const acme = await workspace('Acme', { [ada.id]: 'owner' });
  const { id, link } = await invite(await signedIn(ada), acme, newEmail('a-rather-long-address-of-benjamin'));
  await page.goto(`/invitations/${id}`);
  await expectSound(page, 'an invitation without its secret');
  await page.goto(link);
  await expectSound(page, 'an invitation');
  for (const path of ['/', '/nowhere', '/join/unknown', '/auth/callback?problem=unreachable']) {
    await page.goto(path);
    await expectSound(page, path);
  }
});

test('Pages for somebody new are accessible and fit a phone', async ({ logto, signedIn }) => {
  const page = await signedIn(await logto.createPerson());
  await page.goto('/welcome');
  await expectSound(page, 'the question for a name');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('link', { name: 'Create a workspace' })).toBeVisible();
  await expectSound(page, 'the question for a place');
});

test('Pages of a workspace are accessible and fit a phone', async ({
  logto,
  workspace,
  signedIn,
  invite,
  newEmail,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/40[039]/);
  const ada = await logto.createPerson('Ada Byron');
  const ben = await logto.createPerson('Benjamin Wolfeschlegelsteinhausenbergerdorff '.repeat(2).trim());
  const acme = await workspace('Acme', { [ada.id]: 'owner', [ben.id]: 'member' });
  const other = await workspace('A workspace with a long name', { [ben.id]: 'owner' });
  const bensPage = await signedIn(ben);
  const page = await signedIn(ada);
  await invite(bensPage, other, ada.email);
  await page.goto(`/o/${acme.slug}/invitations`);
  await expectSound(page, 'no invitations');
  await invite(page, acme, newEmail('a-rather-long-address-of-benjamin'));
  for (const path of ['', '/members', '/invitations', '/invitations/new', '/audit', '/audit?who=nobody']) {
    await page.goto(`/o/${acme.slug}${path}`);
    await expectSound(page, path || 'home');
  }
  await page.getByRole('button', { name: 'Send invitations' }).click();
  await expect(page.getByText('Enter at least one e-mail address.')).toBeVisible();
  await expectSound(page, 'a refused form');
  for (const path of ['/workspaces', '/workspaces/new', '/account', '/auth/sign-out']) {
    await page.goto(path);
    await expectSound(page, path);
  }
  await page.goto(`/o/${acme.slug}`);
  await page.locator('summary:visible', { hasText: acme.name }).click();
  await page.locator('summary:visible', { hasText: ada.email }).click();
  await expectSound(page, 'open menus');
  await bensPage.goto(`/o/${acme.slug}/invitations`);
  await expectSound(bensPage, 'a refused page');
});
