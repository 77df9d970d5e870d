import type { Page } from '@playwright/test';
import type { Person } from '#tests/support/browser-logto.ts';
import { choosePassword, signIn } from './logto-pages.ts';
import { expect, test as base, type Invited, type Workspace } from './stage.ts';

/** Ada owns Acme; each test says whom she invites. */
const test = base.extend<{ ada: Person; acme: Workspace; adasPage: Page; mailTo: (email: string) => Promise<Invited> }>(
  {
    ada: async ({ logto }, use) => use(await logto.createPerson('Ada Byron')),
    acme: async ({ workspace, ada }, use) => use(await workspace('Acme', { [ada.id]: 'owner' })),
    adasPage: async ({ signedIn, ada, acme: _ }, use) => use(await signedIn(ada)),
    mailTo: async ({ invite, adasPage, acme }, use) => use((email) => invite(adasPage, acme, email)),
  },
);

const accept = (page: Page) => page.getByRole('button', { name: 'Accept invitation' }).click();
const continueAs = (page: Page, email: string) => page.getByRole('button', { name: `Continue as ${email}` }).click();

test('Opening the mailed link spends nothing, and its secret leaves the address at once', async ({
  page,
  request,
  logto,
  acme,
  mailTo,
}) => {
  const ben = await logto.createPerson('Ben Franklin');
  const { id, link, secret } = await mailTo(ben.email);
  for (let look = 0; look < 2; look++) expect((await request.get(link)).status()).toBe(200);

  await page.goto(link);
  await expect(page).toHaveURL(`/invitations/${id}`);
  await expect(page.getByText(`Ada Byron invites you to ${acme.name}.`)).toBeVisible();
  expect(await page.content()).not.toContain(secret);
  expect(await page.evaluate(() => document.referrer + JSON.stringify(history.state) + document.cookie)).not.toContain(
    secret,
  );

  await continueAs(page, ben.email);
  await accept(page);
  await expect(page).toHaveURL(`/o/${acme.slug}`);
  expect(await page.content()).not.toContain(secret);
});

test('Who gave up at the password clicks the mail’s link again and gets in', async ({
  page,
  logto,
  newEmail,
  acme,
  mailTo,
}) => {
  const { email, link } = await mailTo(newEmail('ben'));
  for (const attempt of ['given up', 'finished']) {
    await page.goto(link);
    await continueAs(page, email);
    await expect(page.locator('input[name="newPassword"]')).toBeVisible();
    if (attempt === 'finished') await choosePassword(page, logto.newPassword());
  }
  await accept(page);
  await page.getByLabel('Your name').fill('Ben Franklin');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page).toHaveURL(`/o/${acme.slug}`);
});

