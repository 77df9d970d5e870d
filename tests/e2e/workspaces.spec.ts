import type { Page } from '@playwright/test';
import type { Person } from '#tests/support/browser-logto.ts';
import { expect, switcherOf, test as base } from './stage.ts';

const test = base.extend<{ ada: Person }>({
  ada: async ({ logto }, use) => use(await logto.createPerson('Ada Byron')),
});

const field = (page: Page, name: string) => page.locator(`[name="${name}"]`);
const create = (page: Page) => page.getByRole('button', { name: 'Create workspace' });

/** Goes round the browser's own limits: the server's are what counts. */
async function fillIn(page: Page, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    await field(page, name).evaluate((control) => control.removeAttribute('maxlength'));
    await field(page, name).fill(value);
  }
}

for (const javaScriptEnabled of [true, false]) {
  test(`What cannot be a workspace is said at its field and loses nothing, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    ada,
    workspace,
    signedIn,
    logto,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(/40[09]/);
    const taken = await workspace('Taken', { [ada.id]: 'owner' });
    const before = await logto.manage<unknown[]>('GET', `/users/${ada.id}/organizations`);
    const page = await signedIn(ada, { javaScriptEnabled });
    const good = { name: 'Acme', slug: logto.unique('acme'), description: 'Makes everything' };
    const refused: [string, Partial<typeof good>, number, string][] = [
      ['name', { name: '' }, 400, 'Enter a name.'],
      ['name', { name: 'x'.repeat(129) }, 400, 'Keep the name to 128 characters.'],
      ['description', { description: 'x'.repeat(257) }, 400, 'Keep the description to 256 characters.'],
      ['slug', { slug: 'admin' }, 400, 'This address is kept for the product itself.'],
      ['slug', { slug: 'a--b' }, 400, 'Use lower-case letters, digits and single hyphens'],
      ['slug', { slug: taken.slug }, 409, 'Another workspace has this address.'],
    ];
    await page.goto('/workspaces/new');
    for (const [name, bad, status, text] of refused) {
      const values = { ...good, ...bad };
      await fillIn(page, values);
      const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
      await create(page).click();
      expect((await answered).status()).toBe(status);
      await expect(page.locator(`#field-${name}-error`)).toContainText(text);
      await expect(field(page, name)).toBeFocused();
      for (const [each, value] of Object.entries(values)) await expect(field(page, each)).toHaveValue(value);
    }
    await fillIn(page, { name: '', slug: 'admin' });
    await create(page).click();
    await expect(page.getByText('2 things need a change')).toBeVisible();
    await expect(field(page, 'name')).toBeFocused();
    expect(await logto.manage('GET', `/users/${ada.id}/organizations`)).toHaveLength(before.length);
  });
}

test('The address follows the name and says whether it is free', async ({ ada, logto, workspace, signedIn }) => {
  const taken = await workspace('Taken', { [ada.id]: 'owner' });
  const page = await signedIn(ada);
  const check = page.getByRole('status');
  await page.goto('/workspaces/new');

  const word = logto.unique('ab');
  await field(page, 'name').fill(`Ångström & Söhne ${word}`);
  await expect(field(page, 'slug')).toHaveValue(`angstrom-sohne-${word}`);
  await expect(check.getByText('This address is free.')).toBeVisible();

  for (const [slug, text] of [
    [taken.slug, 'Another workspace has this address.'],
    ['settings', 'This address is kept for the product itself.'],
    ['under_score', 'Use lower-case letters'],
  ] as const) {
    await field(page, 'slug').fill(slug);
    await expect(check.getByText(text)).toBeVisible();
  }
  await field(page, 'slug').fill('mine');
  await field(page, 'name').fill('Another name');
  await expect(field(page, 'slug')).toHaveValue('mine');
});

test('What is typed before the page’s scripts are there fills the address, too', async ({ ada, logto, signedIn }) => {
  const page = await signedIn(ada);
  let letScriptsCome = () => {};
  const wait = new Promise<void>((resolve) => (letScriptsCome = resolve));
  await page.route('**/assets/**/*.js', async (route) => {
    await wait;
    await route.continue();
  });
  await page.goto('/workspaces/new', { waitUntil: 'commit' });
  const word = logto.unique('early');
  await field(page, 'name').fill(word);
  await expect(field(page, 'slug')).toHaveValue('');
  letScriptsCome();
  await expect(field(page, 'slug')).toHaveValue(word);
  await field(page, 'name').fill(`${word} x`);
  await expect(field(page, 'slug')).toHaveValue(`${word}-x`);
});

