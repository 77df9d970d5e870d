import type { Page } from '@playwright/test';
import { atLogto, register } from './logto-pages.ts';
import { expect, test } from './stage.ts';

/** Where somebody lands who signs in: however they came, they are told where they are, or what they can do. */

async function tellName(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Continue' }).click();
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with' : 'without';

  test(`Who belongs nowhere is taught, offered a workspace and a look for invitations, ${how} JavaScript`, async ({
    logto,
    workspace,
    signedIn,
    invite,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(/400/);
    const [ada, zoe] = [await logto.createPerson('Ada Byron'), await logto.createPerson()];
    const acme = await workspace('Acme', { [ada.id]: 'owner' });
    const page = await signedIn(zoe, { javaScriptEnabled });
    await page.goto('/');
    await expect(page).toHaveURL('/welcome');
    await tellName(page, '');
    await expect(page.getByText('Enter a name.')).toBeVisible();
    await tellName(page, 'Zoë New');
    await expect(page.getByText('A workspace holds a team and all that it works on.')).toBeVisible();
    await expect(page.getByText(`No open invitation was sent to ${zoe.email}.`)).toBeVisible();
    await page.getByRole('link', { name: 'Create a workspace' }).click();
    await expect(page).toHaveURL('/workspaces/new');

    await page.goto('/welcome');
    await invite(await signedIn(ada), acme, zoe.email);
    await page.getByRole('link', { name: 'Look again' }).click();
    await expect(page.getByText(`Ada Byron invites you to ${acme.name}.`)).toBeVisible();
    await expect(page.getByRole('link', { name: 'Create a workspace' })).toBeVisible();
    await page.getByRole('link', { name: 'See invitation' }).click();
    await page.getByRole('button', { name: 'Accept invitation' }).click();
    await expect(page).toHaveURL(`/o/${acme.slug}`);
    await expect(page.getByText(`You are now a member of ${acme.name}.`)).toBeVisible();
  });

  test(`Who was invited and registers without the mail finds it, ${how} JavaScript`, async ({
    logto,
    workspace,
    signedIn,
    openBrowser,
    invite,
    newEmail,
  }) => {
    const ada = await logto.createPerson('Ada Byron');
    const acme = await workspace('Acme', { [ada.id]: 'owner' });
    const { email } = await invite(await signedIn(ada), acme, newEmail('ben'));
    const page = await (await openBrowser({ javaScriptEnabled })).newPage();
    await page.goto('/auth/sign-in?first_screen=register&returnTo=/workspaces');
    await register(page, logto, { email, password: logto.newPassword() }, javaScriptEnabled);
    await tellName(page, 'Ben Franklin');
    await expect(page.getByText(`Ada Byron invites you to ${acme.name}.`)).toBeVisible();
    await page.getByRole('link', { name: 'See invitation' }).click();
    await page.getByRole('button', { name: 'Accept invitation' }).click();
    await expect(page).toHaveURL(`/o/${acme.slug}`);
  });

  test(`Who registers with an address of a domain is in, and told why, ${how} JavaScript`, async ({
    logto,
    workspace,
    signedIn,
    openBrowser,
  }) => {
    const ada = await logto.createPerson('Ada Byron');
    const acme = await workspace('Acme', { [ada.id]: 'owner' });
    const adasPage = await signedIn(ada);
    const domain = `${logto.unique('acme')}.test`;
    const roles = await logto.manage<{ id: string; name: string }[]>('GET', '/organization-roles?page=1&page_size=100');
    const organizationRoleIds = roles.filter(({ name }) => name === 'member').map(({ id }) => id);
    await logto.manage('POST', `/organizations/${acme.id}/jit/email-domains`, { emailDomain: domain });
    await logto.manage('PUT', `/organizations/${acme.id}/jit/roles`, { organizationRoleIds });

    const email = `zoe@${domain}`;
    const page = await (await openBrowser({ javaScriptEnabled })).newPage();
    await page.goto('/auth/sign-in?first_screen=register&returnTo=/workspaces');
    await register(page, logto, { email, password: logto.newPassword() }, javaScriptEnabled);
    await tellName(page, 'Zoë New');
    await expect(page).toHaveURL(`/o/${acme.slug}`);
    await expect(page.getByText(`You joined ${acme.name} because of your address ${email}.`)).toBeVisible();
    await adasPage.goto(`/o/${acme.slug}/members`);
    await expect(adasPage.getByRole('row', { name: /Zoë New.*Member/ })).toBeVisible();
  });
}

test('Whom Logto’s console added is led straight in and told so; who is in several finds the list', async ({
  logto,
  workspace,
  signedIn,
}) => {
  const [ada, ben] = [await logto.createPerson('Ada Byron'), await logto.createPerson('Ben Franklin')];
  const acme = await workspace('Acme', { [ada.id]: 'owner' });
  await signedIn(ada); // the copy knows the workspace, so that somebody new in it is news
  await logto.manage('POST', `/organizations/${acme.id}/users`, { userIds: [ben.id] });
  const page = await signedIn(ben);
  await page.goto('/workspaces');
  await expect(page).toHaveURL(`/o/${acme.slug}`);

  const zeta = await workspace('Zeta', { [ben.id]: 'member' });
  const again = await signedIn(ben);
  await again.goto('/workspaces');
  await expect(again.getByText('You belong to 2 workspaces.')).toBeVisible();
  await again.getByRole('main').getByRole('link', { name: zeta.name }).click();
  await expect(again).toHaveURL(`/o/${zeta.slug}`);
});

test('Who has the invitation at another address switches the account from the empty page', async ({
  logto,
  signedIn,
}) => {
  const page = await signedIn(await logto.createPerson('Zoë New'));
  await page.goto('/welcome');
  await page.getByRole('button', { name: 'Switch account' }).click();
  await atLogto(page, logto);
});
