import type { Page } from '@playwright/test';
import { expect, test } from '#tests/support/browser.ts';
import { register, registerInvited } from './logto-pages.ts';

/**
 * The story that everything else widens: Ada signs up, makes a workspace and invites Ben; Ben reads the mail, accepts,
 * and both see both.
 */
for (const javaScriptEnabled of [true, false]) {
  test(`Ada makes a workspace and Ben joins it, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    openBrowser,
    logto,
    newEmail,
  }) => {
    const people = { ada: newEmail('ada'), ben: newEmail('ben') };
    const slug = logto.unique('acme');
    const name = `Acme ${slug}`;

    const ada = await (await openBrowser({ javaScriptEnabled })).newPage();
    await ada.goto('/');
    await ada.getByRole('link', { name: 'Create account' }).first().click();
    await register(ada, logto, { email: people.ada, password: logto.newPassword() }, javaScriptEnabled);
    await tellName(ada, 'Ada Byron');
    await expect(ada.getByRole('heading', { name: 'Where do you want to work?' })).toBeVisible();

    await ada.getByRole('link', { name: 'Create a workspace' }).click();
    await ada.getByLabel('Name', { exact: true }).fill(name);
    await ada.getByLabel('Address').fill(slug);
    await ada.getByRole('button', { name: 'Create workspace' }).click();
    await ada.waitForURL(`**/o/${slug}`);
    await expect(ada.getByText(`${name} is ready.`)).toBeVisible();

    await ada.getByRole('link', { name: 'Invite people' }).first().click();
    await ada.getByLabel('E-mail addresses').fill(people.ben);
    await ada.getByRole('button', { name: 'Send invitations' }).click();
    await expect(ada.getByText('Invitation sent.')).toBeVisible();
    await expect(ada.getByRole('cell', { name: people.ben, exact: true })).toBeVisible();

    const mail = await logto.mailTo(people.ben, 'OrganizationInvitation');
    const ben = await (await openBrowser({ javaScriptEnabled })).newPage();
    await ben.goto(mail.payload['link'] ?? '');
    await expect(ben.getByRole('heading', { name: `Join ${name}` })).toBeVisible();
    await expect(ben.getByText(`Ada Byron invites you to ${name}.`)).toBeVisible();
    await ben.getByRole('button', { name: `Continue as ${people.ben}` }).click();
    await registerInvited(ben, logto, logto.newPassword(), javaScriptEnabled);
    await ben.getByRole('button', { name: 'Accept invitation' }).click();
    await tellName(ben, 'Ben Franklin');
    await ben.waitForURL(`**/o/${slug}`);

    for (const page of [ada, ben]) {
      await page.goto(`/o/${slug}/members`);
      await expect(page.getByRole('row', { name: /Ada Byron.*Owner/ })).toBeVisible();
      await expect(page.getByRole('row', { name: /Ben Franklin.*Member/ })).toBeVisible();
    }
  });
}

async function tellName(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Continue' }).click();
}
