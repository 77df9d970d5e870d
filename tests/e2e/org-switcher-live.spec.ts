import { expect, test } from './stage.ts';
import { startHost } from './widgets/host.ts';

test('On a site that an organization allows, the switcher works against the real API, and no longer than that', async ({
  stack,
  baseURL,
  logto,
  workspace,
  signedIn,
  openBrowser,
  sql,
  allowConsoleErrors,
}) => {
  // What the browser says when the API no longer answers that site.
  allowConsoleErrors(/CORS policy|Failed to load resource/);
  const ada = await logto.createPerson('Ada Byron');
  const acme = await workspace('Acme', { [ada.id]: 'owner' });
  const own = await signedIn(ada);
  const host = await startHost(stack.appUrl);
  await sql(
    `INSERT INTO widget_origins (tenant_id, origin, added_by_name)
     SELECT id, $2, 'Ada Byron' FROM tenants WHERE logto_org_id = $1`,
    [acme.id, host.origin],
  );
  const minted = await own.request.post('/api/v1/widget-tokens', {
    headers: { origin: baseURL ?? '' },
    data: { origin: host.origin, organization: acme.id },
  });
  expect(minted.status(), await minted.text()).toBe(201);
  const { token } = (await minted.json()) as { token: string };

  const page = await (await openBrowser()).newPage();
  await page.addInitScript((given) => (window.token = given), token);
  const element = `<org-switcher base-url="${stack.appUrl}" organization="${acme.id}"></org-switcher>`;
  await page.goto(host.add({ body: element }));
  const switcher = page.locator('org-switcher');
  await expect(switcher.locator('#trigger')).toHaveAccessibleName(new RegExp(`^Organization: ${acme.name}`));
  await switcher.locator('#trigger').click();
  await expect(switcher.getByRole('option')).toContainText([acme.name]);
  expect(await page.evaluate(() => window.violations)).toEqual([]);

  await sql('DELETE FROM widget_origins WHERE origin = $1', [host.origin]);
  await page.reload();
  await expect(switcher.getByRole('alert')).not.toBeEmpty();
  await host.stop();
});