test('Pressing twice, or going back and pressing again, makes one workspace', async ({
  ada,
  signedIn,
  logto,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/409/);
  for (const javaScriptEnabled of [true, false]) {
    const slug = logto.unique('double');
    const page = await signedIn(ada, { javaScriptEnabled });
    await page.goto('/workspaces/new');
    await fillIn(page, { name: slug, slug });
    await create(page).dblclick();
    await expect(page).toHaveURL(`/o/${slug}`);
    await page.goBack();
    await fillIn(page, { name: slug, slug });
    await create(page).click();
    await expect(
      page
        .getByText('Another workspace has this address.')
        .or(page.getByText(`Welcome to ${slug}`))
        .first(),
    ).toBeVisible();
    const organizations = await logto.manage<{ name: string }[]>('GET', `/organizations?q=${slug}`);
    expect(organizations).toHaveLength(1);
  }
});

test('Two tabs work in two workspaces, and the switcher leads from one to the other', async ({
  ada,
  workspace,
  signedIn,
}) => {
  const acme = await workspace('Acme', { [ada.id]: 'owner' });
  const zeta = await workspace('Zeta', { [ada.id]: 'member' });
  const one = await signedIn(ada);
  const other = await one.context().newPage();
  await one.goto(`/o/${acme.slug}`);
  await other.goto(`/o/${zeta.slug}`);
  for (const [tab, { name }] of [
    [one, acme],
    [other, zeta],
  ] as const) {
    await tab.getByRole('link', { name: 'Members' }).click();
    await expect(tab).toHaveTitle(`Members · ${name}`);
    await expect(tab.getByText(`One person works in ${name}.`)).toBeVisible();
  }
  await switcherOf(one).getByRole('button', { name: acme.name }).click();
  await one.getByRole('option', { name: zeta.name }).click();
  await expect(one).toHaveURL(`/o/${zeta.slug}`);
  await expect(one.getByRole('heading', { name: `Welcome to ${zeta.name}` })).toBeVisible();
});

test('Somebody else’s workspace answers like one that does not exist', async ({
  ada,
  logto,
  workspace,
  signedIn,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/404/);
  const foreign = await workspace('Foreign', { [(await logto.createPerson('Eve')).id]: 'owner' });
  const page = await signedIn(ada);
  for (const slug of [foreign.slug, logto.unique('nothing'), '..%2f..%2fadmin']) {
    for (const path of [`/o/${slug}`, `/o/${slug}/members`, `/o/${slug}/invitations/new`]) {
      expect((await page.goto(path))?.status(), path).toBe(404);
      await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
      expect(await page.content()).not.toContain(foreign.name);
    }
  }
});

test('Who belongs to many workspaces pages and searches', async ({ ada, logto, signedIn }) => {
  const word = logto.unique('many');
  const numbers = Array.from({ length: 55 }, (_, index) => String(index + 1).padStart(2, '0'));
  await Promise.all(
    numbers.map(async (number) => {
      const { id } = await logto.manage<{ id: string }>('POST', '/organizations', { name: `${word} ${number}` });
      await logto.manage('POST', `/organizations/${id}/users`, { userIds: [ada.id] });
    }),
  );
  const page = await signedIn(ada);
  const cards = page.getByRole('main').getByRole('listitem');

  await page.goto('/workspaces');
  await expect(page.getByText('You belong to 55 workspaces.')).toBeVisible();
  await expect(cards).toHaveCount(50);
  await page.getByRole('link', { name: 'Next' }).click();
  await expect(cards).toHaveText([/51/, /52/, /53/, /54/, /55/].map((end) => new RegExp(`${word} ${end.source}`)));
  await page.getByRole('link', { name: 'Previous' }).click();
  await expect(cards).toHaveCount(50);

  await page.getByRole('main').getByLabel('Search workspaces').fill(`${word.toUpperCase()} 37`);
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(cards).toHaveText([new RegExp(`${word} 37`)]);
  await page.getByRole('main').getByLabel('Search workspaces').fill('50%_\\');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
});