test('Who is signed in as somebody else is told, and can switch', async ({ logto, signedIn, acme, mailTo }) => {
  const [ben, eve] = [await logto.createPerson('Ben'), await logto.createPerson('Eve')];
  const { link } = await mailTo(ben.email);
  const page = await signedIn(eve);

  await page.goto(link);
  await expect(page.getByText('This invitation is for someone else')).toBeVisible();
  await expect(page.getByText(`It was sent to ${ben.email}, and you are signed in as ${eve.email}.`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Accept invitation' })).toBeHidden();

  await page.getByRole('button', { name: 'Switch account' }).click();
  await accept(page);
  await expect(page).toHaveURL(`/o/${acme.slug}`);
  await expect(page.getByText(ben.email).first()).toBeVisible();
});

test('Who is signed in as the invited person answers at once', async ({ logto, signedIn, acme, mailTo }) => {
  const ben = await logto.createPerson('Ben');
  const { link } = await mailTo(ben.email);
  const page = await signedIn(ben);
  await page.goto(link);
  await accept(page);
  await expect(page).toHaveURL(`/o/${acme.slug}`);
  await expect(page.getByText(`You are now a member of ${acme.name}.`)).toBeVisible();
});

test('A copied link holds no secret: it asks to sign in, and a stranger finds nothing', async ({
  page,
  logto,
  acme,
  mailTo,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/404/);
  const [ben, eve] = [await logto.createPerson('Ben'), await logto.createPerson('Eve')];
  const { id } = await mailTo(ben.email);

  await page.goto(`/invitations/${id}`);
  await expect(page.getByText('An invitation waits here')).toBeVisible();
  expect(await page.content()).not.toContain(acme.name);
  expect(await page.content()).not.toContain(ben.email);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await signIn(page, eve);

  await expect(page.getByText('There is no invitation for you here')).toBeVisible();
  expect((await page.reload())?.status()).toBe(404);
  expect(await page.content()).not.toContain(acme.name);

  await page.getByRole('button', { name: 'Switch account' }).click();
  await signIn(page, ben);
  await expect(page.getByRole('heading', { name: `Join ${acme.name}` })).toBeVisible();
});

test('An address that no invitation has says the same as one that is not yours', async ({
  logto,
  signedIn,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/404/);
  const page = await signedIn(await logto.createPerson('Eve'));
  for (const id of ['00000000-0000-7000-8000-000000000000', 'no-id']) {
    expect((await page.goto(`/invitations/${id}`))?.status()).toBe(404);
    await expect(page.getByText('There is no invitation for you here')).toBeVisible();
  }
});

test('Who declines is led on, and the inviter sees it', async ({ logto, signedIn, acme, adasPage, mailTo }) => {
  const ben = await logto.createPerson('Ben');
  const { id } = await mailTo(ben.email);
  const page = await signedIn(ben);
  await page.goto(`/invitations/${id}`);
  await page.getByRole('button', { name: 'Decline' }).click();
  await expect(page).toHaveURL('/welcome');
  await expect(page.getByText(`You declined the invitation to ${acme.name}.`)).toBeVisible();

  await adasPage.goto(`/o/${acme.slug}/invitations`);
  await expect(adasPage.getByRole('row', { name: ben.email })).toContainText('Declined');
});

test('A closed invitation says how it was closed', async ({
  page,
  logto,
  signedIn,
  acme,
  adasPage,
  mailTo,
  newEmail,
  post,
  sql,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/410|404/);
  const expired = await mailTo(newEmail('expired'));
  await sql(`UPDATE invitations SET expires_at = now() - interval '1 minute' WHERE id = $1`, [expired.id]);
  const revoked = await mailTo(newEmail('revoked'));
  await post(adasPage, `/o/${acme.slug}/invitations`, { id: revoked.id });
  const ben = await logto.createPerson('Ben');
  const used = await mailTo(ben.email);
  const bensPage = await signedIn(ben);
  await post(bensPage, `/invitations/${used.id}`, { intent: 'accept' });

  const texts = [
    [expired.link, 'This invitation has expired. Ask for a new one.'],
    [revoked.link, 'This invitation was withdrawn.'],
    [used.link, 'This invitation has already been used.'],
    [expired.link.slice(0, -1) + '~', 'This invitation is no longer open. Ask for a new one.'],
  ] as const;
  for (const [link, text] of texts) {
    const answer = await page.goto(link);
    await expect(page.getByText(text)).toBeVisible();
    expect(answer?.status()).toBe(410);
    await expect(page.getByRole('button', { name: /Accept|Continue/ })).toHaveCount(0);
  }
  await bensPage.goto(used.link);
  await expect(bensPage).toHaveURL(`/o/${acme.slug}`);
});

test('Accepting what was withdrawn meanwhile says so and makes nobody a member', async ({
  logto,
  signedIn,
  acme,
  adasPage,
  mailTo,
  post,
  sql,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/410/);
  const ben = await logto.createPerson('Ben');
  const { id } = await mailTo(ben.email);
  const page = await signedIn(ben);
  await page.goto(`/invitations/${id}`);
  await post(adasPage, `/o/${acme.slug}/invitations`, { id });
  await accept(page);
  await expect(page.getByText('This invitation was withdrawn.')).toBeVisible();
  expect(await sql('SELECT FROM members WHERE user_id = $1', [ben.id])).toHaveLength(0);
});

test('Whoever skipped the mail finds the invitation when they come', async ({
  logto,
  signedIn,
  workspace,
  acme,
  mailTo,
}) => {
  const [newcomer, settled] = [await logto.createPerson('Newcomer'), await logto.createPerson('Settled')];
  await workspace('Elsewhere', { [settled.id]: 'owner' });
  for (const [person, place] of [
    [newcomer, '/welcome'],
    [settled, '/workspaces'],
  ] as const) {
    const { id } = await mailTo(person.email);
    const page = await signedIn(person);
    await page.goto(place);
    await expect(page).toHaveURL(place);
    await expect(page.getByText(`Ada Byron invites you to ${acme.name}.`)).toBeVisible();
    await page.getByRole('link', { name: 'See invitation' }).click();
    await expect(page).toHaveURL(`/invitations/${id}`);
    await accept(page);
    await expect(page).toHaveURL(`/o/${acme.slug}`);
  }
});
