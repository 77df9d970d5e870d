import type { Page } from '@playwright/test';
import type { Person } from '#tests/support/browser-logto.ts';
import { expect, test as base, type Workspace } from './stage.ts';

/** Ada owns Acme. */
const test = base.extend<{ ada: Person; acme: Workspace; adasPage: Page }>({
  ada: async ({ logto }, use) => use(await logto.createPerson('Ada Byron')),
  acme: async ({ workspace, ada }, use) => use(await workspace('Acme', { [ada.id]: 'owner' })),
  adasPage: async ({ signedIn, ada, acme: _ }, use) => use(await signedIn(ada)),
});

const rowOf = (page: Page, email: string) => page.getByRole('row', { name: email });

async function openMenu(page: Page, email: string) {
  const row = rowOf(page, email);
  await row.getByLabel(`Actions for ${email}`).click();
  return row;
}

for (const { count, javaScriptEnabled } of [
  { count: 120, javaScriptEnabled: true },
  { count: 25, javaScriptEnabled: false },
]) {
  test(`${count} addresses are invited by a worker, and its page ends in a report, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    ada,
    acme,
    signedIn,
    invite,
    newEmail,
    logto,
  }) => {
    test.setTimeout(300_000); // a real server mails each of them
    const page = await signedIn(ada, { javaScriptEnabled });
    const { email: invited } = await invite(page, acme, newEmail('invited'));
    const fresh = Array.from({ length: count - 2 }, (_, index) => newEmail(`p${index}`));

    await page.goto(`/o/${acme.slug}/invitations/new`);
    await page.getByLabel('E-mail addresses').fill([ada.email, ...fresh, invited].join('\n'));
    await page.getByRole('button', { name: 'Send invitations' }).click();
    await expect(page).toHaveURL(/\/progress\//);
    await expect(page.getByRole('heading', { name: 'Inviting people' })).toBeVisible();
    const over = page.getByText('This is what came of it.');
    await expect(async () => {
      // With JavaScript it looks again by itself.
      if (!javaScriptEnabled && !(await over.isVisible())) await page.getByRole('link', { name: 'Look again' }).click();
      await expect(over).toBeVisible({ timeout: javaScriptEnabled ? 200_000 : 1_000 });
    }).toPass({ timeout: 240_000 });

    await expect(page.getByText(`${count - 2} invitations are sent`)).toBeVisible();
    await expect(page.getByText('2 could not be sent.')).toBeVisible();
    const results = page.getByRole('list', { name: 'Results' }).getByRole('listitem');
    await expect(results).toHaveCount(count);
    await expect(results.nth(0).or(results.nth(1)).filter({ hasText: 'is already a member.' })).toContainText(
      ada.email,
    );
    await expect(results.filter({ hasText: 'already has an open invitation.' })).toContainText(invited);

    await page.getByRole('link', { name: 'Go to the invitations' }).click();
    await expect(page.getByRole('link', { name: `Waiting ${count - 1}` })).toBeVisible();
    await expect(page.getByRole('row')).toHaveCount(1 + Math.min(count - 1, 50));
    const path = `/organization-invitations?organizationId=${acme.id}`;
    const made = await logto.manage<{ invitee: string }[]>('GET', path);
    expect(made.map(({ invitee }) => invitee).toSorted()).toEqual([...fresh, invited].toSorted());
  });
}

test('The page of a job is its starter’s alone', async ({
  acme,
  adasPage,
  logto,
  workspace,
  signedIn,
  staff,
  newEmail,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/404/);
  const [amy] = await staff(acme, ['Amy Admin'], ['admin']);
  const eve = await logto.createPerson('Eve');
  const elsewhere = await workspace('Elsewhere', { [eve.id]: 'owner' });
  await adasPage.goto(`/o/${acme.slug}/invitations/new`);
  await adasPage
    .getByLabel('E-mail addresses')
    .fill(Array.from({ length: 21 }, (_, index) => newEmail(`p${index}`)).join(' '));
  await adasPage.getByRole('button', { name: 'Send invitations' }).click();
  await adasPage.waitForURL(/\/progress\//);
  await expect(adasPage.getByText('21 invitations are sent')).toBeVisible({ timeout: 60_000 });
  const path = new URL(adasPage.url()).pathname;

  const [amys, eves] = [await signedIn(amy!), await signedIn(eve)];
  for (const [page, address] of [
    [amys, path],
    [eves, path],
    [eves, path.replace(acme.slug, elsewhere.slug)],
    [adasPage, path.replace(/[^/]+$/, '00000000-0000-7000-8000-000000000000')],
  ] as const) {
    expect((await page.goto(address))?.status(), address).toBe(404);
  }
});

for (const javaScriptEnabled of [true, false]) {
  test(`An invitation is sent for a day, again, and withdrawn, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    ada,
    acme,
    signedIn,
    page: visitor,
    newEmail,
    logto,
    sql,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(/4(10|09|29)/);
    const page = await signedIn(ada, { javaScriptEnabled });
    const email = newEmail('ben');
    await page.goto(`/o/${acme.slug}/invitations/new`);
    await page.getByLabel('E-mail addresses').fill(email);
    await page.getByRole('radio', { name: /^Admin/ }).check();
    await page.getByLabel('The link works for').selectOption('1 day');
    await page.getByRole('button', { name: 'Send invitations' }).click();
    await expect(rowOf(page, email)).toContainText('Admin');
    await expect(rowOf(page, email)).toContainText(/tomorrow|in 24 hours|in 1 day/);
    const first = await logto.mailTo(email, 'OrganizationInvitation');
    const [{ id = '', lasts = 0 } = {}] = await sql(
      'SELECT id, extract(epoch FROM expires_at - created_at)::int AS lasts FROM invitations WHERE email = $1',
      [email],
    );
    expect(Math.round(Number(lasts) / 3_600)).toBe(24);

    // What the inviter can copy holds the id and no secret.
    const row = await openMenu(page, email);
    const link = await row.getByLabel('Link for them').inputValue();
    expect(new URL(link).pathname).toBe(`/invitations/${String(id)}`);
    expect(await page.content()).not.toContain((first.payload['link'] ?? 'no link').split('/').at(-1));

    await row.getByRole('button', { name: 'Send again' }).click();
    await expect(page.getByText(/You can send it again in \d+ seconds/)).toBeVisible();
    await sql(`UPDATE invitations SET last_sent_at = last_sent_at - interval '1 minute' WHERE id = $1`, [id]);
    await page.goto(`/o/${acme.slug}/invitations`);
    await (await openMenu(page, email)).getByRole('button', { name: 'Send again' }).click();
    await expect(page.getByText(`We sent the invitation to ${email} again.`)).toBeVisible();
    const second = await logto.mailTo(email, 'OrganizationInvitation', { except: [first] });
    for (const { payload } of [first, second]) {
      await visitor.goto(payload['link'] ?? '');
      await expect(visitor.getByRole('button', { name: `Continue as ${email}` })).toBeVisible();
    }

    await (await openMenu(page, email)).getByRole('button', { name: 'Withdraw' }).click();
    await expect(page.getByText(`The invitation for ${email} is withdrawn.`)).toBeVisible();
    await expect(rowOf(page, email)).toContainText('Withdrawn');
    await visitor.goto(second.payload['link'] ?? '');
    await expect(visitor.getByText('This invitation was withdrawn.')).toBeVisible();
  });

  test(`The history is filtered, searched and paged, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    ada,
    acme,
    signedIn,
    sql,
  }) => {
    const page = await signedIn(ada, { javaScriptEnabled });
    await sql(
      `INSERT INTO invitations (id, tenant_id, email, role, status, invited_by_name, created_at, expires_at)
       SELECT gen_random_uuid(), t.id, status || n || '@example.test', 'member', status::invitation_status, 'Ada Byron',
              now() - n * interval '1 hour', now() + interval '7 days'
         FROM tenants t, (VALUES ('accepted', 60), ('declined', 2), ('revoked', 3), ('pending', 1)) AS kinds (status, many),
              generate_series(1, many) AS n
        WHERE t.logto_org_id = $1`,
      [acme.id],
    );
    await sql(
      `UPDATE invitations SET expires_at = now() - interval '1 hour' WHERE email = 'pending1@example.test'
          AND tenant_id = (SELECT id FROM tenants WHERE logto_org_id = $1)`,
      [acme.id],
    );
    const rows = page.getByRole('row').filter({ has: page.getByRole('cell') });
    await page.goto(`/o/${acme.slug}/invitations`);
    await expect(rows).toHaveCount(50);

    for (const [tab, many] of [
      ['Declined', 2],
      ['Withdrawn', 3],
      ['Expired', 1],
      ['Waiting', 0],
    ] as const) {
      await page.getByRole('link', { name: `${tab} ${many}` }).click();
      await expect(rows).toHaveCount(many);
    }
    await expect(page.getByRole('heading', { name: 'No invitation here' })).toBeVisible();
    await page.getByRole('link', { name: 'Accepted 60' }).click();
    await expect(page.getByRole('link', { name: 'Accepted 60' })).toHaveAttribute('aria-current', 'page');
    await page.getByRole('link', { name: 'Next' }).click();
    await expect(rows).toHaveCount(10);
    await expect(rows.last()).toContainText('accepted60@example.test');
    await page.getByRole('link', { name: 'Previous' }).click();
    await expect(rows).toHaveCount(50);

    await page.getByLabel('Search by address').fill('ACCEPTED5');
    await page.getByRole('button', { name: 'Search' }).click();
    await expect(rows).toHaveCount(11);
    await page.getByLabel('Search by address').fill('declined');
    await page.getByRole('button', { name: 'Search' }).click();
    await expect(page.getByRole('heading', { name: 'No invitation here' })).toBeVisible();
    await page.getByRole('link', { name: 'Show all' }).click();
    await expect(rows).toHaveCount(50);
  });
}

test('Two who invite the same address at the same moment send one invitation', async ({
  acme,
  adasPage,
  signedIn,
  staff,
  newEmail,
  logto,
}) => {
  const [amy] = await staff(acme, ['Amy Admin'], ['admin']);
  const pages = [adasPage, await signedIn(amy!)];
  const email = newEmail('wanted');
  for (const page of pages) {
    await page.goto(`/o/${acme.slug}/invitations/new`);
    await page.getByLabel('E-mail addresses').fill(email);
  }
  await Promise.all(pages.map((page) => page.getByRole('button', { name: 'Send invitations' }).click()));
  const outcome = (page: Page) => {
    const sent = page.getByText('Invitation sent.');
    const refused = page.getByText(`${email} already has an open invitation.`);
    return expect(sent.or(refused))
      .toBeVisible()
      .then(() => sent.isVisible());
  };
  expect((await Promise.all(pages.map(outcome))).toSorted()).toEqual([false, true]);
  expect(await logto.manage('GET', `/organization-invitations?organizationId=${acme.id}`)).toHaveLength(1);
  await logto.mailTo(email, 'OrganizationInvitation'); // fails when there are two
});

test('Accepted and withdrawn at the same moment, it comes to one, and both are told which', async ({
  acme,
  adasPage,
  signedIn,
  invite,
  logto,
  rolesInLogto,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/4(10|09)/);
  for (const [first, second] of [
    [0, 0],
    [0, 1],
  ] as const) {
    const ben = await logto.createPerson(`Ben ${first}${second}`);
    const { id } = await invite(adasPage, acme, ben.email);
    const bensPage = await signedIn(ben);
    await bensPage.goto(`/invitations/${id}`);
    await adasPage.goto(`/o/${acme.slug}/invitations`);
    const row = await openMenu(adasPage, ben.email);
    const presses = [
      bensPage.getByRole('button', { name: 'Accept invitation' }),
      row.getByRole('button', { name: 'Withdraw' }),
    ];
    if (second === 1) presses.reverse();
    await Promise.all(presses.map((button) => button.click()));

    const joined = bensPage.getByText(`You are now a member of ${acme.name}.`);
    const notJoined = bensPage.getByText(/This invitation (was withdrawn|is being answered)/);
    await expect(joined.or(notJoined).first()).toBeVisible();
    const isMember = await joined.isVisible();
    expect(Object.keys(await rolesInLogto(acme)).includes(ben.name)).toBe(isMember);
    await adasPage.goto(`/o/${acme.slug}/invitations`);
    await expect(rowOf(adasPage, ben.email)).toContainText(isMember ? 'Accepted' : 'Withdrawn');
  }
});
