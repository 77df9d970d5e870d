import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './stage.ts';

const events = (page: Page) => page.getByRole('list', { name: 'Events' }).getByRole('listitem');

for (const javaScriptEnabled of [true, false]) {
  test(`The log tells who did what on whom, is filtered and taken out, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    logto,
    workspace,
    signedIn,
    staff,
    invite,
    post,
    newEmail,
    allowConsoleErrors,
  }) => {
    allowConsoleErrors(/403/);
    const ada = await logto.createPerson('Ada Byron');
    const ben = await logto.createPerson('Ben Franklin');
    const acme = await workspace('Acme', { [ada.id]: 'owner' });
    const page = await signedIn(ada, { javaScriptEnabled });
    const [formula] = await staff(acme, ['=HYPERLINK("//evil.test")']);
    const members = `/o/${acme.slug}/members`;

    const { id } = await invite(page, acme, ben.email, 'admin');
    const withdrawn = await invite(page, acme, newEmail('withdrawn'));
    await post(page, `/o/${acme.slug}/invitations`, { id: withdrawn.id, intent: 'revoke' });
    const bens = await signedIn(ben);
    await post(bens, `/invitations/${id}`, { intent: 'accept' });
    await post(bens, `${members}/${formula!.id}`, { intent: 'change-role', role: 'admin' });
    await post(page, `${members}/${formula!.id}`, { intent: 'remove' });
    await post(page, `${members}/${ben.id}`, { intent: 'transfer' });
    await post(page, `/o/${acme.slug}/leave`, {});
    await bens.close();

    const reader = await signedIn(ben, { javaScriptEnabled });
    await reader.goto(`/o/${acme.slug}`);
    await reader.getByRole('link', { name: 'Audit log' }).click();
    const sentences = [
      'Ada Byron left the workspace.',
      'Ada Byron handed the workspace over to Ben Franklin.',
      'Ada Byron changed the role of Ben Franklin from admin to owner.',
      `Ada Byron removed ${formula!.name}.`,
      `Ben Franklin changed the role of ${formula!.name} from member to admin.`,
      'Ben Franklin accepted an invitation and joined as admin.',
      `Ada Byron withdrew the invitation to ${withdrawn.email}.`,
      `Ada Byron invited ${withdrawn.email} as member.`,
      `Ada Byron invited ${ben.email} as admin.`,
    ];
    await expect(events(reader).first()).toContainText(sentences[0]!);
    // Other lines may stand between them: what Logto itself told of who joined.
    const told = await events(reader).allInnerTexts();
    expect(told.flatMap((text) => sentences.filter((sentence) => text.includes(sentence)))).toEqual(sentences);
    await events(reader).filter({ hasText: `Ada Byron removed` }).locator('summary').click();
    await expect(events(reader).filter({ hasText: `Ada Byron removed` })).toContainText('member.removed');

    await reader.getByLabel('What').selectOption('Invitations');
    await reader.getByRole('button', { name: 'Show', exact: true }).click();
    await expect(events(reader)).toHaveCount(4);
    await reader.getByLabel('Who', { exact: true }).fill('ben');
    await reader.getByRole('button', { name: 'Show', exact: true }).click();
    await expect(events(reader)).toHaveCount(1);
    await expect(events(reader)).toContainText('Ben Franklin accepted an invitation');
    await reader.getByLabel('Who', { exact: true }).fill('nobody');
    await reader.getByRole('button', { name: 'Show', exact: true }).click();
    await expect(reader.getByRole('heading', { name: 'No event matches' })).toBeVisible();
    await reader.getByRole('link', { name: 'Show everything' }).first().click();
    await expect(events(reader).filter({ hasText: 'handed the workspace over' })).toBeVisible();

    await reader.getByLabel('On whom').fill('hyperlink');
    await reader.getByRole('button', { name: 'Show', exact: true }).click();
    await expect(events(reader).filter({ hasText: 'Ada Byron removed' })).toBeVisible();
    await expect(events(reader).filter({ hasText: 'handed the workspace over' })).toHaveCount(0);
    const downloading = reader.waitForEvent('download');
    await reader.getByRole('link', { name: 'Export as CSV' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(new RegExp(`^${acme.slug}-audit-\\d{4}-\\d\\d-\\d\\d\\.csv$`));
    const csv = await readFile(await download.path(), 'utf8');
    expect(csv).toContain('"time","action","actor_id"');
    expect(csv).toContain(`"'=HYPERLINK(""//evil.test"")"`);
    expect(csv).not.toMatch(/"\s*=/);
    expect(csv).not.toContain('ownership.transferred');
    await reader.goto(`/o/${acme.slug}/audit`);
    await expect(events(reader).first()).toContainText('Ben Franklin exported the audit log.');

    const max = (await staff(acme, ['Max Member']))[0]!;
    const refused = await signedIn(max);
    await refused.goto(`/o/${acme.slug}`);
    await expect(refused.getByRole('link', { name: 'Audit log' })).toHaveCount(0);
    expect((await refused.goto(`/o/${acme.slug}/audit`))?.status()).toBe(403);
    expect((await refused.request.get(`/o/${acme.slug}/audit.csv`)).status()).toBe(403);
  });
}
