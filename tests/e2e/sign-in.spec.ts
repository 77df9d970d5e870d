import type { Person } from '#tests/support/browser-logto.ts';
import { atLogto, confirmSignOut, signIn } from './logto-pages.ts';
import { expect, test as base, type Workspace } from './stage.ts';

const test = base.extend<{ ada: Person; acme: Workspace }>({
  ada: async ({ logto }, use) => use(await logto.createPerson('Ada Byron')),
  acme: async ({ workspace, ada }, use) => use(await workspace('Acme', { [ada.id]: 'owner' })),
});

test('A visitor of an inner page signs in and comes back to it', async ({ page, ada, acme }) => {
  await page.goto(`/o/${acme.slug}/members?after=`);
  await signIn(page, ada);
  await expect(page).toHaveURL(`/o/${acme.slug}/members?after=`);
  await expect(page.getByRole('row', { name: /Ada Byron.*Owner/ })).toBeVisible();
});

test('A sign-in leads to no other origin', async ({ page, baseURL, ada, acme }) => {
  await page.goto(`/auth/sign-in?returnTo=${encodeURIComponent('https://evil.example/')}`);
  await signIn(page, ada);
  await expect(page).toHaveURL(`/o/${acme.slug}`);
  for (const elsewhere of [
    '//evil.example',
    '/\\evil.example',
    '/%5Cevil.example',
    '/.//evil.example',
    'javascript:alert(1)',
  ]) {
    await page.goto(`/auth/sign-in?returnTo=${encodeURIComponent(elsewhere)}`); // Logto knows her: it asks nothing
    expect(new URL(page.url()).origin).toBe(baseURL);
    await expect(page).toHaveURL(`/o/${acme.slug}`);
  }
});

test('Who turns back at Logto’s page can sign in all the same', async ({ page, logto, ada, acme }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Sign in' }).first().click();
  await atLogto(page, logto);
  for (let back = 0; back < 3 && page.url().startsWith(logto.endpoint); back++) await page.goBack();
  await expect(page).toHaveURL('/');
  await page.getByRole('link', { name: 'Sign in' }).first().click();
  await signIn(page, ada);
  await expect(page).toHaveURL(`/o/${acme.slug}`);
  await page.goto('/auth/callback?error=access_denied&state=unknown');
  await expect(page).toHaveURL(`/o/${acme.slug}`);
});

for (const javaScriptEnabled of [true, false]) {
  test(`Signing out ends the session, and the back button shows nothing, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    ada,
    acme,
    logto,
    signedIn,
  }) => {
    const page = await signedIn(ada, { javaScriptEnabled });
    const answer = await page.goto(`/o/${acme.slug}`);
    expect(answer?.headers()['cache-control']).toBe('private, no-store'); // nor what browsers keep of their own accord
    await page.getByRole('link', { name: 'Members' }).click();
    await expect(page).toHaveURL(`/o/${acme.slug}/members`);
    await page.locator('summary:visible', { hasText: ada.email }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    if (!javaScriptEnabled) await confirmSignOut(page);
    await expect(page).toHaveURL('/');
    await expect(page.getByRole('link', { name: 'Create account' })).toBeVisible();

    // Logto's question is in between, and may lead forward again.
    for (let back = 0; back < 3; back++) {
      await page.goBack().catch(() => null);
      await expect(page.getByText(ada.email)).toHaveCount(0);
    }
    await page.goto(`/o/${acme.slug}`);
    await atLogto(page, logto);
  });
}

test('A link or an image signs nobody out', async ({ ada, acme, signedIn }) => {
  const page = await signedIn(ada);
  await page.goto('/auth/sign-out');
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await page.goto(`/o/${acme.slug}`);
  await expect(page.getByRole('heading', { name: `Welcome to ${acme.name}` })).toBeVisible();
});

test('Ending another browser’s session signs that one out, and not this one', async ({
  ada,
  acme,
  logto,
  signedIn,
}) => {
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0';
  const other = await signedIn(ada, { userAgent: firefox });
  const here = await signedIn(ada);
  await other.goto(`/o/${acme.slug}`);

  await here.goto('/account');
  const listed = here.getByRole('listitem').filter({ hasText: 'Firefox on Windows' });
  await expect(here.getByText('This device')).toHaveCount(1);
  await listed.getByRole('button', { name: 'Sign out on Firefox on Windows' }).click();
  await expect(listed).toHaveCount(0);
  await expect(here.getByText('This device')).toHaveCount(1);

  await other.getByRole('link', { name: 'Members' }).click();
  await atLogto(other, logto);
});

test('Nobody ends a stranger’s session', async ({ ada, acme: _, logto, signedIn, post, sql }) => {
  await signedIn(ada);
  const [session] = await sql('SELECT id FROM sessions WHERE user_id = $1', [ada.id]);
  const eve = await signedIn(await logto.createPerson('Eve'));
  await post(eve, '/account', { intent: 'end-session', session: String(session?.['id']) });
  expect(await sql('SELECT FROM sessions WHERE user_id = $1', [ada.id])).toHaveLength(1);
});

for (const javaScriptEnabled of [true, false]) {
  test(`Language and theme are chosen on any page and stay, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    ada,
    acme,
    signedIn,
    openBrowser,
  }) => {
    const visitor = await (await openBrowser({ javaScriptEnabled })).newPage();
    const html = visitor.locator('html');
    await visitor.goto('/');
    await expect(html).toHaveAttribute('lang', 'en');
    await expect(html).toHaveAttribute('data-theme', 'system');
    await visitor.getByRole('button', { name: 'Español' }).click();
    await expect(html).toHaveAttribute('lang', 'es');
    await visitor.getByRole('button', { name: 'Oscuro' }).click();
    await expect(html).toHaveAttribute('data-theme', 'dark');
    await expect(visitor.getByRole('heading', { name: 'Espacios de trabajo para tu equipo' })).toBeVisible();

    const page = await signedIn(ada, { javaScriptEnabled, locale: 'es-ES' });
    await page.goto('/account');
    await expect(page.getByRole('heading', { name: 'Tu cuenta', exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'English' }).click();
    await expect(page).toHaveURL('/account');
    await expect(page.getByRole('heading', { name: 'Your account', exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Dark' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.goto(`/o/${acme.slug}`);
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(page.getByRole('heading', { name: `Welcome to ${acme.name}` })).toBeVisible();
  });
}
