import { beforeAll, describe, expect, it } from 'vitest';
import type { Page } from '../auth/browser.ts';
import { openStage } from '../auth/stage.ts';
import type { TestUser } from '#tests/support/logto.ts';
import { backgroundDone } from '#app/auth/in-background.server.ts';
import { AppBrowser } from './app.ts';

const stage = await openStage();

let ada: TestUser;
let ben: TestUser;
let cem: TestUser;
const browsers = { ada: new AppBrowser(), ben: new AppBrowser(), cem: new AppBrowser(), eve: new AppBrowser() };

beforeAll(async () => {
  [ada, ben, cem] = [await stage.person('Ada Byron'), await stage.person('Ben'), await stage.person('Cem')];
  await browsers.ada.signIn(ada);
  await browsers.ben.signIn(ben);
  await browsers.cem.signIn(cem);
  await browsers.eve.signIn(await stage.person('Eve'));
});

/** Ada owns it, Ben is admin, Cem a member; all three in Logto and by name in the copy. */
async function workspace() {
  const acme = await stage.organization('Acme', { [ada.id]: 'owner', [ben.id]: 'admin', [cem.id]: 'member' });
  for (const { id, name, email } of [ada, ben, cem]) {
    await stage.sql('UPDATE members SET name = $2::text, email = $3, sort_name = lower($2::text) WHERE user_id = $1', [
      id,
      name,
      email,
    ]);
  }
  const members = `/o/${acme.slug}/members`;
  return { ...acme, members, member: ({ id }: TestUser) => `${members}/${id}`, leave: `/o/${acme.slug}/leave` };
}

/** So many more in the copy alone. */
const crowd = (tenantId: string, count: number) =>
  stage.sql(
    `WITH people AS (SELECT gen_random_uuid()::text AS id, n FROM generate_series(1, $2::int) n),
          known AS (INSERT INTO users (id, updated_at) SELECT left(id, 21), now() FROM people)
     INSERT INTO members (tenant_id, user_id, roles, name, sort_name, joined_at)
     SELECT $1, left(id, 21), '{member}', 'Extra ' || lpad(n::text, 3, '0'), 'extra ' || lpad(n::text, 3, '0'), now() - n * interval '1 day'
       FROM people`,
    [tenantId, count],
  );

const text = AppBrowser.text;
const names = ({ body }: Page) => {
  const [, rows = ''] = /<tbody(.*)<\/tbody>/s.exec(body) ?? [];
  return [...rows.matchAll(/<span class="truncate font-medium">([^<]*)/g)].map(([, name]) => name);
};
const linkOf = ({ body }: Page, rel: string) =>
  (new RegExp(`rel="${rel}"[^>]*href="([^"]*)"|href="([^"]*)"[^>]*rel="${rel}"`).exec(body) ?? [])
    .slice(1)
    .find(Boolean)
    ?.replaceAll('&amp;', '&');
const key = () => `a-key-of-a-form-${crypto.randomUUID()}`;
const post = (browser: AppBrowser, path: string, form: Record<string, string | string[]>) => {
  const body = new URLSearchParams({ idempotencyKey: key() });
  for (const [name, values] of Object.entries(form)) for (const value of [values].flat()) body.append(name, value);
  return browser.open(path, { form: body as unknown as Record<string, string> });
};

