import { organization } from './widgets/pretended-api.ts';
import { expect, test } from './widgets/switcher-page.ts';

/** The table of https://www.w3.org/WAI/ARIA/apg/patterns/combobox/examples/combobox-autocomplete-list/, and where it leaves a choice ours. */
const names = ['Acme', 'Bay', 'Birch', 'Cove', 'Dune', 'Elm', 'Fern', 'Glen', 'Hill', 'Isle', 'Jade', 'Kite'];
// The current one is the first, as the only recent one.
const list = ['Bay', ...names.filter((name) => name !== 'Bay')];

type Row = [keys: string, after: { active?: string | null; text?: string; caret?: number; open?: boolean }];

const open = true;
const closed = { open: false };
const table: Row[] = [
  // In the text box, nothing typed.
  ['ArrowDown', { active: list[0]! }],
  ['ArrowUp', { active: list.at(-1)! }],
  ['Alt+ArrowDown', { active: null, open }],
  ['Alt+ArrowUp', closed],
  ['Enter', { active: null, open }],
  ['Escape', closed],
  // In the list.
  ['ArrowDown ArrowDown', { active: list[1]! }],
  ['ArrowDown ArrowDown ArrowUp', { active: list[0]! }],
  ['ArrowUp ArrowDown', { active: list[0]! }],
  ['ArrowDown ArrowUp', { active: list.at(-1)! }],
  ['PageDown PageDown PageDown', { active: list.at(-1)! }],
  ['ArrowUp PageUp PageUp PageUp', { active: list[0]! }],
  ['ArrowDown Escape', closed],
  // Typed: the first that fits is selected by itself, so that Down goes to the second.
  ['b', { active: 'Bay', text: 'b' }],
  ['b ArrowDown', { active: 'Birch', text: 'b' }],
  ['b ArrowUp', { active: 'Birch' }],
  ['b ArrowDown i', { active: 'Birch', text: 'bi' }],
  ['b i ArrowLeft', { active: null, text: 'bi', caret: 1 }],
  ['b i ArrowLeft ArrowRight', { active: null, caret: 2 }],
  ['b i ArrowDown Home', { active: null, caret: 0, open }],
  ['b i Home End', { active: null, caret: 2 }],
  ['b i Escape', { active: null, text: '', open }],
  ['b i Escape Escape', closed],
  ['z z', { active: null, text: 'zz', open }],
  ['z z Enter', { text: 'zz', open }],
  ['z z ArrowDown', { active: null, open }],
];

test('The keys of the combobox do what the APG says', async ({ open: openPage, api }) => {
  api.organizations = names.map((name, place) => organization(`o${place}`, name));
  const { page, trigger, search, dialog, options, active, focus, told } = await openPage();
  await expect(trigger).toHaveAccessibleName('Organization: Bay');

  for (const [keys, after] of table) {
    await trigger.click();
    await expect(options.first()).toHaveAttribute('aria-setsize', String(names.length));
    await expect(search, keys).toBeFocused();
    for (const key of keys.split(' ')) await page.keyboard.press(key);
    if (after.open === false) {
      await expect(dialog, keys).toBeHidden();
      await expect(trigger, keys).toBeFocused();
      continue;
    }
    await expect(dialog, keys).toBeVisible();
    await expect(search, keys).toBeFocused();
    if (after.active !== undefined) await expect.poll(active, keys).toBe(after.active);
    if (after.text !== undefined) await expect(search, keys).toHaveValue(after.text);
    const caret = () => search.evaluate((box) => (box as HTMLInputElement).selectionStart);
    if (after.caret !== undefined) expect(await caret(), keys).toBe(after.caret);
    if ((await search.inputValue()) !== '') await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(dialog, keys).toBeHidden();
  }

  // The closed button: arrows lead into the list, letters into the search.
  for (const [key, first] of [
    ['ArrowDown', list[0]!],
    ['ArrowUp', list.at(-1)!],
    ['Alt+ArrowDown', null],
    ['e', 'Elm'],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(active, `${key} on the button`).toBe(first);
    await expect(search).toHaveValue(key.length === 1 ? key : '');
    if (key.length > 1) await page.keyboard.press('Escape');
  }

  // Half a word of an input method: its keys are not ours.
  for (const half of [{ isComposing: true }, { keyCode: 229 }]) {
    for (const key of ['ArrowDown', 'Enter', 'Escape']) {
      const taken = await search.evaluate(
        (box, event) => !box.dispatchEvent(new KeyboardEvent('keydown', { ...event, bubbles: true, cancelable: true })),
        { key, ...half },
      );
      expect(taken, `${key} of an input method`).toBe(false);
    }
  }
  await expect.poll(active).toBe('Elm');

  // Tab leads out of the list to what follows, and out of the dialog, which closes.
  await page.keyboard.press('Tab');
  expect(await focus()).toBe('create');
  await page.keyboard.press('Shift+Tab');
  await expect(search).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(trigger).toBeFocused();
  await expect(trigger).toHaveAccessibleName('Organization: Elm');
  expect(await told()).toEqual(['widget-ready', 'org-before-switch', 'org-switch']);
});
