/**
 * `npm run screenshots`: the pictures of the README, of the built app with people in it. Needs `npm run build` before.
 */
import { mkdirSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright';
import { type BrowserLogto, logtoForBrowser } from '#tests/support/browser-logto.ts';
import startStack from '#tests/support/browser-setup.ts';
import type { Stack } from '#tests/support/browser-stack.ts';
import { findChromium } from './chromium.mjs';
import { forgetServices } from './given-services.mjs';

const folder = 'docs/images';
const slug = 'northwind';
const colleagues = [
  ['Grace Hopper', 'admin'],
  ['Linus Park', 'member'],
  ['Mei Tanaka', 'member'],
  ['Omar Haddad', 'member'],
  ['Tomás Lind', 'admin'],
] as const;

forgetServices(); // pictures are of a local Logto, where names are free
const stop = await startStack();
const found = await findChromium();
if (!found) throw new Error('There is no Chromium: `node scripts/chromium.mjs` says what helps.');
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: found.path, env: { ...process.env, ...found.env }, args });
try {
  const stack = JSON.parse(process.env['TENANTRY_BROWSER_STACK'] ?? '{}') as Stack;
  mkdirSync(folder, { recursive: true });
  const page = await openWorkspace(browser, stack, logtoForBrowser(stack));
  await page.goto(`/o/${slug}/members`);
  await page.screenshot({ path: `${folder}/members.png` });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: `${folder}/members-dark.png` });
} finally {
  await browser.close();
  found.remove();
  await stop();
}

/** Ada's workspace, with colleagues who are members in Logto and whom the app hears of by webhook. */
async function openWorkspace(browser: Browser, { appUrl }: Stack, logto: BrowserLogto): Promise<Page> {
  const context = await browser.newContext({
    baseURL: appUrl,
    viewport: { width: 1280, height: 720 },
    deviceScaleFactor: 2,
  });
  const page = await context.newPage();
  const ada = await logto.createPerson('Ada Byron');
  await page.goto('/auth/sign-in?returnTo=/workspaces/new');
  await page.locator('input[name="identifier"]').fill(ada.email);
  await page.locator('button[name="submit"]').click();
  await page.locator('input[name="password"]').fill(ada.password);
  await page.locator('button[name="submit"]').click();
  await page.getByLabel('Name', { exact: true }).fill('Northwind Studio');
  await page.getByLabel('Address').fill(slug);
  await page.getByRole('button', { name: 'Create workspace' }).click();
  await page.waitForURL(`**/o/${slug}`);

  const [organization] = await logto.manage<{ id: string }[]>('GET', '/organizations?q=Northwind');
  for (const [name, role] of colleagues) {
    const { id } = await logto.createPerson(name);
    const members = `/organizations/${organization!.id}/users`;
    await logto.manage('POST', members, { userIds: [id] });
    await logto.manage('PUT', `${members}/${id}/roles`, { organizationRoleNames: [role] });
  }
  await arrival(page);
  return page;
}

/** The app copies a member a moment after the event, once Logto's console has had time to give roles. */
async function arrival(page: Page): Promise<void> {
  for (let looks = 0; looks < 60; looks++) {
    await page.goto(`/o/${slug}/members`);
    if ((await page.getByRole('row').count()) > colleagues.length + 1) return;
    await page.waitForTimeout(500);
  }
  throw new Error('The colleagues have not arrived in the app: does its webhook work?');
}
