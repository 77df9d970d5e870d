import { invitation, organization, type Refusal } from './widgets/pretended-api.ts';
import { expect, expectAccessible, test } from './widgets/switcher-page.ts';

const many = (count: number) =>
  Array.from({ length: count }, (_, place) =>
    organization(`o${place}`, `Organization ${String(place).padStart(4, '0')}`),
  );

test('It is accessible in every state, and each failure is announced and tried again', async ({
  open,
  api,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/Failed to load resource|net::ERR/);
  api.organizations = many(12);
  api.organizations[2]!.closed = true;
  api.invitations = [invitation('i1', 'Northwind')];
  const { page, switcher, trigger, dialog, search, options, told, focus } = await open();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(trigger).toHaveAccessibleName('Organization: Organization 0001, 1 invitation');
  await expectAccessible(page, 'closed');
  await trigger.click();
  await expect(options.first()).toHaveAttribute('aria-setsize', '12');
  for (const theme of ['light', 'dark']) {
    await switcher.evaluate((element, to) => element.setAttribute('theme', to), theme);
    await expectAccessible(page, `open, ${theme}`);
  }
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  await page.emulateMedia({ forcedColors: 'active' });
  await expectAccessible(page, 'from right to left, forced colours');
  await page.emulateMedia({ forcedColors: 'none' });
  await page.evaluate(() => (document.documentElement.dir = 'ltr'));
  await switcher.evaluate((element) => element.setAttribute('theme', 'light'));
  await search.fill('0003');
  await expect(switcher.getByRole('status')).toHaveText('1 organization');
  await expectAccessible(page, 'filtered');
  await search.fill('nowhere');
  await expect(switcher.getByRole('status')).toHaveText('No organization matches “nowhere”.');
  await expect(search).toHaveAttribute('aria-expanded', 'false');
  await expectAccessible(page, 'nothing found');
  await search.fill('');
  await switcher.getByRole('button', { name: 'Create organization' }).click();
  await switcher.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(switcher.getByRole('textbox')).toHaveAccessibleDescription('Type a name.');
  await expectAccessible(page, 'the form with an error');
  await page.keyboard.press('Escape');
  expect(await focus()).toBe('create');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  const failures: [Refusal, code: string, text: string][] = [
    ['offline', 'unavailable', 'The service cannot be reached.'],
    [{ status: 401 }, 'expired', 'Your session has ended. Sign in again.'],
    [{ status: 403, title: 'This token does not cover it.' }, 'forbidden', 'This token does not cover it.'],
    [{ status: 503 }, 'unavailable', 'The service cannot be reached.'],
    [{ status: 500 }, 'unexpected', 'Something went wrong.'],
    [{ status: 429, headers: { 'retry-after': '4' } }, 'rate-limited', 'That was too often in a short time.'],
  ];
  for (const [refusal, code, text] of failures) {
    api.refusals.set('GET /organizations', refusal);
    // Another page of the same server begins with nothing.
    await switcher.evaluate(
      (element) => ((element as unknown as { getToken: unknown }).getToken = () => 'b.token.signed'),
    );
    await expect(switcher.getByRole('alert'), code).toHaveText(text);
    const event = await page.evaluate(() => window.told.findLast(({ type }) => type === 'widget-error')?.detail);
    expect(event, code).toMatchObject({ code });
    expect(await switcher.evaluate((element, state) => element.matches(`:state(${state})`), code)).toBe(true);
    await trigger.click();
    const retry = switcher.getByRole('button', { name: 'Try again' });
    if (code === 'rate-limited') {
      await expect(switcher.getByText(/Try again in \d seconds\./)).toBeVisible();
      await expect(retry).toHaveAttribute('aria-disabled', 'true');
    }
    if (code === 'rate-limited' || code === 'expired') await expectAccessible(page, code);
    api.refusals.clear();
    await expect(retry).toHaveAttribute('aria-disabled', 'false');
    await retry.click();
    await expect(options.first(), code).toHaveAttribute('aria-setsize', '12');
    await expect(search, `the focus after ${code}`).toBeFocused();
    await page.keyboard.press('Escape');
  }
  expect((await told()).filter((type) => type === 'widget-error')).toHaveLength(failures.length);

  // Without a network it says so, and tries again by itself when there is one.
  await page.context().setOffline(true);
  api.refusals.set('GET /organizations', 'offline');
  await switcher.evaluate(
    (element) => ((element as unknown as { getToken: unknown }).getToken = () => 'c.token.signed'),
  );
  await expect(switcher.getByRole('alert')).toHaveText('There is no network connection.');
  api.refusals.clear();
  await page.context().setOffline(false);
  await expect(trigger).toHaveAccessibleName(/Organization 0001/);

  // While nothing is known, it says that it is busy.
  const release = api.hold();
  await switcher.evaluate(
    (element) => ((element as unknown as { getToken: unknown }).getToken = () => 'd.token.signed'),
  );
  await trigger.click();
  await expect(switcher.getByRole('status')).toHaveText('Loading organizations …');
  await expectAccessible(page, 'loading');
  api.organizations = [];
  api.invitations = [];
  release();
  await expect(switcher.getByText('You are in no organization yet.')).toBeVisible();
  await expectAccessible(page, 'empty');
});