describe('the list of members', () => {
  it('finds, filters and sorts by its address', async () => {
    const { members } = await workspace();
    expect(names(await browsers.cem.open(members))).toEqual(['Ada Byron', 'Ben', 'Cem']);
    expect(names(await browsers.cem.open(`${members}?q=BYR`))).toEqual(['Ada Byron']);
    expect(names(await browsers.cem.open(`${members}?role=admin`))).toEqual(['Ben']);
    expect(text(await browsers.cem.open(`${members}?role=other`))).toContain('Nobody has this role.');
    expect(text(await browsers.cem.open(`${members}?q=nobody+else`))).toContain('contains “nobody else”');
  });

  it('goes from page to page and back, and says where it is', async () => {
    const { members, tenantId } = await workspace();
    await crowd(tenantId, 60);
    const first = await browsers.cem.open(members);
    expect(text(first)).toContain('1–50 of 63');
    const second = await browsers.cem.open(new URL(linkOf(first, 'next')!, first.url));
    expect(text(second)).toContain('51–63 of 63');
    const back = await browsers.cem.open(new URL(linkOf(second, 'prev')!, second.url));
    expect([text(back).includes('1–50 of 63'), names(back)]).toEqual([true, names(first)]);
  });

  it.each([
    'after=nonsense',
    `after=${Buffer.from('{"sort":"joined","key":"never","userId":"x","number":"1"}').toString('base64url')}&sort=joined`,
    `after=${Buffer.from('{"sort":"seen","key":"2026-13-45T00:00:00.000Z","userId":"x","number":"1"}').toString('base64url')}&sort=seen`,
    `after=${Buffer.from('{"sort":"name","key":"a\\u0000","userId":"x","number":"1"}').toString('base64url')}`,
    `before=${Buffer.from('{"sort":"name","key":"a","userId":"x","number":"-1"}').toString('base64url')}`,
    'sort=password&role=root&q=%00',
  ])('shows the first page to whoever makes up “%s”', async (query) => {
    const { members } = await workspace();
    const page = await browsers.cem.open(`${members}?${query}`);
    expect([page.status, names(page).length]).toEqual([200, 3]);
  });

  it('offers to each what the rules allow them: an owner all, an admin less, a member to leave', async () => {
    const { members, leave, member } = await workspace();
    const [adas, bens, cems] = [
      await browsers.ada.open(members),
      await browsers.ben.open(members),
      await browsers.cem.open(members),
    ];
    const offered = ({ body }: Page, who: TestUser) =>
      ['role', 'own', 'remove'].filter((what) => body.includes(`href="${member(who)}#${what}"`));
    expect([ada, ben, cem].map((who) => offered(adas, who))).toEqual([
      [],
      ['role', 'own', 'remove'],
      ['role', 'own', 'remove'],
    ]);
    expect([ada, ben, cem].map((who) => offered(bens, who))).toEqual(
      [[], ['role', 'remove'], ['role', 'remove']].map((own, at) => (at === 1 ? ['role'] : own)),
    );
    expect([ada, ben, cem].map((who) => offered(cems, who))).toEqual([[], [], []]);
    expect(cems.body).toContain(`href="${leave}"`);
    expect([adas, cems].map(({ body }) => body.includes('name="userIds"'))).toEqual([true, false]);
  });

  it('is in Spanish for who reads Spanish', async () => {
    const { members } = await workspace();
    const browser = new AppBrowser(browsers.cem);
    browser.language = 'es';
    expect(text(await browser.open(members))).toContain('Última visita');
  });

  it('writes down once in ten minutes that somebody is there', async () => {
    const { members, tenantId } = await workspace();
    const seen = async () => {
      await backgroundDone();
      const [row] = await stage.sql<{ at: Date | null }>(
        'SELECT last_seen_at AS at FROM members WHERE tenant_id = $1 AND user_id = $2',
        [tenantId, cem.id],
      );
      return row!.at?.getTime();
    };
    expect(await seen()).toBeUndefined();
    await browsers.cem.open(members);
    const at = await seen();
    expect(at).toBeGreaterThan(Date.now() - 60_000);
    await browsers.cem.open(members);
    expect(await seen()).toBe(at);
    await stage.sql(`UPDATE members SET last_seen_at = now() - interval '11 minutes' WHERE user_id = $1`, [cem.id]);
    await browsers.cem.open(members);
    expect(await seen()).toBeGreaterThanOrEqual(at!);
  });
});

describe('several members at once', () => {
  it('get a role, with a report for whom it does not become', async () => {
    const { members, tenantId } = await workspace();
    await crowd(tenantId, 1);
    const [extra] = await stage.sql<{ user_id: string }>(
      `SELECT user_id FROM members WHERE tenant_id = $1 AND name LIKE 'Extra%'`,
      [tenantId],
    );
    const form = { intent: 'change-roles', role: 'admin', userIds: [cem.id, extra!.user_id] };
    const report = text(await post(browsers.ada, members, form));
    expect(report).toContain('One role is changed');
    expect(report).toContain('Extra 001: Is no longer a member.');
    expect(await rolesOf(tenantId, cem)).toEqual(['admin']);
  });

  it('are removed once it is confirmed', async () => {
    const { members, tenantId } = await workspace();
    const asked = await post(browsers.ada, members, { intent: 'ask-removal', userIds: [ben.id, cem.id] });
    expect(text(asked)).toContain('Remove 2 people?');
    expect(await rolesOf(tenantId, cem)).toEqual(['member']);
    const done = await post(browsers.ada, members, { intent: 'remove', userIds: [ben.id, cem.id] });
    expect(text(done)).toContain('2 people are no longer members.');
    expect(await rolesOf(tenantId, cem)).toBeUndefined();
    expect((await browsers.cem.open(members)).status).toBe(404);
  });

  it('are somebody, and people of this organization', async () => {
    const { members } = await workspace();
    expect(text(await post(browsers.ada, members, { intent: 'change-roles', role: 'admin' }))).toContain(
      'Select at least one person.',
    );
    const forged = await post(browsers.ada, members, {
      intent: 'change-roles',
      role: 'admin',
      userIds: 'somebody-else',
    });
    expect(forged.status).toBe(404);
  });

  it('are for who may manage members', async () => {
    const { members } = await workspace();
    const form = { intent: 'remove', userIds: [ben.id] };
    expect((await post(browsers.cem, members, form)).status).toBe(403);
    expect((await post(browsers.eve, members, form)).status).toBe(404);
  });
});

const rolesOf = async (tenantId: string, { id }: TestUser) =>
  (
    await stage.sql<{ roles: string[] }>('SELECT roles FROM members WHERE tenant_id = $1 AND user_id = $2', [
      tenantId,
      id,
    ])
  )[0]?.roles;

