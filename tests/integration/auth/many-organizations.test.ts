import { beforeAll, expect, it } from 'vitest';
import { asOrganizationId, asUserId } from '#app/logto/ids.ts';
import { logto as api } from '#app/logto/logto.server.ts';
import { Browser } from './browser.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

/** In Logto, several at a time, and in the copy at once. Only the ones that are opened have a role. */
async function organizations(count: number, userId: string): Promise<string[]> {
  const ids: string[] = [];
  const maker = async () => {
    while (ids.length < count) {
      const at = ids.push('') - 1;
      const { id } = await api().organizations.create({ name: `Club ${at}` });
      await api().members.add(id, asUserId(userId));
      ids[at] = id;
    }
  };
  await Promise.all(Array.from({ length: 8 }, maker));
  for (const at of opened(count))
    await api().members.setRoles(asOrganizationId(ids[at]!), asUserId(userId), ['member']);
  await stage.sql('INSERT INTO users (id, updated_at) VALUES ($1, now())', [userId]);
  await stage.sql(
    `WITH made AS (
       INSERT INTO tenants (id, logto_org_id, name, slug, state, created_by_id, updated_at)
       SELECT gen_random_uuid(), id, 'Club', 'club-' || id, 'active', $1, now() FROM unnest($2::text[]) AS id
       RETURNING id)
     INSERT INTO members (tenant_id, user_id, roles) SELECT id, $1, '{member}' FROM made`,
    [userId, ids],
  );
  return ids.map((id) => `club-${id}`);
}

const opened = (count: number) => [0, count - 1];

it.each([150, 1000])(
  'a person in %i organizations signs in and opens any as anybody does',
  async (count) => {
    const ada = await stage.person('Ada');
    const slugs = await organizations(count, ada.id);
    const browser = new Browser();
    for (const at of opened(count)) {
      const page = await browser.goOn(await browser.open(`/o/${slugs[at]}`), ada);
      expect(page.status).toBe(200);
      const { permissions } = page.data['organization'] as { permissions: string[] };
      expect(permissions.toSorted()).toEqual(['delete:data', 'read:data', 'write:data']);
    }
    for (const line of browser.setCookies) expect(line.length).toBeLessThan(160);
  },
  300_000,
);

it('an ID token that names all organizations does no harm either', async () => {
  const claims = { enabledExtendedClaims: ['organizations', 'organization_roles'] };
  await stage.logto.api.PUT('/api/configs/id-token', { body: claims as never });
  const bob = await stage.person('Bob');
  const [slug] = await organizations(100, bob.id);
  expect(await new Browser().signIn(bob, `/o/${slug}`)).toMatchObject({ status: 200 });
}, 60_000);
