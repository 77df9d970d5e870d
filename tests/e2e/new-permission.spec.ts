import { expect, test } from './stage.ts';

/** It changes Logto's template, which all workspaces share. */
test.use({ alone: true });

type Named = { id: string; name: string };
const name = 'read:audit';

test('A permission that comes into Logto’s template reaches who is signed in, with no refusal and no sign-in to be seen', async ({
  logto,
  workspace,
  signedIn,
  sql,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/status of 403/);
  const scopes = await logto.manage<(Named & { description: string | null })[]>(
    'GET',
    '/organization-scopes?page_size=100',
  );
  const { id, description } = scopes.find((scope) => scope.name === name)!;
  const roles = (
    await logto.manage<(Named & { scopes: Named[] })[]>('GET', '/organization-roles?page_size=100')
  ).filter((role) => role.scopes.some((scope) => scope.name === name));
  const ada = await logto.createPerson('Ada Byron');
  const acme = await workspace('Acme', { [ada.id]: 'owner' });
  await logto.manage('DELETE', `/organization-scopes/${id}`);
  let added = false;
  const addToTemplate = async () => {
    if (added) return;
    const scope = await logto.manage<Named>('POST', '/organization-scopes', { name, description });
    for (const role of roles) {
      await logto.manage('POST', `/organization-roles/${role.id}/scopes`, { organizationScopeIds: [scope.id] });
    }
    added = true;
  };

  try {
    const page = await signedIn(ada);
    await page.goto(`/o/${acme.slug}`);
    const auditLog = page.getByRole('link', { name: 'Audit log' });
    await expect(page.getByRole('link', { name: 'Members' }).first()).toBeVisible();
    await expect(auditLog).toHaveCount(0);
    expect((await page.goto(`/o/${acme.slug}/audit`))?.status()).toBe(403);

    await addToTemplate();
    expect((await page.goto(`/o/${acme.slug}/audit`))?.status()).toBe(200);

    // An hour later a page looks, and the next one is authorized on the way.
    await sql(
      `UPDATE sessions SET granted_scopes = (SELECT array_agg(regexp_replace(entry, '@\\d+$', '@1')) FROM unnest(granted_scopes) entry)
       WHERE user_id = $1`,
      [ada.id],
    );
    await page.goto(`/o/${acme.slug}`);
    await expect
      .poll(
        async () =>
          (await sql('SELECT granted_scopes FROM sessions WHERE user_id = $1', [ada.id]))[0]?.['granted_scopes'],
      )
      .not.toContainEqual(expect.stringContaining(name));
    const seen: string[] = [];
    page.on('framenavigated', (frame) => seen.push(new URL(frame.url()).pathname));
    await page.goto(`/o/${acme.slug}`);
    await expect(auditLog.first()).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`/o/${acme.slug}$`));
    expect(seen).not.toContain('/sign-in');
  } finally {
    await addToTemplate();
  }
});