describe('a member’s page', () => {
  it('gives a role, hands over and removes', async () => {
    const { member, tenantId, members } = await workspace();
    expect(text(await browsers.ada.open(member(cem)))).toContain('Hand over to Cem');
    expect(text(await post(browsers.ada, member(cem), { intent: 'change-role', role: 'admin' }))).toContain(
      'The role of Cem is changed.',
    );
    expect(text(await post(browsers.ada, member(ben), { intent: 'remove' }))).toContain('Ben is no longer a member.');
    const handed = await post(browsers.ada, member(cem), { intent: 'transfer' });
    expect([handed.url.pathname, text(handed).includes('Cem is the owner now')]).toEqual([members, true]);
    expect([await rolesOf(tenantId, ada), await rolesOf(tenantId, cem)]).toEqual([['admin'], ['owner']]);
  });

  it('says at its form why something is refused', async () => {
    const { member } = await workspace();
    const refused = await post(browsers.ben, member(cem), { intent: 'change-role', role: 'owner' });
    expect([refused.status, text(refused).includes('You can only give a role up to your own.')]).toEqual([403, true]);
    const above = await post(browsers.ben, member(ada), { intent: 'remove' });
    expect([above.status, text(above).includes('has a higher role than you')]).toEqual([403, true]);
  });

  it('is nothing for strangers, for people of other organizations, and for made-up ids', async () => {
    const { member, members } = await workspace();
    const other = await stage.organization('Other', { [ada.id]: 'owner' });
    const pages = [
      await browsers.eve.open(member(cem)),
      await browsers.ada.open(`/o/${other.slug}/members/${cem.id}`),
      await browsers.ada.open(`${members}/nobody`),
      await browsers.ada.open(`${members}/%00`),
      await post(browsers.ada, `/o/${other.slug}/members/${cem.id}`, { intent: 'remove' }),
    ];
    expect(pages.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
  });
});

describe('leaving', () => {
  it('says what is lost, and lands among one’s workspaces or at the welcome', async () => {
    const { leave, members } = await workspace();
    expect(text(await browsers.cem.open(leave))).toContain('To come back you need a new invitation.');
    const gone = await post(browsers.cem, leave, {});
    expect(['/workspaces', '/welcome']).toContain(gone.url.pathname);
    expect(text(gone)).toContain('You left Acme.');
    expect((await browsers.cem.open(members)).status).toBe(404);
  });

  it('tells the last owner why not, and what to do', async () => {
    const { leave } = await workspace();
    expect(text(await browsers.ada.open(leave))).toContain('You are the only owner');
    const refused = await post(browsers.ada, leave, {});
    expect([refused.status, text(refused).includes('Make somebody else an owner first.')]).toEqual([409, true]);
  });
});

describe('the page of an operation that goes on', () => {
  const write = async (tenantId: string, actor: TestUser) => {
    const [row] = await stage.sql<{ id: string }>(
      `INSERT INTO operations (id, kind, actor_id, tenant_id, key, input_hash, input, context, lease_until, updated_at)
       VALUES (gen_random_uuid(), 'remove-members', $1, $2, gen_random_uuid()::text, '', '{"userIds":["a","b","c"]}',
               '{"reserved":{"refused":[{"userId":"a","name":"Alma","refused":{"ok":false,"code":"not-found"}}]}}',
               now() + interval '1 hour', now()) RETURNING id`,
      [actor.id, tenantId],
    );
    await stage.sql(
      `INSERT INTO operation_steps (operation_id, name, answer, actor_id) VALUES ($1, 'remove b', $2, $3)`,
      [row!.id, { userId: 'b', name: 'Berta', refused: null }, actor.id],
    );
    return row!.id;
  };

  it('tells how far it is, and in the end what came of it', async () => {
    const { slug, tenantId } = await workspace();
    const id = await write(tenantId, ada);
    const page = text(await browsers.ada.open(`/o/${slug}/progress/${id}`));
    expect(page).toContain('2 of 3');
    expect(page).toMatch(/Alma\s*Is no longer a member\.\s*Berta\s*Removed/);
    expect(page).toContain('Look again');
    await stage.sql(`UPDATE operations SET state = 'done', result = '{"ok":true}' WHERE id = $1`, [id]);
    const over = text(await browsers.ada.open(`/o/${slug}/progress/${id}`));
    expect(over).toContain('One person is no longer a member');
    expect(over).not.toContain('Look again');
  });

  it('is only for who began it, and in its organization', async () => {
    const { slug, tenantId } = await workspace();
    const other = await stage.organization('Other', { [ada.id]: 'owner' });
    const id = await write(tenantId, ada);
    const statuses = [
      await browsers.ben.open(`/o/${slug}/progress/${id}`),
      await browsers.eve.open(`/o/${slug}/progress/${id}`),
      await browsers.ada.open(`/o/${other.slug}/progress/${id}`),
      await browsers.ada.open(`/o/${slug}/progress/nonsense`),
      await browsers.ada.open(`/o/${slug}/progress/${crypto.randomUUID()}`),
    ].map(({ status }) => status);
    expect(statuses).toEqual([404, 404, 404, 404, 404]);
  });
});
