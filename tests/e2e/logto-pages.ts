import type { Page } from '@playwright/test';
import type { BrowserLogto } from '#tests/support/browser-logto.ts';

/** Logto's own pages, the local one's and a real one's alike: by URL, field names and roles, never by class names. */

/** Types the address, and the password on the same page or the next. */
export async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.locator('input[name="identifier"]').fill(email);
  if (!(await page.locator('input[name="password"]').isVisible())) {
    await page.locator('button[name="submit"]').click();
  }
  await page.locator('input[name="password"]').fill(password);
  await page.locator('button[name="submit"]').click();
}

type Newcomer = {
  email: string;
  password: string;
  /** Whether the browser runs scripts: then the page for the code sends itself. */
  scripts: boolean;
};

/** Registers by the code in the mail, and chooses a password. */
export async function register(page: Page, logto: BrowserLogto, { email, password, scripts }: Newcomer): Promise<void> {
  await page.locator('input[name="identifier"]').fill(email);
  await page.locator('button[name="submit"]').click();
  await page.locator('input[name="passcode_0"]').waitFor();
  const code = (await logto.mailTo(email, 'Register')).payload['code'] ?? '';
  if (scripts) {
    await page.locator('input[name="passcode_0"]').pressSequentially(code);
  } else {
    for (const [index, digit] of [...code].entries()) await page.locator(`input[name="passcode_${index}"]`).fill(digit);
    await page.getByRole('button', { name: 'Continue' }).click();
  }
  await choosePassword(page, password);
}

/** What an invited person without an account is asked, and the last step of registering. */
export async function choosePassword(page: Page, password: string): Promise<void> {
  await page.locator('input[name="newPassword"]').fill(password);
  await page.locator('input[name="confirmPassword"]').fill(password);
  await page.locator('button[name="submit"]').click();
}

/** Logto's own question at its end-session page, which sends itself where scripts run. */
export async function confirmSignOut(page: Page): Promise<void> {
  await page.locator('button[name="logout"]').click();
}
