import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test as base, type Workspace } from './stage.ts';

/** Ada owns Acme. */
const test = base.extend<{ acme: Workspace; opened: (javaScriptEnabled: boolean) => Promise<Page> }>({
  acme: async ({ workspace }, use) => use(await workspace('Acme', {})),
  opened: async ({ acme, logto, signedIn }, use) =>
    use(async (javaScriptEnabled) => {
      const ada = await logto.createPerson('Ada Byron');
      await logto.manage('POST', `/organizations/${acme.id}/users`, { userIds: [ada.id] });
      await logto.manage('PUT', `/organizations/${acme.id}/users/${ada.id}/roles`, {
        organizationRoleNames: ['owner'],
      });
      const page = await signedIn(ada, { javaScriptEnabled });
      await page.goto(`/o/${acme.slug}/settings/machines`);
      return page;
    }),
});

test.describe.configure({ timeout: 240_000 });

/** As a program would: no cookies, no origin. */
const call = async (appUrl: string, token: string, init: RequestInit = {}) => {
  const answer = await fetch(`${appUrl}/api/v1/me`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, ...init.headers },
  });
  const type = answer.headers.get('content-type') ?? '';
  return { status: answer.status, type, body: (await answer.json()) as Record<string, unknown> };
};

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** In light and dark, and as wide as a phone. */
async function expectAccessible(page: Page) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const { violations } = await new AxeBuilder({ page }).withTags(standards).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([]);
  }
  for (const width of [320, 1024, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider, `too wide at ${width}`).toBe(0);
  }
}

const secretOn = (page: Page) => page.getByLabel('Secret', { exact: true }).inputValue();

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without';

  test(`A key is made, used, rotated and revoked, ${how}`, async ({ acme, opened, baseURL, allowConsoleErrors }) => {
    allowConsoleErrors(/409/);
    const page = await opened(javaScriptEnabled);
    if (javaScriptEnabled) await expectAccessible(page);
    await page.getByRole('link', { name: 'New API key' }).click();
    await page.getByLabel('Name').fill('Nightly import');
    await page.getByRole('radio', { name: /^Admin/ }).check();
    if (javaScriptEnabled) await expectAccessible(page);
    await page.getByRole('button', { name: 'Create key' }).click();
    await expect(page.getByText('The secret of Nightly import')).toBeVisible();
    const first = await secretOn(page);
    if (javaScriptEnabled) await expectAccessible(page);
    expect(await call(baseURL!, first)).toMatchObject({
      status: 200,
      body: { caller: { kind: 'api-key', name: 'Nightly import', role: 'admin' }, organization: { id: acme.id } },
    });

    // Reloading shows it no more, whichever way the browser asks.
    await page.reload();
    await expect(page.getByText(first)).toHaveCount(0);
    expect(await page.content()).not.toContain(first);

    await page.goto(`/o/${acme.slug}/settings/machines`);
    await page.getByRole('link', { name: 'Nightly import' }).click();
    if (javaScriptEnabled) await expectAccessible(page);
    await page.getByLabel('The old secret works').selectOption('No longer');
    await page.getByRole('button', { name: 'Rotate key' }).click();
    await expect(page.getByText('The secret of Nightly import')).toBeVisible();
    const second = await secretOn(page);
    expect([(await call(baseURL!, first)).status, (await call(baseURL!, second)).status]).toEqual([401, 200]);

    await page.getByRole('link', { name: 'I have copied it' }).click();
    await page.getByRole('link', { name: 'Nightly import' }).click();
    await page.getByRole('button', { name: 'Revoke key' }).click();
    await expect(page.getByText('The key Nightly import is revoked.')).toBeVisible();
    expect(await call(baseURL!, second)).toMatchObject({
      status: 401,
      type: 'application/problem+json',
      body: { code: 'unauthenticated' },
    });
  });

  test(`A machine is added, gets a token, and is refused once removed, ${how}`, async ({
    acme,
    opened,
    baseURL,
    logto,
  }) => {
    const page = await opened(javaScriptEnabled);
    await page.getByRole('link', { name: 'Add machine' }).click();
    await page.getByLabel('Name').fill('Robot');
    await page.getByRole('button', { name: 'Add machine' }).click();
    await expect(page.getByText('The secret of Robot')).toBeVisible();
    const id = await page.getByLabel('Client ID').inputValue();
    const secret = await page.getByLabel('Client secret').inputValue();
    if (javaScriptEnabled) await expectAccessible(page);
    const answer = await fetch(`${logto.endpoint}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({
        ...{ grant_type: 'client_credentials', organization_id: acme.id },
        scope: 'read:data write:data delete:data',
      }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    expect(await call(baseURL!, token)).toMatchObject({
      status: 200,
      body: { caller: { kind: 'machine', id, name: 'Robot', role: 'member' }, organization: { slug: acme.slug } },
    });

    await page.getByRole('link', { name: 'I have copied it' }).click();
    await page.getByRole('link', { name: 'Robot' }).click();
    if (javaScriptEnabled) await expectAccessible(page);
    await page.getByRole('button', { name: 'Remove machine' }).click();
    await expect(page.getByText('Robot is removed')).toBeVisible();
    expect((await call(baseURL!, token)).status).toBe(401);
  });
}

test('The API answers JSON to everybody, needs no origin of bearers, and takes no cookie from them', async ({
  opened,
  acme,
  baseURL,
}) => {
  const page = await opened(true);
  const url = `${baseURL}/api/v1/me`;
  expect(await call(baseURL!, 'tnt_nobodys', { method: 'POST', body: '{}' })).toMatchObject({
    status: 405,
    type: 'application/problem+json',
    body: { code: 'method-not-allowed' },
  });
  const nowhere = await fetch(`${baseURL}/api/nothing`);
  expect([nowhere.status, nowhere.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  const strange = await fetch(url, { method: 'PROPFIND', headers: { authorization: 'Bearer x' } });
  expect([strange.status, strange.headers.get('content-type')]).toEqual([405, 'application/problem+json']);

  // Without a bearer's token the origin counts, and a page's form is refused before anything reads its cookies.
  const forged = await page.request.post('/api/v1/me', { data: {}, headers: { origin: 'https://evil.example' } });
  expect([forged.status(), ((await forged.json()) as { code: string }).code]).toEqual([403, 'origin-refused']);
  // A token does not open the door for cookies elsewhere.
  const elsewhere = await page.request.post(`/o/${acme.slug}/settings/machines/keys/new`, {
    form: { name: 'x', role: 'admin', lifetime: 'never' },
    headers: { origin: 'https://evil.example', authorization: 'Bearer x' },
  });
  expect(elsewhere.status()).toBe(403);
});
