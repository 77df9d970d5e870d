import { expect, people, test } from './widgets/members-page.ts';

/**
 * The table of https://www.w3.org/WAI/ARIA/apg/patterns/grid/#keyboardinteraction-20 for a grid of data. It begins on the name
 * of the first of 300 people; `row,column`, and row 0 is the header.
 */
const table: [keys: string, focus: string][] = [
  ['ArrowDown', '2,1'],
  ['ArrowDown ArrowUp', '1,1'],
  ['ArrowUp', '0,1'],
  ['ArrowUp ArrowUp', '0,1'],
  ['ArrowRight', '1,2'],
  ['ArrowLeft', '1,0'],
  ['ArrowLeft ArrowLeft', '1,0'],
  ['End', '1,5'],
  ['End ArrowRight', '1,5'],
  ['End Home', '1,0'],
  ['Control+End', '300,5'],
  ['Control+End ArrowDown', '300,5'],
  ['Control+End Control+Home', '0,0'],
  ['Control+End PageDown', '300,5'],
  ['PageUp', '1,1'],
  // Into a cell with a choice, and out of it.
  ['ArrowDown ArrowRight Enter', '2,2'],
  ['ArrowDown ArrowRight F2 Escape ArrowDown', '3,2'],
  // A cell's only button or box has the focus for it.
  ['ArrowDown End', '2,5'],
  ['ArrowDown Home ArrowDown', '3,0'],
];

test('The keys of the grid do what the APG says, and rows come and go under the focus', async ({ openList, api }) => {
  api.members.people = people(300);
  const { page, grid, list, focus, button } = await openList();
  const first = grid.getByRole('row').nth(1);
  await expect(first).toHaveAttribute('aria-rowindex', '2');
  const start = async () => {
    await button('Person').focus();
    for (const key of ['Control+Home', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    await expect.poll(focus).toBe('1,1');
  };
  for (const [keys, after] of table) {
    await start();
    for (const key of keys.split(' ')) await page.keyboard.press(key);
    await expect.poll(focus, keys).toBe(after);
  }
  expect(await grid.locator('[tabindex="0"]').count(), 'stops of Tab').toBe(1);

  // Page keys move by what is in sight, and back.
  await start();
  await page.keyboard.press('PageDown');
  const [to] = (await focus()).split(',').map(Number);
  expect(to).toBeGreaterThan(4);
  await page.keyboard.press('PageUp');
  await expect.poll(focus).toBe('1,1');

  // The row with the focus stays in the document, however far away it is scrolled.
  await list.locator('[part=scroller]').evaluate((scroller) => (scroller.scrollTop = 1e6));
  await expect(list.getByText('Person 00299', { exact: true })).toBeVisible();
  expect(await focus()).toBe('1,1');
  await page.keyboard.press('ArrowDown');
  await expect.poll(focus).toBe('2,1');
  await expect(list.getByText('Person 00001', { exact: true })).toBeInViewport();

  // Selection: Space, with Shift by rows, all in sight; by Shift and a click.
  const selected = list.getByRole('group', { name: /selected$/ });
  await page.keyboard.press(' ');
  await expect(selected).toHaveAccessibleName('1 selected');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(selected).toHaveAccessibleName('3 selected');
  await expect(list.getByRole('status')).toHaveText('3 selected');
  expect(await focus()).toBe('4,1');
  await list.getByRole('checkbox', { name: 'Select Person 00006' }).click({ modifiers: ['Shift'] });
  await expect(selected).toHaveAccessibleName('6 selected');
  await page.keyboard.press('Control+a');
  await expect(selected).not.toHaveAccessibleName('6 selected');
  await button('Clear the selection').click();
  await expect(selected).toBeHidden();
  await expect.poll(focus, 'the focus is back in the grid').toMatch(/^\d+,\d$/);

  // From right to left, the arrows follow.
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  await button('Person').focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(focus).toBe('0,2');
});
