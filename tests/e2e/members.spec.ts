import type { Locator, Page } from '@playwright/test';
import { failureStatus } from '#app/failures.ts';
import { en } from '#app/i18n/en.ts';
import { failureText } from '#app/i18n/failure-text.ts';
import { type Role, roleNames } from '#app/permissions.ts';
import { type Action, memberCases } from '#tests/member-cases.ts';
import type { Person } from '#tests/support/browser-logto.ts';
import { expect, test as base, type Workspace } from './stage.ts';

/** Ada owns Acme. */
const test = base.extend<{ ada: Person; acme: Workspace; adasPage: Page; auditor: string }>({
  ada: async ({ logto }, use) => use(await logto.createPerson('Ada Byron')),
  acme: async ({ workspace, ada }, use) => use(await workspace('Acme', { [ada.id]: 'owner' })),
  adasPage: async ({ signedIn, ada, acme: _ }, use) => use(await signedIn(ada)),

  /** A role that somebody made in Logto for another product. */
  auditor: async ({ logto }, use) => {
    const name = logto.unique('auditor');
    const { id } = await logto.manage<{ id: string }>('POST', '/organization-roles', { name });
    await use(name);
    await logto.manage('DELETE', `/organization-roles/${id}`);
  },
});

const rowsOf = (page: Page) => page.getByRole('row').filter({ has: page.getByRole('cell') });
const rowOf = (page: Page, name: string) => rowsOf(page).filter({ hasText: name });
const saveRole = (page: Page) => page.getByRole('button', { name: 'Save role' }).click();
const radio = (page: Page, role: string) => page.getByRole('radio', { name: new RegExp(`^${role}`) });

/** What is behind a row's three dots. */
async function menuOf(row: Locator, name: string): Promise<Locator> {
  await row.getByLabel(`Actions for ${name}`).click();
  return row.getByRole('link');
}