test('Invitations are answered and organizations made without losing the focus, and a page may forbid each', async ({
  open,
  api,
}) => {
  api.organizations = many(3);
  api.invitations = ['Northwind', 'Oak', 'Pine'].map((name, place) => invitation(`i${place}`, name));
  const { page, switcher, trigger, search, options, active, told, focus } = await open({ element: '' });
  const button = (name: string) => switcher.getByRole('button', { name });
  const forbid = (...types: string[]) => page.evaluate((unwanted) => void (window.unwanted = unwanted), types);
  await trigger.click();

  await forbid(
    'org-before-invitation-accept',
    'org-before-invitation-decline',
    'org-before-create',
    'org-before-switch',
  );
  await button('Accept the invitation to Oak').click();
  await button('Decline the invitation to Oak').click();
  await options.first().click();
  await button('Create organization').click();
  await page.keyboard.type('Quarry');
  await page.keyboard.press('Enter');
  await expect
    .poll(told)
    .toEqual([
      'widget-ready',
      ...['org-before-invitation-accept', 'org-before-invitation-decline', 'org-before-switch', 'org-before-create'],
    ]);
  await button('Cancel').click();
  expect(await focus()).toBe('create');
  expect(api.invitations).toHaveLength(3);
  expect(api.organizations).toHaveLength(3);

  await forbid();
  await button('Accept the invitation to Pine').click();
  await expect(switcher.getByRole('status')).toHaveText('You are now in Pine.');
  await expect(options).toHaveCount(4);
  expect(await focus()).toBe('button accept');
  await button('Decline the invitation to Oak').click();
  await expect(switcher.getByRole('status')).toHaveText('You declined the invitation to Oak.');
  expect(await focus()).toBe('button decline');
  await button('Accept the invitation to Northwind').click();
  await expect(options).toHaveCount(5);
  await expect(search).toBeFocused();
  await button('Create organization').click();
  await page.keyboard.type('Quarry');
  await page.keyboard.press('Enter');
  await expect(search).toBeFocused();
  await expect.poll(active).toBe('Quarry');
  await page.keyboard.press('Enter');
  await expect(trigger).toHaveAccessibleName('Organization: Quarry');
  await expect(trigger).toBeFocused();
  await expect(switcher.getByRole('status')).toHaveText('Switched to Quarry.');
  expect((await told()).slice(5)).toEqual([
    ...[
      'org-before-invitation-accept',
      'org-invitation-accept',
      'org-before-invitation-decline',
      'org-invitation-decline',
    ],
    ...['org-before-invitation-accept', 'org-invitation-accept', 'org-before-create', 'org-create'],
    ...['org-before-switch', 'org-switch'],
  ]);
});

