import type { Page } from '@playwright/test';
import type { Person } from '#tests/support/browser-logto.ts';
import { expect, test as base, type Workspace } from './stage.ts';

/** Ada owns Acme, and Ben is a member. */
const test = base.extend<{ ada: Person; ben: Person; acme: Workspace }>({
  ada: async ({ logto }, use) => use(await logto.createPerson('Ada Byron')),
  ben: async ({ logto }, use) => use(await logto.createPerson('Ben Franklin')),
  acme: async ({ workspace, ada, ben }, use) => use(await workspace('Acme', { [ada.id]: 'owner', [ben.id]: 'member' })),
});

const rowOf = (page: Page, name: string) => page.getByRole('row', { name });

for (const javaScriptEnabled of [true, false]) {
  test(`Who leaves is told what that means, and is out in every browser, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    ada,
    ben,
    acme,
    signedIn,
    rolesInLogto,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(/404/);
    const adasPage = await signedIn(ada);
    const elsewhere = await signedIn(ben);
    const page = await signedIn(ben, { javaScriptEnabled });
    await elsewhere.goto(`/o/${acme.slug}`);
    await page.goto(`/o/${acme.slug}/members`);
    await rowOf(page, ben.name).getByLabel(`Actions for ${ben.name}`).click();
    await rowOf(page, ben.name).getByRole('link', { name: 'Leave workspace' }).click();
    await expect(page.getByText('To come back you need a new invitation.')).toBeVisible();
    await page.getByRole('button', { name: 'Leave workspace' }).click();
    await expect(page).toHaveURL('/welcome');
    await expect(page.getByText(`You left ${acme.name}.`)).toBeVisible();

    await elsewhere.getByRole('link', { name: 'Members', exact: true }).click();
    await expect(elsewhere.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
    await adasPage.goto(`/o/${acme.slug}/members`);
    await expect(adasPage.getByText(`One person works in ${acme.name}.`)).toBeVisible();
    expect(await rolesInLogto(acme)).toEqual({ [ada.name]: ['owner'] });
  });

  test(`The last owner cannot leave, hands the workspace over, and then can, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    ada,
    ben,
    acme,
    signedIn,
    post,
    rolesInLogto,
  }) => {
    const bensPage = await signedIn(ben);
    const page = await signedIn(ada, { javaScriptEnabled });
    await page.goto(`/o/${acme.slug}/leave`);
    await expect(page.getByText('You are the only owner')).toBeVisible();
    await expect(page.getByRole('button', { name: /^Leave/ })).toHaveCount(0);
    const forged = await post(page, `/o/${acme.slug}/leave`, {});
    expect(forged.status).toBe(409);
    expect(forged.body).toContain(
      'A workspace needs an owner, and nobody else is one. Make somebody else an owner first.',
    );
    expect(await rolesInLogto(acme)).toEqual({ [ada.name]: ['owner'], [ben.name]: ['member'] });

    await page.getByRole('link', { name: 'Choose a member' }).click();
    await rowOf(page, ben.name).getByLabel(`Actions for ${ben.name}`).click();
    await rowOf(page, ben.name).getByRole('link', { name: 'Make owner' }).click();
    await expect(
      page.getByText(`${ben.name} becomes owner of ${acme.name} first; then you become an admin.`),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Hand over ownership' }).click();
    await expect(page.getByText(`${ben.name} is the owner now, and you are an admin.`)).toBeVisible();
    await expect(rowOf(page, ben.name)).toContainText('Owner');
    await expect(rowOf(page, ada.name)).toContainText('Admin');
    expect(await rolesInLogto(acme)).toEqual({ [ada.name]: ['admin'], [ben.name]: ['owner'] });

    // Each sees their new role at once, in a browser that was open all the while.
    await bensPage.goto(`/o/${acme.slug}/members/${ada.id}`);
    await expect(bensPage.getByRole('button', { name: 'Hand over ownership' })).toBeVisible();
    await page.goto(`/o/${acme.slug}/members/${ben.id}`);
    await expect(page.getByRole('heading', { name: ben.name })).toBeVisible();
    await expect(page.getByRole('button', { name: /Hand over|Remove|Save role/ })).toHaveCount(0);

    await page.goto(`/o/${acme.slug}/leave`);
    await page.getByRole('button', { name: 'Leave workspace' }).click();
    await expect(page.getByText(`You left ${acme.name}.`)).toBeVisible();
    expect(await rolesInLogto(acme)).toEqual({ [ben.name]: ['owner'] });
  });
}

test('Of two owners who demote each other at the same moment one stays', async ({
  ada,
  ben,
  workspace,
  signedIn,
  rolesInLogto,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/40[39]/);
  for (const round of ['First', 'Second', 'Third']) {
    const acme = await workspace(round, { [ada.id]: 'owner', [ben.id]: 'owner' });
    const pages = [await signedIn(ada), await signedIn(ben)];
    for (const [index, page] of pages.entries()) {
      await page.goto(`/o/${acme.slug}/members/${[ben, ada][index]!.id}`);
      await page.getByRole('radio', { name: /^Member/ }).check();
    }
    await Promise.all(pages.map((page) => page.getByRole('button', { name: 'Save role' }).click()));
    for (const page of pages) {
      const changed = page.getByText(/The role of .* is changed\./);
      const refused = page.getByText(
        /Somebody is changing the owners|The roles here changed|Your role does not allow|is the only owner|has a higher role/,
      );
      await expect(changed.or(refused).first()).toBeVisible();
    }
    expect(Object.values(await rolesInLogto(acme)).flat(), round).toContain('owner');
  }
});
