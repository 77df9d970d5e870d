import type { Refusal } from './widgets/pretended-api.ts';
import { sent } from './widgets/pretended-members.ts';
import { expect, expectAccessible, people, test } from './widgets/members-page.ts';

/** Axe reads many states, which takes a busy machine its time. */
test.describe.configure({ timeout: 300_000 });

test('It is accessible in every state, and each failure is announced and tried again', async ({
  openList,
  api,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/Failed to load resource|net::ERR/);
  api.members.invitations = [sent('i1', 'ben@example.test')];
  api.members.people = people(30).map((each, place) => (place === 3 ? { ...each, waitsForSeat: true } : each));
  const { page, list, grid, row, button } = await openList();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(list.getByRole('heading')).toHaveText('Members (30)');
  await expect(grid).toHaveAttribute('aria-rowcount', '31');
  for (const theme of ['light', 'dark']) {
    await list.evaluate((element, to) => element.setAttribute('theme', to), theme);
    await expectAccessible(page, `the list, ${theme}`);
  }
  await list.evaluate((element) => element.setAttribute('theme', 'light'));
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  await page.emulateMedia({ forcedColors: 'active' });
  await expectAccessible(page, 'from right to left, forced colours');
  await page.emulateMedia({ forcedColors: 'none' });
  await page.evaluate(() => (document.documentElement.dir = 'ltr'));

  await list.getByRole('checkbox').first().check();
  await list.getByText('Open invitations (1)').click();
  await expectAccessible(page, 'selected, with invitations');
  await button('Remove: Person 00002').click();
  await expectAccessible(page, 'a removal that can be undone');
  await expect(row('Person 00002')).toHaveCount(0);
  await page.setViewportSize({ width: 390, height: 800 });
  await expectAccessible(page, 'cards');
  await page.setViewportSize({ width: 1280, height: 800 });
  await button('Invite people').click();
  await expectAccessible(page, 'the dialog');
  await button('Send invitations').click();
  await expect(list.getByRole('dialog')).toContainText('Type at least one e-mail address.');
  await expectAccessible(page, 'the dialog, with what is missing');
  api.members.refused.set('cem@example.test', 'They are a member already.');
  await list.getByLabel('E-mail addresses').fill('dora@example.test, cem@example.test');
  await button('Send invitations').click();
  const report = list.getByRole('group', { name: '1 invitation was sent.' });
  await expect(report).toContainText('cem@example.test: They are a member already.');
  await expect(list.getByText('Open invitations (2)')).toBeVisible();
  await expectAccessible(page, 'a report');
  await button('Close').click();
  await list.getByRole('searchbox').fill('nobody of that name');
  await expect(list.getByText('Nobody matches.')).toBeVisible();
  await expectAccessible(page, 'nobody found');

  const failures: [Refusal, code: string, text: string][] = [
    [{ status: 500 }, 'unexpected', 'Something went wrong.'],
    [{ status: 503 }, 'unavailable', 'The service cannot be reached.'],
    [{ status: 401 }, 'expired', 'Your session has ended. Sign in again.'],
    [{ status: 429, headers: { 'retry-after': '4' } }, 'rate-limited', 'That was too often in a short time.'],
    [{ status: 403, code: 'origin-not-allowed', title: 'Not on this site.' }, 'forbidden', 'Not on this site.'],
    [{ status: 404, code: 'not-found', title: 'It is not there.' }, 'not-found', 'It is not there.'],
    ['offline', 'unavailable', 'The service cannot be reached.'],
  ];
  let fresh = 0;
  for (const [refusal, code, text] of failures) {
    api.refusals.set('GET /organizations/o1/members', refusal);
    await list.evaluate(
      (element, token) => ((element as unknown as { getToken: unknown }).getToken = () => token),
      `t${fresh++}.token.signed`,
    );
    await expect(list.getByRole('alert'), code).toHaveText(text);
    expect(await list.evaluate((element, state) => element.matches(`:state(${state})`), code)).toBe(true);
    await expect(grid, 'nothing of others is in sight').toHaveCount(0);
    const retry = button('Try again');
    if (code === 'rate-limited') await expect(list.getByText(/Try again in \d seconds\./)).toBeVisible();
    if (code === 'rate-limited' || code === 'forbidden') await expectAccessible(page, code);
    api.refusals.clear();
    await expect(retry).toHaveAttribute('aria-disabled', 'false');
    await retry.click();
    await expect(list.getByRole('heading'), code).toHaveText('Members (29)');
  }
});

