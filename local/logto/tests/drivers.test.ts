import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium, type Browser, type Page } from 'playwright';
import { createPerson, lastCode, PASSWORD } from './people.ts';
import { testLogto } from './server.ts';

/**
 * The page drivers that were written against real servers, in a real browser: they have to work here unchanged.
 * Needs a Chromium: CHROMIUM_PATH, or the system's.
 */
const executablePath =
  process.env.CHROMIUM_PATH ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path)) ?? '';
const logto = testLogto();
let browser: Browser;
let app: Server;
let appUrl = '';
let clientId = '';

async function logtoSignIn(page: Page, email: string, password: string) {
  await page.locator('input[name="identifier"]').fill(email);
  if (!(await page.locator('input[name="password"]').isVisible())) await page.locator('button[name="submit"]').click();
  await page.locator('input[name="password"]').fill(password);
  await page.locator('button[name="submit"]').click();
}

async function logtoRegister(page: Page, email: string, password: string) {
  await page.locator('input[name="identifier"]').fill(email);
  await page.locator('button[name="submit"]').click();
  await page.locator('input[name="passcode_0"]').focus();
  await page.keyboard.type(await lastCode(logto(), email));
  await page.locator('input[name="newPassword"]').fill(password);
  await page.locator('input[name="confirmPassword"]').fill(password);
  await page.locator('button[name="submit"]').click();
}

const authorizationUrl = (params: Record<string, string> = {}) =>
  `${logto().endpoint}/oidc/auth?${new URLSearchParams({ client_id: clientId, redirect_uri: `${appUrl}/callback`, response_type: 'code', scope: 'openid', prompt: 'consent', ui_locales: 'en', ...params })}`;

describe.skipIf(!existsSync(executablePath))('the page drivers', () => {
  beforeAll(async () => {
    app = createServer((_req, res) =>
      res.setHeader('content-type', 'text/html').end('<link rel="icon" href="data:,">app'),
    );
    await new Promise<void>((done) => app.listen(0, '127.0.0.1', done));
    appUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
    const { body } = await logto().api('POST', '/applications', {
      name: 'Browser app',
      type: 'Traditional',
      oidcClientMetadata: { redirectUris: [`${appUrl}/callback`], postLogoutRedirectUris: [`${appUrl}/`] },
    });
    clientId = body.id;
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    app?.close();
  });

  const open = async (url: string, options = {}) => {
    const page = await (await browser.newContext(options)).newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(url);
    return { page, errors };
  };

  it('sign in', async () => {
    await createPerson(logto(), 'driver@pages.test');
    const { page, errors } = await open(authorizationUrl());
    await logtoSignIn(page, 'driver@pages.test', PASSWORD);
    await page.waitForURL(`${appUrl}/callback**`);
    expect(errors).toEqual([]);
  });

  it('register, the code submitting itself', async () => {
    const { page, errors } = await open(authorizationUrl({ first_screen: 'register' }));
    await logtoRegister(page, 'registers@pages.test', PASSWORD);
    await page.waitForURL(`${appUrl}/callback**`);
    expect(errors).toEqual([]);
  });

  it('set up TOTP and backup codes where an organization asks for them', async () => {
    await logto().api('PATCH', '/sign-in-exp', {
      mfa: { policy: 'NoPrompt', factors: ['Totp', 'BackupCode'], organizationRequiredMfaPolicy: 'Mandatory' },
    });
    const userId = await createPerson(logto(), 'mfa@pages.test');
    const { body } = await logto().api('POST', '/organizations', { name: 'MFA', isMfaRequired: true });
    await logto().api('POST', `/organizations/${body.id}/users`, { userIds: [userId] });
    const { page } = await open(authorizationUrl());
    await logtoSignIn(page, 'mfa@pages.test', PASSWORD);
    await page.waitForURL('**/mfa-binding/Totp**');
    await page.locator('a', { hasText: 'Can’t scan the QR code?' }).click();
    await page.locator('input[name="totpCode_0"]').focus();
    await page.keyboard.type('123456');
    await page.waitForURL('**/mfa-binding/BackupCode**');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(`${appUrl}/callback**`);
    const { body: verifications } = await logto().api('GET', `/users/${userId}/mfa-verifications`);
    expect(verifications.map(({ type }: { type: string }) => type)).toEqual(['Totp', 'BackupCode']);
  });

  it('sign out by a form that submits itself', async () => {
    await createPerson(logto(), 'leaves@pages.test');
    const { page } = await open(authorizationUrl());
    await logtoSignIn(page, 'leaves@pages.test', PASSWORD);
    await page.waitForURL(`${appUrl}/callback**`);
    await page.goto(
      `${logto().endpoint}/oidc/session/end?client_id=${clientId}&post_logout_redirect_uri=${encodeURIComponent(`${appUrl}/`)}`,
      { waitUntil: 'commit' },
    );
    await page.waitForURL(`${appUrl}/`);
  });

  it('work with JavaScript switched off, digit by digit', async () => {
    const { page } = await open(authorizationUrl({ first_screen: 'register' }), { javaScriptEnabled: false });
    await page.locator('input[name="identifier"]').fill('nojs@pages.test');
    await page.locator('button[name="submit"]').click();
    const code = await lastCode(logto(), 'nojs@pages.test');
    for (const [i, digit] of [...code].entries()) await page.locator(`input[name="passcode_${i}"]`).fill(digit);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.locator('input[name="newPassword"]').fill(PASSWORD);
    await page.locator('input[name="confirmPassword"]').fill(PASSWORD);
    await page.locator('button[name="submit"]').click();
    await page.waitForURL(`${appUrl}/callback**`);
    await page.goto(
      `${logto().endpoint}/oidc/session/end?client_id=${clientId}&post_logout_redirect_uri=${encodeURIComponent(`${appUrl}/`)}`,
    );
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${appUrl}/`);
  });
});
