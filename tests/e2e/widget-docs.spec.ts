import { listStates, switcherStates } from '#app/i18n/widget-docs-texts.ts';
import { expect, test } from './stage.ts';
import { expectAccessible } from './widgets/switcher-page.ts';

test('The page about the widgets shows every state of both, which need no server, and says what it shows without scripts', async ({
  openBrowser,
}) => {
  const page = await (await openBrowser({ locale: 'es-ES', viewport: { width: 1280, height: 900 } })).newPage();
  const calls: string[] = [];
  page.on('request', (request) => calls.push(request.url()));
  await page.goto('/docs/widgets');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Widgets');
  for (const [tag, states] of [
    ['org-switcher', switcherStates],
    ['member-list', listStates],
  ] as const) {
    for (const state of states) {
      const demo = page.locator(`[role=group][aria-labelledby=${tag}-${state}]`);
      await demo.scrollIntoViewIfNeeded();
      await expect(demo.locator(tag), state).toBeVisible();
    }
  }
  const demo = (state: string) => page.locator(`[role=group][aria-labelledby=${state}]`);
  await expect(demo('org-switcher-several').locator('#trigger')).toHaveAccessibleName(/^Organización: Acme/);
  await expect(demo('org-switcher-expired').getByRole('alert')).toHaveText(/sesión/);
  await expect(demo('member-list-huge').getByRole('grid')).toHaveAttribute('aria-rowcount', '10001');
  const list = demo('member-list-owner');
  await list.getByRole('combobox', { name: 'Rol: Grace Okafor' }).selectOption('member');
  await list.getByRole('searchbox').fill('grace');
  await expect(list.getByRole('row', { name: /Grace/ })).toBeVisible();
  expect(calls.filter((url) => url.includes('/api/'))).toEqual([]);
  await page.evaluate(() => (window.violations = []));
  await expectAccessible(page, 'all states at once');

  const plain = await (await openBrowser({ javaScriptEnabled: false })).newPage();
  await plain.goto('/docs/widgets');
  await expect(plain.getByText('The widget is shown here when scripts run.').first()).toBeVisible();
});