test('A thousand organizations are a few nodes, and whatever they are called is text', async ({ open, api }) => {
  const markup = `<img src=x onerror="throw 1"><b>bold</b>`;
  const turned = `\u202Eevil\u2066 שלום`;
  api.organizations = [organization('m', markup), organization('t', turned), ...many(1_000)];
  const { page, switcher, trigger, options, active } = await open({ element: 'organization="m"' });
  await expect(trigger).toContainText(markup);
  await trigger.click();
  await expect(options.first()).toHaveAttribute('aria-setsize', '1002');
  expect(await options.count()).toBeLessThan(40);
  await expect(switcher.locator('bdi', { hasText: 'evil' })).toHaveText(turned);
  expect(await switcher.evaluate(({ shadowRoot }) => shadowRoot!.querySelectorAll('img, b').length)).toBe(0);

  await page.keyboard.press('ArrowUp');
  await expect.poll(active).toBe('Organization 0999');
  const last = options.and(switcher.locator('[aria-selected=true]'));
  await expect(last).toHaveAttribute('aria-posinset', '1002');
  await expect(last).toBeInViewport();
  // Scrolled out of sight it stays, because the text box points at it.
  await switcher.getByRole('listbox').evaluate((list) => (list.scrollTop = 0));
  await expect(options.filter({ hasText: 'Organization 0003' })).toBeVisible();
  expect(await active()).toBe('Organization 0999');
  expect(await options.count()).toBeLessThan(40);
});

test('It takes no more room than was kept for it, and is a link until it works', async ({
  open,
  api,
  browser,
  host,
}) => {
  api.organizations = many(2);
  const release = api.hold();
  const body =
    '<org-switcher base-url="http://127.0.0.1:9" organization="o1"><a href="/w">Organizations</a></org-switcher>';
  const { page, switcher, trigger } = await open({ body, twice: true });
  const fallback = page.getByRole('link', { name: 'Organizations' });
  await fallback.focus();
  const before = await switcher.boundingBox();
  release();
  await expect(trigger).toHaveAccessibleName('Organization: Organization 0001');
  await expect(trigger).toBeFocused();
  await expect(fallback).toBeHidden();
  expect(await switcher.boundingBox()).toEqual(before);
  expect(await page.evaluate(() => window.shifted)).toBe(0);

  // In a narrow place only the logo is left, and the dialog fits the screen.
  await page.setViewportSize({ width: 320, height: 300 });
  await page.evaluate(() => {
    const { style } = document.querySelector('org-switcher')!;
    style.cssText = 'position: fixed; inline-size: 3rem; inset-inline-end: 4px; bottom: 4px';
  });
  await expect(trigger.locator('.name')).toBeHidden();
  await trigger.click();
  await expect(switcher.getByRole('option')).toHaveCount(2);
  const box = (await switcher.getByRole('dialog').boundingBox())!;
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.y).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(320);
  expect(box.y + box.height).toBeLessThanOrEqual(300);
  await page.keyboard.press('Escape');

  const withoutScripts = await browser.newContext({ javaScriptEnabled: false });
  const plain = await withoutScripts.newPage();
  await plain.goto(host.add({ body }));
  await expect(plain.getByRole('link', { name: 'Organizations' })).toBeVisible();
  await withoutScripts.close();
});

test('Tabs agree about the list, and about the current one unless the page says it', async ({ open, api, context }) => {
  api.organizations = many(3);
  const here = await open({ element: '' });
  const there = await open({ element: '', in: await context.newPage() });
  const fixed = await open({ element: 'organization="o2" locale="es-MX"', in: await context.newPage() });
  await expect(fixed.trigger).toHaveAccessibleName('Organización: Organization 0002');
  await here.trigger.click();
  await here.options.first().click();
  await expect(there.trigger).toHaveAccessibleName('Organization: Organization 0000');
  expect(await there.told()).toEqual(['widget-ready', 'org-before-switch', 'org-switch']);
  await here.trigger.click();
  await here.switcher.getByRole('button', { name: 'Create organization' }).click();
  await here.page.keyboard.type('Quarry');
  await here.page.keyboard.press('Enter');
  await there.trigger.click();
  await expect(there.options).toHaveCount(4);
  await expect(fixed.trigger).toHaveAccessibleName('Organización: Organization 0002');
  expect(await fixed.told()).toEqual(['widget-ready']);
});
