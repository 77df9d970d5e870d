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

/** Registers by the code in the mail, and chooses a password. */
export async function register(page: Page, logto: BrowserLogto, email: string, password: string): Promise<void> {
  await page.locator('input[name="identifier"]').fill(email);
  await page.locator('button[name="submit"]').click();
  const code = (await logto.mailTo(email, 'Register')).payload['code'] ?? '';
  await typeCode(page, code);
  await choosePassword(page, password);
}

/** With JavaScript the page sends itself after the sixth digit; without, there is a button. */
async function typeCode(page: Page, code: string): Promise<void> {
  for (const [index, digit] of [...code].entries()) await page.locator(`input[name="passcode_${index}"]`).fill(digit);
  const next = page.getByRole('button', { name: 'Continue' });
  const arrived = page.waitForURL(/continue\/password/);
  await Promise.race([arrived, next.click({ timeout: 5_000 }).catch(() => {})]);
  await arrived;
}

/** What an invited person without an account is asked, and the last step of registering. */
export async function choosePassword(page: Page, password: string): Promise<void> {
  await page.locator('input[name="newPassword"]').fill(password);
  await page.locator('input[name="confirmPassword"]').fill(password);
  await page.locator('button[name="submit"]').click();
}