for (const javaScriptEnabled of [true, false]) {
  test(`Somebody among many is found by name, role and order, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    ada,
    acme,
    auditor,
    signedIn,
    staff,
    sql,
  }) => {
    test.setTimeout(240_000);
    const page = await signedIn(ada, { javaScriptEnabled });
    const [elodie] = await staff(acme, ['Élodie Ångström'], ['admin', auditor]);
    await staff(acme, ['Only Auditor'], [auditor]);
    await staff(
      acme,
      Array.from({ length: 50 }, (_, index) => `Person ${String(index + 1).padStart(2, '0')}`),
    );
    await sql(`UPDATE members SET joined_at = now() + interval '1 minute' WHERE user_id = $1`, [elodie!.id]);
    const rows = rowsOf(page);
    const choose = async (label: string, option: string) => {
      await page.getByLabel(label, { exact: true }).selectOption(option);
      if (!javaScriptEnabled) await page.getByRole('button', { name: 'Search' }).click();
    };

    await page.goto(`/o/${acme.slug}/members`);
    await expect(page.getByText(`53 people work in ${acme.name}.`)).toBeVisible();
    await expect(page.getByText('1–50 of 53')).toBeVisible();
    await expect(rows).toHaveCount(50);
    await expect(rows.first()).toContainText('Ada Byron');
    await expect(rowOf(page, 'Élodie Ångström')).toContainText('Admin');
    await expect(rowOf(page, 'Élodie Ångström')).toContainText(auditor);
    await page.getByRole('link', { name: 'Next' }).click();
    await expect(page.getByText('51–53 of 53')).toBeVisible();
    await expect(rows.last()).toContainText('Person 50');
    await page.getByRole('link', { name: 'Previous' }).click();
    await expect(page.getByText('1–50 of 53')).toBeVisible();

    await choose('Sort by', 'Newest first');
    await expect(rows.first()).toContainText('Élodie');
    await choose('Role', 'Owner');
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText('Ada Byron');
    await choose('Role', 'Other roles');
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText('Only Auditor');
    await choose('Role', 'Every role');
    await expect(rows).toHaveCount(50);

    for (const [typed, found] of [
      ['ELODIE ang', 'Élodie Ångström'],
      [elodie!.email.slice(0, -3).toUpperCase(), 'Élodie Ångström'],
      ['son 37', 'Person 37'],
    ] as const) {
      await page.getByLabel('Search by name or e-mail').fill(typed);
      await page.getByRole('button', { name: 'Search' }).click();
      await page.waitForURL(({ searchParams }) => searchParams.get('q') === typed);
      await expect(rows).toHaveCount(1);
      await expect(rows).toContainText(found);
    }
    await page.getByLabel('Search by name or e-mail').fill('50%_\\');
    await page.getByRole('button', { name: 'Search' }).click();
    await expect(page.getByRole('heading', { name: 'Nobody matches' })).toBeVisible();
    await page.getByRole('link', { name: 'Show everybody' }).click();
    await expect(rows).toHaveCount(50);
  });

  test(`A role is changed and somebody removed on their page, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    ada,
    acme,
    auditor,
    signedIn,
    staff,
    rolesInLogto,
  }) => {
    const page = await signedIn(ada, { javaScriptEnabled });
    await staff(acme, ['Ben Franklin'], ['member', auditor]);
    await page.goto(`/o/${acme.slug}/members`);
    await (await menuOf(rowOf(page, 'Ben Franklin'), 'Ben Franklin')).filter({ hasText: 'Change role' }).click();
    await expect(page.getByRole('heading', { name: 'Ben Franklin', level: 1 })).toBeVisible();
    await expect(radio(page, 'Member')).toBeChecked();
    await radio(page, 'Admin').check();
    await saveRole(page);
    await expect(page.getByText('The role of Ben Franklin is changed.')).toBeVisible();
    // What is not ours is nobody's to take here.
    expect(await rolesInLogto(acme)).toEqual({
      'Ada Byron': ['owner'],
      'Ben Franklin': ['admin', auditor].toSorted(),
    });

    await page.getByRole('link', { name: 'All members' }).click();
    await expect(rowOf(page, 'Ben Franklin')).toContainText('Admin');
    await (await menuOf(rowOf(page, 'Ben Franklin'), 'Ben Franklin')).filter({ hasText: 'Remove' }).click();
    await page.getByRole('button', { name: 'Remove from workspace' }).click();
    await expect(page.getByText('Ben Franklin is no longer a member.')).toBeVisible();
    await expect(rowOf(page, 'Ben Franklin')).toHaveCount(0);
    expect(await rolesInLogto(acme)).toEqual({ 'Ada Byron': ['owner'] });
  });

  test(`Several get a role or go at once, and who stays as they were is named, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    acme,
    adasPage: _,
    signedIn,
    staff,
    logto,
    rolesInLogto,
  }) => {
    const [amy] = await staff(acme, ['Amy Admin'], ['admin']);
    const [ben, cem, dora] = await staff(acme, ['Ben', 'Cem', 'Dora']);
    const page = await signedIn(amy!, { javaScriptEnabled });
    const tick = (name: string) => page.getByLabel(`Select ${name}`).check();
    await page.goto(`/o/${acme.slug}/members`);
    await expect(page.getByLabel('Select Ada Byron')).toBeHidden(); // an owner is above an admin
    await expect(page.getByLabel('Select everybody on this page')).toBeVisible({ visible: javaScriptEnabled });

    await tick('Ben');
    await tick('Cem');
    await expect(page.getByText('2 selected')).toBeVisible({ visible: javaScriptEnabled });
    await page.getByLabel('New role').selectOption('Admin');
    await page.getByRole('button', { name: 'Give this role' }).click();
    await expect(page.getByText('2 roles are changed.')).toBeVisible();
    await expect(rowOf(page, 'Cem')).toContainText('Admin');
    expect(await rolesInLogto(acme)).toMatchObject({ Ben: ['admin'], Cem: ['admin'], Dora: ['member'] });

    // Logto's console makes Cem an owner, which no event tells: whoever presses now meets the truth.
    await logto.manage('PUT', `/organizations/${acme.id}/users/${cem!.id}/roles`, { organizationRoleNames: ['owner'] });
    for (const name of ['Ben', 'Cem', 'Dora']) await tick(name);
    await page.getByRole('button', { name: 'Remove…' }).click();
    await expect(page.getByRole('heading', { name: 'Remove 3 people?' })).toBeVisible();
    expect(Object.keys(await rolesInLogto(acme))).toHaveLength(5);
    await page.getByRole('button', { name: 'Remove 3 people' }).click();
    await expect(page.getByText('2 people are no longer members')).toBeVisible();
    await expect(page.getByText('One person stays')).toBeVisible();
    await expect(page.getByText('Cem has a higher role than you.')).toBeVisible();
    await expect(rowOf(page, 'Cem')).toContainText('Owner');
    for (const { name } of [ben!, dora!]) await expect(rowOf(page, name)).toHaveCount(0);
    expect(await rolesInLogto(acme)).toEqual({ 'Ada Byron': ['owner'], 'Amy Admin': ['admin'], Cem: ['owner'] });
  });
}

const actions: readonly Action[] = [...roleNames, 'remove', 'transfer'];

test('Everybody is offered what the rules allow, and refused the rest with its reason', async ({
  acme,
  adasPage,
  signedIn,
  staff,
  post,
  rolesInLogto,
}) => {
  test.setTimeout(240_000);
  const [olga] = await staff(acme, ['Olga Owner'], ['owner']);
  const [amy, abe] = await staff(acme, ['Amy Admin', 'Abe Admin'], ['admin']);
  const [max, mia] = await staff(acme, ['Max Member', 'Mia Member'], ['member']);
  const [owner, admin, member] = [olga!, abe!, mia!];
  const before = await rolesInLogto(acme);

  for (const [actor, page, self] of [
    ['owner', adasPage, null],
    ['admin', await signedIn(amy!), amy!],
    ['member', await signedIn(max!), max!],
  ] as const) {
    const targets: [Role | 'self', Person][] = [
      ['owner', owner],
      ['admin', admin],
      ['member', member],
      ...(self ? [['self', self] as [Role | 'self', Person]] : []),
    ];
    for (const [target, { id, name }] of targets) {
      const answerTo = (action: Action) => {
        const cases = memberCases.filter((each) => {
          const sameTarget = target === 'self' ? each.target === 'self' : `${String(each.target)}` === target;
          return `${each.actor.join('+')}` === actor && sameTarget && each.action === action;
        });
        return (cases.find(({ anotherOwner }) => anotherOwner) ?? cases[0])!.refused;
      };
      const has = target === 'self' ? actor : target;
      const roles = roleNames.filter((role) => role !== has && !answerTo(role));
      const removable = !answerTo('remove');
      const mayOwn = !answerTo('transfer') && has !== 'owner';

      await page.goto(`/o/${acme.slug}/members`);
      const offered = await (await menuOf(rowOf(page, name), name)).allInnerTexts();
      const who = `${actor} on ${target}`;
      expect(offered.includes('Change role'), who).toBe(roles.length > 0);
      expect(offered.includes('Remove'), who).toBe(removable);
      expect(offered.includes('Make owner'), who).toBe(mayOwn);
      expect(offered.includes('Leave workspace'), who).toBe(target === 'self');

      await page.goto(`/o/${acme.slug}/members/${id}`);
      await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
      await expect(page.getByRole('radio')).toHaveCount(roles.length > 0 ? roles.length + 1 : 0);
      for (const role of roles) await expect(radio(page, en.roles.names[role])).toBeVisible();
      await expect(page.getByRole('button', { name: 'Remove from workspace' })).toBeVisible({ visible: removable });
      await expect(page.getByRole('button', { name: 'Hand over ownership' })).toBeVisible({ visible: mayOwn });

      for (const action of actions) {
        const code = answerTo(action);
        if (!code) continue;
        const form: Record<string, string> =
          action === 'remove' || action === 'transfer' ? { intent: action } : { intent: 'change-role', role: action };
        const text = failureText(en, { code, ...(target !== 'self' && { values: { name } }) });
        const answer = await post(page, `/o/${acme.slug}/members/${id}`, form);
        expect(answer.status, `${who}: ${action}`).toBe(failureStatus[code]);
        expect(answer.body, `${who}: ${action}`).toContain(text);
      }
    }
  }
  expect(await rolesInLogto(acme)).toEqual(before);
});

test('A stranger’s id is as unknown here as one that nobody has', async ({
  acme,
  adasPage,
  logto,
  post,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/404/);
  const eve = await logto.createPerson('Evelyn Stranger');
  for (const id of [eve.id, 'nobodyatall00']) {
    const path = `/o/${acme.slug}/members/${id}`;
    expect((await adasPage.goto(path))?.status()).toBe(404);
    expect((await post(adasPage, path, { intent: 'remove' })).status).toBe(404);
    const bulk = await post(adasPage, `/o/${acme.slug}/members`, { intent: 'remove', userIds: id });
    expect(bulk.status).toBe(404);
    expect(bulk.body).not.toContain(eve.name);
  }
});

test('Who is demoted or removed in one browser is refused in another at the next request', async ({
  acme,
  adasPage,
  signedIn,
  staff,
  newEmail,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/40[34]/);
  const [ben] = await staff(acme, ['Ben'], ['admin']);
  const bensPage = await signedIn(ben!);
  await bensPage.goto(`/o/${acme.slug}/invitations/new`);
  await bensPage.getByLabel('E-mail addresses').fill(newEmail('friend'));

  await adasPage.goto(`/o/${acme.slug}/members/${ben!.id}`);
  await radio(adasPage, 'Member').check();
  await saveRole(adasPage);
  await expect(adasPage.getByText('The role of Ben is changed.')).toBeVisible();
  await bensPage.getByRole('button', { name: 'Send invitations' }).click();
  await expect(bensPage.getByRole('heading', { name: 'Your role does not reach here' })).toBeVisible();
  await bensPage.goto(`/o/${acme.slug}/members`);
  await expect(bensPage.getByRole('link', { name: 'Audit log' })).toHaveCount(0);

  await adasPage.getByRole('button', { name: 'Remove from workspace' }).click();
  await expect(adasPage.getByText('Ben is no longer a member.')).toBeVisible();
  await bensPage.getByRole('link', { name: 'Home', exact: true }).click();
  await expect(bensPage.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  expect((await bensPage.goto(`/o/${acme.slug}`))?.status()).toBe(404);
});

for (const [what, press] of [
  ['remove', (page) => page.getByRole('button', { name: 'Remove from workspace' }).click()],
  ['change a role', async (page) => void (await radio(page, 'Admin').check(), await saveRole(page))],
] as [string, (page: Page) => Promise<void>][]) {
  test(`Who was demoted in Logto’s console can ${what} no more, though no event said so`, async ({
    acme,
    adasPage: _,
    signedIn,
    staff,
    logto,
    rolesInLogto,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(/403/);
    const [amy] = await staff(acme, ['Amy Admin'], ['admin']);
    const [ben] = await staff(acme, ['Ben']);
    const page = await signedIn(amy!);
    await page.goto(`/o/${acme.slug}/members/${ben!.id}`);
    await logto.manage('PUT', `/organizations/${acme.id}/users/${amy!.id}/roles`, {
      organizationRoleNames: ['member'],
    });
    await press(page);
    await expect(page.getByText('Your role does not allow this.')).toBeVisible();
    await page.goto(`/o/${acme.slug}/members/${ben!.id}`);
    await expect(page.getByRole('button', { name: 'Remove from workspace' })).toHaveCount(0);
    expect(await rolesInLogto(acme)).toMatchObject({ Ben: ['member'] });
  });
}
