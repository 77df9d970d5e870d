import type { Page } from '@playwright/test';
import type { Person } from '#tests/support/browser-logto.ts';
import { expect, test as base, type Workspace } from './stage.ts';

/** Acme, with one person of each role. */
type Acme = Workspace & { owner: Person; admin: Person; member: Person };

const test = base.extend<{ acme: Acme }>({
  acme: async ({ logto, workspace }, use) => {
    const owner = await logto.createPerson('Ada Owner');
    const admin = await logto.createPerson('Amy Admin');
    const member = await logto.createPerson('Max Member');
    const members = { [owner.id]: 'owner', [admin.id]: 'admin', [member.id]: 'member' } as const;
    await use({ ...(await workspace('Acme', members)), owner, admin, member });
  },
});

async function invite(page: Page, emails: string): Promise<void> {
  await page.getByLabel('E-mail addresses').fill(emails);
  await page.getByRole('button', { name: 'Send invitations' }).click();
}

for (const javaScriptEnabled of [true, false]) {
  test(`Bad addresses are named, and nobody is invited, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    acme,
    signedIn,
    newEmail,
    logto,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(/400/);
    const page = await signedIn(acme.owner, { javaScriptEnabled });
    await page.goto(`/o/${acme.slug}/invitations/new`);
    const error = page.locator('#field-emails-error');
    const good = newEmail('good');
    await page.getByLabel('Note').fill('See you on Monday');

    for (const [typed, text] of [
      ['', 'Enter at least one e-mail address.'],
      [`${good}, not-an-address`, '“not-an-address” is not an e-mail address.'],
      [
        Array.from({ length: 1_001 }, (_, index) => `p${index}@example.test`).join('\n'),
        'Invite up to 1000 people at a time.',
      ],
    ] as const) {
      await invite(page, typed);
      await expect(error).toContainText(text);
      await expect(page.getByLabel('E-mail addresses')).toBeFocused();
      await expect(page.getByLabel('E-mail addresses')).toHaveValue(typed);
      await expect(page.getByLabel('Note')).toHaveValue('See you on Monday');
    }
    expect(await logto.manage('GET', `/organization-invitations?organizationId=${acme.id}`)).toEqual([]);
  });
}

test('A list is sent as far as it can be, and the rest is told address by address', async ({
  acme,
  signedIn,
  newEmail,
  logto,
}) => {
  const page = await signedIn(acme.owner);
  await signedIn(acme.member); // whoever was never here is no member in our copy yet
  const [first, second] = [newEmail('first'), newEmail('second')];
  await page.goto(`/o/${acme.slug}/invitations/new`);
  await invite(page, first);
  await expect(page.getByText('Invitation sent.')).toBeVisible();

  await page.getByRole('link', { name: 'Invite people' }).click();
  await invite(page, `Second One <${second.toUpperCase()}>; ${first}\n${acme.member.email}`);
  await expect(page.getByText('1 invitation sent')).toBeVisible();
  await expect(page.getByText('2 could not be sent')).toBeVisible();
  await expect(page.getByText(`${first} already has an open invitation.`)).toBeVisible();
  await expect(page.getByText(`${acme.member.email} is already a member.`)).toBeVisible();
  const sent = await logto.manage<{ invitee: string }[]>('GET', `/organization-invitations?organizationId=${acme.id}`);
  expect(sent.map(({ invitee }) => invitee).toSorted()).toEqual([first, second]);
});

test('An admin cannot make owners: not offered, and refused when forged', async ({
  acme,
  signedIn,
  newEmail,
  logto,
  post,
}) => {
  const page = await signedIn(acme.admin);
  const form = `/o/${acme.slug}/invitations/new`;
  await page.goto(form);
  await expect(page.getByRole('radio')).toHaveCount(2);
  await expect(page.getByRole('radio', { name: /^Owner/ })).toHaveCount(0);
  for (const [role, status, text] of [
    ['owner', 403, 'You can only give a role up to your own.'],
    ['emperor', 400, 'Choose a role from the list.'],
  ] as const) {
    const answer = await post(page, form, { emails: newEmail('upstart'), role });
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(text);
  }
  expect(await logto.manage('GET', `/organization-invitations?organizationId=${acme.id}`)).toEqual([]);
});

test('A member is offered no invitation, and refused at its address', async ({
  acme,
  signedIn,
  post,
  newEmail,
  logto,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/403/);
  const page = await signedIn(acme.member);
  for (const path of [`/o/${acme.slug}`, `/o/${acme.slug}/members`]) {
    await page.goto(path);
    await expect(page.getByRole('link', { name: 'Members', exact: true })).toBeVisible();
    await expect(page.getByRole('link', { name: /Invit/ })).toHaveCount(0);
  }
  for (const path of [`/o/${acme.slug}/invitations`, `/o/${acme.slug}/invitations/new`]) {
    expect((await page.goto(path))?.status()).toBe(403);
    await expect(page.getByRole('heading', { name: 'Your role does not reach here' })).toBeVisible();
  }
  const refused = await post(page, `/o/${acme.slug}/invitations/new`, { emails: newEmail('friend'), role: 'member' });
  expect(refused.status).toBe(403);
  expect(await logto.manage('GET', `/organization-invitations?organizationId=${acme.id}`)).toEqual([]);
});

test('Somebody who was demoted in Logto’s console cannot invite any more', async ({
  acme,
  signedIn,
  newEmail,
  logto,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/403/);
  const page = await signedIn(acme.admin);
  await page.goto(`/o/${acme.slug}/invitations/new`);
  await logto.manage('PUT', `/organizations/${acme.id}/users/${acme.admin.id}/roles`, {
    organizationRoleNames: ['member'],
  });
  await invite(page, newEmail('friend'));
  await expect(page.getByText('Your role does not allow this.')).toBeVisible();
  await page.goto(`/o/${acme.slug}`);
  await expect(page.getByRole('link', { name: /Invit/ })).toHaveCount(0);
});

test('An admin withdraws what the owner sent, and its link is closed', async ({
  acme,
  signedIn,
  invite: send,
  newEmail,
  allowConsoleErrors,
}) => {
  allowConsoleErrors(/410/);
  const { email, link } = await send(await signedIn(acme.owner), acme, newEmail('ben'));
  const page = await signedIn(acme.admin);
  await page.goto(`/o/${acme.slug}/invitations`);
  await page.getByLabel(`Actions for ${email}`).click();
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByText(`The invitation for ${email} is withdrawn.`)).toBeVisible();
  await expect(page.getByRole('row', { name: email })).toContainText('Withdrawn');
  await expect(page.getByLabel(`Actions for ${email}`)).toHaveCount(0);
  await page.goto(link);
  await expect(page.getByText('This invitation was withdrawn.')).toBeVisible();

  await page.goto(`/o/${acme.slug}/invitations/new`);
  await invite(page, email); // a closed one never stands in the way of a new one
  await expect(page.getByText('Invitation sent.')).toBeVisible();
});

test('An invitation of another workspace cannot be withdrawn from here', async ({
  acme,
  logto,
  workspace,
  signedIn,
  invite: send,
  post,
  newEmail,
  sql,
}) => {
  const eve = await logto.createPerson('Eve');
  const elsewhere = await workspace('Elsewhere', { [eve.id]: 'owner' });
  const { id } = await send(await signedIn(acme.owner), acme, newEmail('ben'));
  const answer = await post(await signedIn(eve), `/o/${elsewhere.slug}/invitations`, { id });
  expect(answer.status).toBe(404);
  expect(await sql('SELECT status FROM invitations WHERE id = $1', [id])).toEqual([{ status: 'pending' }]);
});

for (const javaScriptEnabled of [true, false]) {
  test(`The history is filtered and searched, mails again and hands out a link without a secret, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    acme,
    signedIn,
    invite: send,
    newEmail,
    sql,
    logto,
  }) => {
    const page = await signedIn(acme.owner, { javaScriptEnabled });
    const { id, email, secret } = await send(page, acme, newEmail('ben'));
    const old = await send(page, acme, newEmail('old'));
    await sql(`UPDATE invitations SET expires_at = now() - interval '1 day' WHERE id = $1`, [old.id]);
    await sql(`UPDATE invitations SET last_sent_at = now() - interval '1 day' WHERE id = $1`, [id]);

    await page.goto(`/o/${acme.slug}/invitations`);
    await page.getByRole('link', { name: /^Waiting/ }).click();
    await expect(page.getByRole('row', { name: old.email })).toHaveCount(0);
    await page.getByLabel(`Actions for ${email}`).click();
    await expect(page.getByLabel('Link for them')).toHaveValue(new RegExp(`/invitations/${id}$`));
    expect(await page.content()).not.toContain(secret);
    await page.getByRole('button', { name: 'Send again' }).click();
    await expect(page.getByText(`We sent the invitation to ${email} again.`)).toBeVisible();
    await expect.poll(async () => (await logto.mails(email)).length).toBe(2);

    await page.getByRole('link', { name: /^Expired/ }).click();
    await page.waitForURL(/status=expired/);
    await page.getByLabel('Search by address').fill('nobody');
    await page.getByRole('button', { name: 'Search' }).click();
    await expect(page.getByRole('heading', { name: 'No invitation here' })).toBeVisible();
    await page.getByLabel('Search by address').fill(old.email.slice(0, 12));
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByLabel(`Actions for ${old.email}`).click();
    await page.getByRole('button', { name: 'Invite again' }).click();
    await expect(page.getByText(`${old.email} has a new invitation.`)).toBeVisible();
  });
}

test('A long list is left to a worker, with a page that tells what became of each', async ({
  acme,
  signedIn,
  newEmail,
  logto,
}) => {
  const page = await signedIn(acme.owner);
  const emails = Array.from({ length: 100 }, (_, index) => newEmail(`p${index}`));
  await page.goto(`/o/${acme.slug}/invitations/new`);
  await invite(page, [...emails, acme.owner.email].join('\n'));
  await expect(page).toHaveURL(new RegExp(`/o/${acme.slug}/progress/`));
  await expect(page.getByRole('listitem').filter({ hasText: acme.owner.email })).toContainText('is already a member');
  await expect(page.getByRole('listitem').filter({ hasText: emails[99]! })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('100 invitations are sent')).toBeVisible({ timeout: 60_000 });
  const sent = await logto.manage<unknown[]>('GET', `/organization-invitations?organizationId=${acme.id}`);
  expect(sent).toHaveLength(100);
});
