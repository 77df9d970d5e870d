/**
 * What people do with the widgets first, on pages that are made of the installed package, against the real API. Plain HTML
 * and React 19 go through all tests of the widgets: the project `react-19` of playwright.config.ts.
 */
import { expect, test } from './stage.ts';
import { startHost, type HostKind } from './widgets/host.ts';

test('In React 18, Vue, Svelte and a frame, people see where they are, open the list, and give a role', async ({
  stack,
  baseURL,
  logto,
  workspace,
  signedIn,
  post,
  openBrowser,
  sql,
  rolesInLogto,
  allowConsoleErrors,
}) => {
  // With a key of one organization nobody sees invitations to others.
  allowConsoleErrors(/Failed to load resource.* 403/);
  // Chromium's word on `autofocus` in a frame; the widget gives the focus itself.
  allowConsoleErrors(/Blocked autofocusing/);
  test.setTimeout(300_000); // the first one installs
  const ada = await logto.createPerson('Ada Byron');
  const ben = await logto.createPerson('Ben Brook');
  const acme = await workspace('Acme', { [ada.id]: 'owner', [ben.id]: 'member' });
  await signedIn(ben); // so that he is known
  const own = await signedIn(ada);
  const made = await post(own, `/o/${acme.slug}/settings/machines/keys/new`, {
    ...{ name: 'Shop', role: 'admin', lifetime: '30' },
  });
  const apiKey = /\btnt_[\w-]+/.exec(made.body)?.[0] ?? '';
  const browser = await openBrowser();
  const scopes = ['organizations:read', 'invitations:answer', 'members:read', 'members:manage', 'invitations:manage'];
  let role = 'member';

  for (const kind of ['react-18', 'vue', 'svelte', 'frame'] satisfies HostKind[]) {
    await test.step(kind, async () => {
      const host = await startHost(stack.appUrl, kind);
      await sql(
        `INSERT INTO widget_origins (tenant_id, origin, added_by_name)
         SELECT id, $2, 'Ada Byron' FROM tenants WHERE logto_org_id = $1`,
        [acme.id, host.origin],
      );
      const minted = await fetch(`${baseURL}/api/v1/widget-tokens`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ origin: kind === 'frame' ? stack.appUrl : host.origin, user: ada.id, scopes }),
      });
      expect(minted.status).toBe(201);
      const { token } = (await minted.json()) as { token: string };
      const page = await browser.newPage();
      await page.addInitScript((given) => (window.token = given), token);
      await page.goto(host.add({ app: { baseUrl: stack.appUrl } }));
      const within = (tag: string) =>
        kind === 'frame'
          ? page.locator(`widget-frame[widget=${tag}]`).frameLocator('iframe').locator(tag)
          : page.locator(tag);
      const told = () => page.evaluate(() => window.told.map(({ type }) => type));

      const switcher = within('org-switcher');
      const trigger = switcher.locator('#trigger');
      await trigger.click();
      await switcher.getByRole('option', { name: acme.name }).click();
      await expect(trigger).toHaveAccessibleName(new RegExp(`^Organization: ${acme.name}`));
      await expect.poll(told).toContain('org-switch');

      role = role === 'admin' ? 'member' : 'admin';
      const list = within('member-list');
      await expect(list.getByRole('row', { name: /Ada Byron/ })).toBeVisible();
      await list.getByRole('combobox', { name: 'Role: Ben Brook' }).selectOption(role);
      await expect.poll(told).toContain('member-role-change');
      expect(await rolesInLogto(acme)).toMatchObject({ 'Ben Brook': [role] });

      expect(await page.evaluate(() => window.violations)).toEqual([]);
      await page.close();
      await host.stop();
    });
  }
});
