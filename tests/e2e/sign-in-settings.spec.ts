import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { BrowserLogto, Person } from '#tests/support/browser-logto.ts';
import { registerByCalls } from '#tests/support/experience.ts';
import { totpCode } from '../../local/logto/src/experience/totp.ts';
import { atLogto, register, signIn } from './logto-pages.ts';
import { expect, test as base, type Workspace } from './stage.ts';

/** Ada owns Acme and has an address at its domain; Ben is a member. */
const test = base.extend<{ domain: string; ada: Person; ben: Person; acme: Workspace }>({
  domain: async ({ logto }, use) => use(`${logto.mark()}.example.net`),
  ada: async ({ logto, domain }, use) => {
    const ada = { ...(await logto.createPerson('Ada Byron')), email: `ada@${domain}` };
    await logto.manage('PATCH', `/users/${ada.id}`, { primaryEmail: ada.email });
    await use(ada);
  },
  ben: async ({ logto }, use) => use(await logto.createPerson('Ben Franklin')),
  acme: async ({ workspace, ada, ben }, use) => use(await workspace('Acme', { [ada.id]: 'owner', [ben.id]: 'member' })),
});

const settingsOf = ({ slug }: Workspace) => `/o/${slug}/settings/sign-in`;

const giveFactor = (logto: BrowserLogto, { id }: Person) =>
  logto.manage('POST', `/users/${id}/mfa-verifications`, { type: 'Totp' });

/** Logto's pages on which somebody sets up an authenticator app. */
async function enrol(page: Page): Promise<void> {
  await page.waitForURL(/\/mfa-binding\/Totp/);
  await page.getByRole('link', { name: /scan/ }).click();
  const [secret = ''] = /\b[A-Z2-7]{16,}\b/.exec(await page.locator('body').innerText()) ?? [];
  await page.locator('input[name="totpCode_0"]').focus();
  await page.keyboard.type(totpCode(secret)); // sends itself
  await page.waitForURL(/\/mfa-binding\/BackupCode/);
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('Who needs a second step is told, sets it up at Logto, and is back where they were', async ({
  ada,
  ben,
  acme,
  logto,
  signedIn,
}) => {
  const [adas, bens] = [await signedIn(ada), await signedIn(ben)];
  await giveFactor(logto, ada);
  await bens.goto(`/o/${acme.slug}`);
  await adas.goto(settingsOf(acme));
  await adas.getByRole('button', { name: 'Require two-step verification' }).click();
  await expect(adas.getByText('Members now need two-step verification.')).toBeVisible();

  await bens.goto(`/o/${acme.slug}/members?q=ada`);
  await expect(bens.getByRole('heading', { name: `One more step to open ${acme.name}` })).toBeVisible();
  expect((await new AxeBuilder({ page: bens }).analyze()).violations).toEqual([]);
  await bens.getByRole('button', { name: 'Set up two-step verification' }).click();
  await signIn(bens, ben);
  await enrol(bens);
  await expect(bens).toHaveURL(`/o/${acme.slug}/members?q=ada`);
  await expect(bens.getByRole('row', { name: 'Ada Byron' })).toBeVisible();
});

for (const javaScriptEnabled of [true, false]) {
  const how = `${javaScriptEnabled ? 'with' : 'without'} JavaScript`;

  test(`Requiring a second step is refused to who has none, and switching it off lets people in, ${how}`, async ({
    ada,
    ben,
    acme,
    logto,
    signedIn,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(/409/);
    const page = await signedIn(ada, { javaScriptEnabled });
    const bens = await signedIn(ben, { javaScriptEnabled });
    await page.goto(settingsOf(acme));
    await page.getByRole('button', { name: 'Require two-step verification' }).click();
    await expect(page.getByText('You have no second step yourself')).toBeVisible();
    const ownStep = page.getByRole('link', { name: 'Set up your own second step' });
    await expect(ownStep).toHaveAttribute('href', new RegExp(`^${logto.endpoint}/account/`));

    await giveFactor(logto, ada);
    await page.getByRole('button', { name: 'Require two-step verification' }).click();
    await expect(page.getByText('Members now need two-step verification.')).toBeVisible();
    await bens.goto(`/o/${acme.slug}/members`);
    await expect(bens).toHaveURL(/\/auth\/mfa/);
    await page.getByRole('button', { name: 'No longer require it' }).click();
    await expect(page.getByText('Members no longer need two-step verification.')).toBeVisible();
    await bens.reload();
    await expect(bens).toHaveURL(`/o/${acme.slug}/members`);
  });

  test(`Whoever registers with an address at the domain is a member with the role, ${how}`, async ({
    ada,
    acme,
    domain,
    logto,
    sql,
    signedIn,
    openBrowser,
  }) => {
    const page = await signedIn(ada, { javaScriptEnabled });
    await page.goto(settingsOf(acme));
    await expect(page.getByLabel('Domain', { exact: true })).toHaveValue(domain);
    await page.getByRole('button', { name: 'Add domain' }).click();
    await expect(page.getByRole('list', { name: 'Domains' })).toContainText(domain);
    await page.getByLabel('Who joins by themselves becomes').selectOption('admin');
    await page.getByRole('button', { name: 'Save role' }).click();
    await expect(page.getByText('The role of who joins is changed.')).toBeVisible();
    // Axe is a script itself.
    if (javaScriptEnabled) expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

    const link = await page.getByLabel('Sign-in link').inputValue();
    const visitor = await (await openBrowser({ javaScriptEnabled })).newPage();
    const branded = visitor.waitForRequest((request) => request.url().includes('/oidc/auth?'));
    await visitor.goto(link);
    expect(new URL((await branded).url()).searchParams.get('organization_id')).toBe(acme.id);
    await atLogto(visitor, logto);
    const cora = { email: `cora@${domain}`, password: logto.newPassword() };
    if (javaScriptEnabled) {
      await visitor.locator('a[href^="/register"]').click();
      await register(visitor, logto, cora, true);
      await visitor.waitForURL(({ origin }) => origin !== logto.endpoint);
    } else await visitor.goto(await registerByCalls(visitor.request, logto, cora));
    await expect
      .poll(() => sql('SELECT roles FROM members JOIN users ON id = user_id WHERE users.email = $1', [cora.email]))
      .toEqual([{ roles: ['admin'] }]);

    await page.getByRole('button', { name: `Remove ${domain}` }).click();
    await expect(page.getByText(`Nobody joins by ${domain} any more.`)).toBeVisible();
  });
}

test('A public provider and a domain of somebody else are refused in their place', async ({
  ada,
  acme,
  domain,
  signedIn,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/40[03]/);
  const page = await signedIn(ada);
  await page.goto(settingsOf(acme));
  const field = page.getByLabel('Domain', { exact: true });
  for (const [typed, said] of [
    ['gmail.com', 'Anybody can have an address at gmail.com.'],
    ['other.example', 'You have no verified address at other.example.'],
    ['no domain', 'Enter a domain such as example.com.'],
  ] as const) {
    await field.fill(typed);
    await page.getByRole('button', { name: 'Add domain' }).click();
    await expect(page.getByText(said)).toBeVisible();
    await expect(field).toBeFocused();
    await expect(field).toHaveValue(typed);
  }
  await field.fill(domain);
  await page.getByRole('button', { name: 'Add domain' }).click();
  await expect(page.getByRole('list', { name: 'Domains' })).toContainText(domain);
});
