import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './stage.ts';

for (const javaScriptEnabled of [true, false]) {
  test(`Projects are created, found, renamed and deleted, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    logto,
    workspace,
    signedIn,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(/status of 400/);
    test.setTimeout(120_000);
    const ada = await logto.createPerson('Ada Byron');
    const acme = await workspace('Acme', { [ada.id]: 'member' });
    const page = await signedIn(ada, { javaScriptEnabled });
    const row = (name: string) =>
      page
        .getByRole('row')
        .filter({ has: page.getByRole('cell') })
        .filter({ hasText: name });
    const looksRight = async () => {
      if (javaScriptEnabled) expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    };

    await page.goto(`/o/${acme.slug}`);
    await page.getByRole('link', { name: 'Projects' }).first().click();
    await expect(page.getByRole('heading', { name: 'No projects yet' })).toBeVisible();
    await looksRight();
    await page.getByRole('link', { name: 'Create project' }).click();
    await page.getByRole('button', { name: 'Create project' }).click();
    await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveAttribute('aria-invalid', 'true');
    await looksRight();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Apollo');
    await page.getByRole('button', { name: 'Create project' }).click();
    await expect(page.getByText('Apollo is created.')).toBeVisible();
    await expect(row('Apollo')).toContainText('Ada Byron');
    await looksRight();

    await row('Apollo').getByLabel('Actions for Apollo').click();
    await page.getByRole('link', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Artemis');
    await looksRight();
    await page.getByRole('button', { name: 'Save name' }).click();
    await expect(page.getByText('It is called Artemis now.')).toBeVisible();

    await page.getByLabel('Search by name').fill('apollo');
    await page.getByRole('button', { name: 'Search' }).click();
    await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
    await page.getByRole('link', { name: 'Show all projects' }).click();

    await row('Artemis').getByLabel('Actions for Artemis').click();
    await page.getByRole('link', { name: 'Delete…' }).click();
    await expect(page.getByText('Delete Artemis?')).toBeVisible();
    await looksRight();
    await page.getByRole('link', { name: 'Cancel' }).click();
    await expect(page.getByText('Delete Artemis?')).toBeHidden();
    await expect(row('Artemis')).toBeVisible();
    await row('Artemis').getByLabel('Actions for Artemis').click();
    await page.getByRole('link', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await expect(page.getByText('Artemis is deleted.')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'No projects yet' })).toBeVisible();
  });
}
