import { expect, type Page } from '@playwright/test';
import type { BrowserLogto } from '#tests/support/browser-logto.ts';
import { registerByCalls, registerByToken } from '#tests/support/experience.ts';

/**
 * Logto's own pages, the local one's and a real one's alike: by URL, field names and roles, never by class names. A real
 * Logto's are empty in a browser without scripts; there the calls of its page are made instead.
 */

interface Account {
  email: string;
  password: string;
}

/** Types the address, and the password on the same page or the next. */
export async function signIn(page: Page, { email, password }: Account): Promise<void> {
  await page.locator('input[name="identifier"]').fill(email);
  if (!(await page.locator('input[name="password"]').isVisible())) {
    await page.locator('button[name="submit"]').click();
  }
  await page.locator('input[name="password"]').fill(password);
  await page.locator('button[name="submit"]').click();
}

export async function atLogto(page: Page, logto: BrowserLogto): Promise<void> {
  await expect(page).toHaveURL(({ origin, pathname }) => origin === logto.endpoint && pathname === '/sign-in');
}

/** Registers by the code in the mail, and chooses a password. */
export async function register(page: Page, logto: BrowserLogto, account: Account, scripts: boolean): Promise<void> {
  await page.waitForURL(({ origin }) => origin === logto.endpoint);
  if (!scripts) return void (await page.goto(await registerByCalls(page.request, logto, account)));
  await page.locator('input[name="identifier"]').fill(account.email);
  await page.locator('button[name="submit"]').click();
  await page.locator('input[name="passcode_0"]').focus();
  const { payload } = await logto.mailTo(account.email, 'Register');
  await page.keyboard.type(payload['code'] ?? ''); // sends itself
  await choosePassword(page, account.password);
}

/** What an invited person without an account is asked, on the page that an invitation leads to. */
export async function registerInvited(page: Page, logto: BrowserLogto, password: string, scripts: boolean) {
  if (scripts) return choosePassword(page, password);
  await page.waitForURL(({ searchParams }) => searchParams.has('one_time_token'));
  await page.goto(await registerByToken(page.request, logto, new URL(page.url()), password));
}

export async function choosePassword(page: Page, password: string): Promise<void> {
  await page.locator('input[name="newPassword"]').fill(password);
  await page.locator('input[name="confirmPassword"]').fill(password);
  await page.locator('button[name="submit"]').click();
}

/** The form at Logto's end of a session, which its page sends by script. */
export async function confirmSignOut(page: Page): Promise<void> {
  const form = page.locator('form[id="op.logoutForm"]');
  const target = new URL((await form.getAttribute('action')) ?? '', page.url()).href;
  const xsrf = (await form.locator('input[name="xsrf"]').getAttribute('value')) ?? '';
  const answer = await page.request.post(target, { form: { xsrf, logout: 'yes' } });
  await page.goto(answer.url());
}
