import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './stage.ts';

/** Every page there is, once each in light and dark and on narrow screens. What breaks the CSP prints an error, and fails. */
/** Axe reads every page twice, which takes a busy machine its time. */
test.describe.configure({ timeout: 300_000 });

type Violations = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'];
type Axe = { run(options: { runOnly: string[] }): Promise<{ violations: Violations }> };

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function expectSound(page: Page, what: string): Promise<void> {
  for (const [colorScheme, look] of [
    ['light', violations],
    ['dark', contrasts],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await painted(page, colorScheme);
    const found = await look(page);
    // A machine that stalls lets axe read a colour in the middle of a change. What is wrong is wrong twice.
    if (found.length > 0) expect(await look(page), `${what}, ${colorScheme}`).toEqual([]);
  }
  for (const width of [320, 390, 1024]) {
    await page.setViewportSize({ width, height: 800 });
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider, `pixels that ${what} is too wide at ${width}`).toBe(0);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** No page of ours has a frame, for whose sake axe would open a page of its own each time: legacy mode does not. */
async function violations(page: Page): Promise<string[]> {
  return told((await new AxeBuilder({ page }).withTags(standards).setLegacyMode().analyze()).violations);
}

/** What another colour scheme changes, by the axe that `violations` has left in the page: it is 600 KB. */
async function contrasts(page: Page): Promise<string[]> {
  const { violations: found } = await page.evaluate(() =>
    (window as unknown as { axe: Axe }).axe.run({ runOnly: ['color-contrast', 'link-in-text-block'] }),
  );
  return told(found);
}

const told = (found: Violations) =>
  found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);

/** Axe reads the colours as they are, so they have to have changed. */
async function painted(page: Page, colorScheme: string): Promise<void> {
  await page.waitForFunction((scheme) => matchMedia(`(prefers-color-scheme: ${scheme})`).matches, colorScheme);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    return Promise.allSettled(ending.map((animation) => animation.finished));
  });
}

test('Pages for visitors are accessible and fit a phone', async ({
  page,
  logto,
  workspace,
  signedIn,
  invite,
  newEmail,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/404|410|503/);
  const ada = await logto.createPerson('Ada Byron');
  const acme = await workspace('Acme', { [ada.id]: 'owner' });
  const { id, link } = await invite(await signedIn(ada), acme, newEmail('a-rather-long-address-of-benjamin'));
  await page.goto(`/invitations/${id}`);
  await expectSound(page, 'an invitation without its secret');
  await page.goto(link);
  await expectSound(page, 'an invitation');
  for (const path of ['/', '/docs/api', '/nowhere', '/join/unknown', '/auth/callback?problem=unreachable']) {
    await page.goto(path);
    await expectSound(page, path);
  }
});

test('Pages for somebody new are accessible and fit a phone', async ({ logto, signedIn }) => {
  const page = await signedIn(await logto.createPerson());
  await page.goto('/welcome');
  await expectSound(page, 'the question for a name');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('link', { name: 'Create a workspace' })).toBeVisible();
  await expectSound(page, 'the question for a place');
});

test('Pages of a workspace are accessible and fit a phone', async ({
  logto,
  workspace,
  signedIn,
  invite,
  newEmail,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/40[039]/);
  const ada = await logto.createPerson('Ada Byron');
  const ben = await logto.createPerson('Benjamin Wolfeschlegelsteinhausenbergerdorff '.repeat(2).trim());
  const acme = await workspace('Acme', { [ada.id]: 'owner', [ben.id]: 'member' });
  const other = await workspace('A workspace with a long name', { [ben.id]: 'owner' });
  const bensPage = await signedIn(ben);
  const page = await signedIn(ada);
  await invite(bensPage, other, ada.email);
  await page.goto(`/o/${acme.slug}/invitations`);
  await expectSound(page, 'no invitations');
  await invite(page, acme, newEmail('a-rather-long-address-of-benjamin'));
  for (const path of ['', '/members', '/invitations', '/audit', '/audit?who=nobody', '/invitations/new']) {
    await page.goto(`/o/${acme.slug}${path}`);
    await expectSound(page, path || 'home');
  }
  await page.getByRole('button', { name: 'Send invitations' }).click();
  await expect(page.getByText('Enter at least one e-mail address.')).toBeVisible();
  await expectSound(page, 'a refused form');
  for (const path of ['/workspaces', '/workspaces/new', '/account', '/auth/sign-out']) {
    await page.goto(path);
    await expectSound(page, path);
  }
  await page.goto(`/o/${acme.slug}`);
  await page.locator('summary:visible', { hasText: ada.email }).click();
  await expectSound(page, 'the open menu of the account');
  await bensPage.goto(`/o/${acme.slug}/invitations`);
  await expectSound(bensPage, 'a refused page');
});

