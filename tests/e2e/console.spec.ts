import { expect, test } from './stage.ts';

test('Somebody whom Logto’s console adds or removes is there, or gone, within seconds', async ({
  withWebhooks: _,
  logto,
  workspace,
  signedIn,
}) => {
  const [ada, ben] = [await logto.createPerson('Ada Byron'), await logto.createPerson('Ben Franklin')];
  const acme = await workspace('Acme', { [ada.id]: 'owner' });
  const page = await signedIn(ada);
  const members = `/organizations/${acme.id}/users`;
  const bensRow = page.getByRole('row', { name: /Ben Franklin/ });
  const seen = async (path: string) => {
    await page.goto(path);
    return bensRow.count();
  };

  await logto.manage('POST', members, { userIds: [ben.id] });
  await logto.manage('PUT', `${members}/${ben.id}/roles`, { organizationRoleNames: ['admin'] });
  await expect.poll(() => seen(`/o/${acme.slug}/members`), { timeout: 30_000 }).toBe(1);
  await expect(bensRow).toContainText('Admin');

  await logto.manage('DELETE', `${members}/${ben.id}`);
  await expect.poll(() => seen(`/o/${acme.slug}/members`), { timeout: 30_000 }).toBe(0);
});