test('Everything is done once, said, told to the page, and forbidden by it', async ({ openList, api }) => {
  api.members.people = people(6);
  api.members.invitations = [sent('i1', 'ben@example.test')];
  const { page, list, row, button, told, focus } = await openList();
  const status = list.getByRole('status');
  const roleOf = (name: string) => row(name).getByRole('combobox');
  const forbid = (...types: string[]) => page.evaluate((unwanted) => void (window.unwanted = unwanted), types);
  await list.getByText('Open invitations').click();

  await forbid(
    ...['role-change', 'remove', 'leave', 'transfer', 'invite', 'resend', 'revoke'].map(
      (each) => `member-before-${each}`,
    ),
  );
  await roleOf('Person 00001').selectOption('admin');
  await button('Remove: Person 00001').click();
  await button('Send the invitation to ben@example.test again').click();
  await button('Withdraw the invitation to ben@example.test').click();
  await roleOf('Person 00001').selectOption('transfer');
  await button('Make owner in your place').click();
  await button('Cancel').click();
  await button('Leave: Ada Lovelace').click();
  await button('Leave').click();
  await button('Cancel').click();
  await button('Invite people').click();
  await list.getByLabel('E-mail addresses').fill('x@example.test');
  await button('Send invitations').click();
  await button('Cancel').click();
  expect(api.members.asked.filter((each) => !each.startsWith('GET'))).toEqual([]);
  expect((await told()).filter((type) => !type.includes('-before-'))).toEqual(['widget-ready']);

  await forbid();
  await roleOf('Person 00001').selectOption('admin');
  await expect(status).toHaveText('Person 00001 is now Admin.');
  await expect(roleOf('Person 00001').locator('option').first()).toHaveText('Admin');
  await button('Send the invitation to ben@example.test again').click();
  await expect(status).toHaveText('Sent again to ben@example.test.');
  await button('Withdraw the invitation to ben@example.test').click();
  await expect(status).toHaveText('The invitation to ben@example.test is withdrawn.');
  await expect(list.getByText('ben@example.test', { exact: true })).toBeHidden();

  // A removal waits, and can be taken back from its row, with the same button under the focus.
  await button('Remove: Person 00002').click();
  await expect(status).toHaveText('1 person will be removed.');
  await expect(button('Undo: Person 00002')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(status).toHaveText('Nobody was removed.');
  await expect(row('Person 00002')).toBeVisible();
  await expect(button('Remove: Person 00002')).toBeFocused();
  expect(api.members.people).toHaveLength(6);
  // Nobody takes it back: the neighbour has the focus then.
  await page.keyboard.press('Enter');
  await expect(row('Person 00002')).toHaveCount(0, { timeout: 15_000 });
  await expect(status).toHaveText('1 person was removed.');
  await expect(list.getByRole('heading')).toHaveText('Members (5)');
  await expect(button('Remove: Person 00003')).toBeFocused();
  expect(await focus()).toBe('3,5');

  // Several at once, of whom one is refused.
  for (const name of ['Person 00003', 'Person 00004'])
    await list.getByRole('checkbox', { name: `Select ${name}` }).check();
  api.members.refused.set('u4', 'Somebody else changed them.');
  await list.getByRole('group', { name: '2 selected' }).getByRole('combobox').selectOption('admin');
  const report = list.getByRole('group', { name: '1 role was changed.' });
  await expect(report).toContainText('u4: Somebody else changed them.');
  await button('Close').click();
  expect(await focus()).toBe('title');

  await roleOf('Person 00005').selectOption('transfer');
  await button('Make owner in your place').click();
  await expect(status).toHaveText('Person 00005 is now the owner.');
  await expect(row('Person 00005')).toContainText('Owner');
  await button('Leave: Ada Lovelace').click();
  await button('Leave').click();
  await expect(status).toHaveText('You have left.');
  expect((await told()).filter((type) => !type.includes('before')).slice(1)).toEqual(
    ...[
      [
        'member-role-change',
        'member-resend',
        'member-revoke',
        'member-remove',
        'member-role-change',
        'member-transfer',
        'member-leave',
      ],
    ],
  );
});

test('What goes wrong in the middle is said, loses nothing, and goes on when it can', async ({
  openList,
  api,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/Failed to load resource|net::ERR/);
  const { page, list, row, button } = await openList();
  const bulk = 'POST /organizations/o1/members/bulk';
  const roleOf = (name: string) => row(name).getByRole('combobox');
  const held = (name: string) => roleOf(name).locator('option').first();
  const alert = list.getByRole('alert');

  // The role is what it was, the row says why, and the same key is used again.
  const troubles: [Refusal, text: string][] = [
    ['offline', 'The service cannot be reached.'],
    [{ status: 503 }, 'The service cannot be reached.'],
    [{ status: 401 }, 'Your session has ended. Sign in again.'],
    [{ status: 429, headers: { 'retry-after': '4' } }, 'That was too often in a short time.'],
    [{ status: 409, code: 'last-owner', title: 'There must be an owner.' }, 'There must be an owner.'],
  ];
  await list.getByRole('searchbox').fill('Person');
  await expect(list.getByRole('heading')).toHaveText('Members (29)');
  for (const [place, [refusal, text]] of troubles.entries()) {
    const name = `Person 0000${place + 1}`;
    api.refusals.set(bulk, refusal);
    await roleOf(name).selectOption('admin');
    await expect(row(name), text).toContainText(text);
    await expect(held(name)).toHaveText('Member');
    await expect(alert).toHaveText(text);
    api.refusals.clear();
    await expect(async () => {
      await button(`Try again: ${name}`).click();
      await expect(held(name)).toHaveText('Admin', { timeout: 2_000 });
    }).toPass();
  }
  expect(await list.getByRole('searchbox').inputValue()).toBe('Person');

  // A removal that was never sent is taken back without a word to the server.
  const going = list.getByRole('group', { name: '1 person will be removed.' });
  const press = (name: string) => going.getByRole('button', { name }).click();
  api.refusals.set(bulk, 'offline');
  await page.context().setOffline(true);
  await button('Remove: Person 00007').click();
  await expect(going).toContainText('There is no network connection.');
  await button('Undo: Person 00007').click();
  await expect(list.getByRole('status')).toHaveText('Nobody was removed.');
  api.refusals.clear();
  await page.context().setOffline(false);
  expect(api.members.operations.size).toBe(0);

  // One whose answer was lost is asked for again, and then taken back; and so is one whose undo was lost.
  for (const lost of [bulk, 'DELETE /organizations/o1/operations/op1']) {
    api.refusals.set(lost, 'offline');
    await button('Remove: Person 00007').click();
    await press('Undo');
    await expect(going).toContainText('The service cannot be reached.');
    api.refusals.clear();
    await press('Try again');
    await expect(going).toHaveCount(0);
    await expect(row('Person 00007')).toBeVisible();
  }
  expect([...api.members.operations.values()]).toMatchObject([{ state: 'cancelled' }, { state: 'cancelled' }]);

  // Demoted meanwhile: refused, and nothing is offered any more.
  const meanwhile = () => {
    api.members.permissions = { invite: false, changeRoles: false, remove: false, transfer: false, leave: true };
    api.members.people = api.members.people.map((each) => ({ ...each, may: { remove: false, roles: [] } }));
  };
  api.refusals.set(bulk, { status: 403, code: 'not-permitted', title: 'You may not do that.', meanwhile });
  await button('Remove: Person 00009').click();
  await expect(list.getByRole('group', { name: /removed/ })).toContainText('You may not do that.');
  await expect(button(/^Remove/)).toHaveCount(0);
  await expect(button('Invite people')).toHaveCount(0);
  await expect(list.getByRole('checkbox')).toHaveCount(0);
  await expect(row('Person 00009')).toBeVisible();
  await expectAccessible(page, 'somebody who may do nothing');
});

test('Ten thousand people are a few nodes, also at the end, and in another place of the list at once', async ({
  openList,
  api,
}) => {
  api.members.people = people(10_000);
  const { page, list, grid } = await openList();
  await expect(list.getByRole('heading')).toHaveText('Members (10,000)');
  await expect(grid).toHaveAttribute('aria-rowcount', '10001');
  const scroller = list.locator('[part=scroller]');
  for (const share of [0.1, 0.5, 0.9, 1, 0.3]) {
    await scroller.evaluate((element, to) => (element.scrollTop = element.scrollHeight * to), share);
    await expect(list.locator('[aria-busy=true][role=row]')).toHaveCount(0);
    expect(await grid.getByRole('row').count(), `at ${share}`).toBeLessThanOrEqual(40);
  }
  await scroller.evaluate((element) => (element.scrollTop = element.scrollHeight));
  await expect(list.getByText('Person 09999', { exact: true })).toBeVisible();
  const asked = () => api.members.asked.filter((each) => each === 'GET /members').length;
  expect(asked(), 'windows that were read').toBeLessThan(20);
  await list.getByRole('button', { name: 'Joined' }).click();
  await expect(list.getByRole('columnheader', { name: 'Joined' })).toHaveAttribute('aria-sort', 'descending');
  await expect(list.getByText('Person 09999', { exact: true })).toBeInViewport();
  await list.getByRole('searchbox').fill('0042');
  await expect(list.getByRole('heading')).toHaveText('Members (11)');
  await list.getByRole('combobox', { name: 'Role', exact: true }).selectOption('owner');
  await expect(list.getByRole('heading')).toHaveText('Members (0)');
  expect(await page.evaluate(() => window.violations)).toEqual([]);
});

test('It is at the organization of the switcher, on the page and in another tab', async ({
  openList,
  api,
  context,
}) => {
  api.organizations = ['o1', 'o2'].map((id) => ({
    ...{ id, slug: id, name: `Organization ${id}`, description: null, logoUrl: null, url: '', roles: [] },
    ...{ closed: false, waitsForSeat: false, memberCount: 3 },
  }));
  const { page, list } = await openList({ element: '' });
  await expect(list.getByRole('link', { name: 'Members' }), 'what stood there, until one is known').toBeVisible();
  const address = page.url();
  const other = await context.newPage();
  await other.goto(address);
  for (const each of [page, other]) await each.waitForSelector('member-list:defined');
  await other.evaluate(() => {
    const channel = new BroadcastChannel('tenantry-widgets');
    const of = document.querySelector('member-list')!.getAttribute('base-url');
    channel.postMessage({ of, type: 'switched', organization: 'o2' });
  });
  for (const each of [page, other]) {
    await expect(each.locator('member-list').getByRole('heading')).toHaveText('Members (30)');
  }
});
