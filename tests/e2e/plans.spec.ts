import { AxeBuilder } from '@axe-core/playwright';
import { plans } from '#app/plans.ts';
import { expect, test } from './stage.ts';

const { seats } = plans.free;

for (const javaScriptEnabled of [true, false]) {
  test(`The last seat is given, the next person waits, and is in when there is room, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    logto,
    workspace,
    staff,
    signedIn,
    sql,
    newEmail,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(/status of 4(03|09)/);
    const [ada, flo] = [await logto.createPerson('Ada Byron'), await logto.createPerson('Flo Late')];
    const acme = await workspace('Acme', { [ada.id]: 'owner' });
    const page = await signedIn(ada, { javaScriptEnabled });
    const floPage = await signedIn(flo, { javaScriptEnabled });
    const looksRight = async (of = page) => {
      if (javaScriptEnabled) expect((await new AxeBuilder({ page: of }).analyze()).violations).toEqual([]);
    };
    await sql(`UPDATE tenants SET plan = 'free' WHERE logto_org_id = $1`, [acme.id]);
    const names = ['Bob', 'Cyd', 'Dan', 'Eve'].slice(0, seats - 2);
    await staff(acme, names);

    const invite = async (email: string) => {
      await page.goto(`/o/${acme.slug}/invitations/new`);
      await page.getByLabel('E-mail addresses').fill(email);
      await page.getByRole('button', { name: 'Send invitations' }).click();
    };
    await invite(newEmail('last'));
    await expect(page.getByText('Invitation sent.')).toBeVisible();
    await invite(newEmail('late'));
    await expect(page.getByText(`All ${seats} seats of this workspace are taken or promised`)).toBeVisible();
    await looksRight();

    await page.goto(`/o/${acme.slug}/settings/plan`);
    await expect(page.getByText(`${seats} of ${seats}`)).toBeVisible();
    await looksRight();

    // Logto's console knows no seats: two more, of whom the first takes the one that is promised to nobody who is in yet.
    await staff(acme, ['Gil']);
    await logto.manage('POST', `/organizations/${acme.id}/users`, { userIds: [flo.id] });
    await logto.manage('PUT', `/organizations/${acme.id}/users/${flo.id}/roles`, { organizationRoleNames: ['member'] });
    await sql(
      `INSERT INTO members (tenant_id, user_id, roles, name, sort_name)
       SELECT id, $2, '{member}', 'Flo Late', 'flo late' FROM tenants WHERE logto_org_id = $1
       ON CONFLICT (tenant_id, user_id) DO UPDATE SET roles = excluded.roles`,
      [acme.id, flo.id],
    );
    await floPage.goto(`/o/${acme.slug}`);
    await expect(floPage.getByRole('heading', { name: `${acme.name} has no free seat for you yet` })).toBeVisible();
    await expect(floPage.getByText(ada.email)).toBeVisible();
    await looksRight(floPage);

    await page.goto(`/o/${acme.slug}/members`);
    await expect(page.getByText('One member waits for a seat')).toBeVisible();
    await expect(page.getByRole('row').filter({ hasText: 'Flo Late' })).toContainText('Waits for a seat');
    await looksRight();
    await page.getByRole('row').filter({ hasText: 'Bob' }).getByRole('link').first().click();
    await page.getByRole('button', { name: /^Remove/ }).click();
    await expect(page.getByText('Bob is no longer a member.')).toBeVisible();
    await expect(page.getByText('waits for a seat')).toBeHidden();

    await floPage.getByRole('link', { name: 'Try again' }).click();
    await expect(floPage.getByRole('heading', { name: acme.name })).toBeVisible();
  });

  test(`A setting is changed and felt, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    logto,
    workspace,
    signedIn,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(/status of 400/);
    const ada = await logto.createPerson('Ada Byron');
    const acme = await workspace('Acme', { [ada.id]: 'owner' });
    const page = await signedIn(ada, { javaScriptEnabled });
    await page.goto(`/o/${acme.slug}/settings/features`);
    if (javaScriptEnabled) expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

    await page.getByLabel('Days an invitation is open', { exact: true }).fill('99');
    await page.getByRole('button', { name: 'Save: Days an invitation is open' }).click();
    await expect(page.getByText('This value does not fit the setting.')).toBeVisible();
    await page.getByLabel('Days an invitation is open', { exact: true }).fill('3');
    await page.getByRole('button', { name: 'Save: Days an invitation is open' }).click();
    await expect(page.getByText('Saved: Days an invitation is open.')).toBeVisible();
    await page.getByLabel('Download of the audit log', { exact: true }).selectOption('Off');
    await page.getByRole('button', { name: 'Save: Download of the audit log' }).click();
    await expect(page.getByText('Saved: Download of the audit log.')).toBeVisible();

    await page.goto(`/o/${acme.slug}/invitations/new`);
    await expect(page.getByLabel('The link works for')).toHaveValue('3');
    await page.goto(`/o/${acme.slug}/audit`);
    await expect(page.getByRole('link', { name: 'Export as CSV' })).toBeHidden();
  });
}