test('Pages about people are accessible and fit a phone, whatever state they are in', async ({
  logto,
  workspace,
  signedIn,
  staff,
  newEmail,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/40[039]/);
  const ada = await logto.createPerson('Ada Byron');
  const acme = await workspace('Wolfeschlegelsteinhausen Company', { [ada.id]: 'owner' });
  const page = await signedIn(ada);
  const longName = 'Benjamin Wolfeschlegelsteinhausenbergerdorff';
  const [ben, cem] = await staff(acme, [longName, 'Cem'], ['admin']);
  const members = `/o/${acme.slug}/members`;
  const removeInConsole = ({ id }: { id: string }) => logto.manage('DELETE', `/organizations/${acme.id}/users/${id}`);

  await page.goto(`${members}?q=nobody`);
  await expectSound(page, 'nobody found');
  await page.goto(members);
  await page.getByLabel(`Actions for ${longName}`).click();
  await expectSound(page, 'the actions for a member');
  await page.goto(members);
  await page.getByLabel('Select everybody on this page').check();
  await expect(page.getByText('2 selected')).toBeVisible();
  await expectSound(page, 'selected members');
  await page.getByRole('button', { name: 'Remove…' }).click();
  await expect(page.getByRole('heading', { name: 'Remove 2 people?' })).toBeVisible();
  await expectSound(page, 'the question before a removal');
  await removeInConsole(cem!);
  await page.getByRole('button', { name: 'Remove 2 people' }).click();
  await expect(page.getByText('One person stays')).toBeVisible();
  await expectSound(page, 'the report of a removal');

  const [dora] = await staff(acme, [`Dora ${longName}`]);
  await page.goto(`${members}/${dora!.id}`);
  await expectSound(page, 'a member');
  await removeInConsole(dora!);
  await page.goto(`${members}/${ada.id}`);
  await expectSound(page, 'oneself');
  await page.goto(`/o/${acme.slug}/leave`);
  await expect(page.getByText('You are the only owner')).toBeVisible();
  await expectSound(page, 'the last owner’s way out');
  await staff(acme, ['Olga Owner'], ['owner']);
  await page.goto(`/o/${acme.slug}/leave`);
  await expect(page.getByRole('button', { name: /^Leave/ })).toBeVisible();
  await expectSound(page, 'a way out');

  await page.goto(`/o/${acme.slug}/invitations/new`);
  const emails = Array.from({ length: 21 }, (_, index) => newEmail(`a-rather-long-address-of-p${index}`));
  await page.getByLabel('E-mail addresses').fill([ada.email, ...emails].join('\n'));
  await page.getByRole('button', { name: 'Send invitations' }).click();
  await expect(page.getByText('One could not be sent.')).toBeVisible({ timeout: 60_000 });
  await expectSound(page, 'a job that is over');
  await page.goto(`/o/${acme.slug}/invitations`);
  await page.getByLabel(`Actions for ${emails[20]}`).click();
  await expect(page.getByRole('textbox', { name: 'Link for them' })).toBeVisible();
  await expectSound(page, 'the actions for an invitation');
  await page.goto(`/o/${acme.slug}/audit?target=${ben!.id}&from=2026-01-01&zone=Europe/Madrid`);
  await page.getByText(`Ada Byron removed ${longName}.`).click();
  await expectSound(page, 'a filtered log with an event open');
});

test('Pages about people are Spanish for who reads Spanish, and fit a phone', async ({
  logto,
  workspace,
  signedIn,
  staff,
  newEmail,
}) => {
  const ada = await logto.createPerson('Ada Byron');
  const acme = await workspace('Acme', { [ada.id]: 'owner' });
  const page = await signedIn(ada, { locale: 'es-ES', viewport: { width: 390, height: 800 } });
  const [ben] = await staff(acme, ['Ben Franklin']);
  const at = `/o/${acme.slug}`;
  const english = /\b(the|and|you|your|with|members?|invitations?|leave|remove|send|search|workspace)\b/i;

  const expectSpanish = async (heading: string) => {
    await expect(page.getByRole('heading', { name: heading, exact: true }).first()).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'es');
    // Names and addresses are in no language, and the footer names each language in its own.
    const text = (await page.locator('body').innerText()).replaceAll(/\S+@\S+|\/o\/\S+|https?:\S+/g, '');
    const found = text.split('\n').filter((line) => english.test(line.replaceAll(acme.name, '')));
    expect(found, `${heading}: what is not Spanish`).toEqual([]);
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider, `pixels that ${heading} is too wide`).toBe(0);
  };

  await page.goto(`${at}/members`);
  await page.locator('[name="userIds"]:enabled').last().check();
  await expectSpanish('Miembros');
  await page.goto(`${at}/members/${ben!.id}`);
  await expectSpanish('Ben Franklin');
  await page.goto(`${at}/leave`);
  await expectSpanish(`Salir de ${acme.name}`);
  await page.goto(`${at}/invitations/new`);
  await expectSpanish('Invitar a personas');
  const emails = Array.from({ length: 21 }, (_, index) => newEmail(`p${index}`));
  await page.locator('[name="emails"]').fill([ada.email, ...emails].join('\n'));
  await page.getByRole('button', { name: 'Enviar invitaciones' }).click();
  await expect(page.getByText(/21 invitaciones/)).toBeVisible({ timeout: 60_000 });
  await expectSpanish('Envío de invitaciones');
  await page.goto(`${at}/invitations`);
  await expectSpanish('Invitaciones');
  await page.goto(`${at}/audit`);
  await expectSpanish('Registro de actividad');
});
