/** The resources of the API: who may what, what is answered, and that everything happens once, wholly or not at all. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settleOperation } from '#app/flows/index.server.ts';
import type { SignedIn } from '#app/auth/session.server.ts';
import type { UserId } from '#app/logto/ids.ts';
import { env } from '#app/env.server.ts';
import { endpoints } from '#app/api/endpoints.server.ts';
import { memberStage, type Party } from '#tests/flows/member-stage.ts';
import { known, newKey, newPerson, newWorkspace } from '#tests/flows/people.ts';
import { cable } from '#tests/support/cable.ts';
import { AppBrowser } from '../pages/app.ts';
import { type Credential, program } from './program.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
const { call, widget } = program(stage);
const parties = memberStage(stage.logto);
const wire = await cable(process.env['DATABASE_URL']!);
Object.assign(process.env, { DATABASE_URL: wire.url });
afterAll(() => wire.cut());

type Who = Record<'owner' | 'admin' | 'member' | 'stranger', Credential & { token: string }>;

let party: Party;
let who: Who;
let machine: Record<'admin' | 'member', Credential>;
let inside: string;
const person = (name: string) => newPerson(stage.logto, name);

/** An organization of three, whom tokens of our own site stand for. */
async function newParty() {
  const made = await parties.organization({
    owner: ['owner'],
    admin: ['admin'],
    member: ['member'],
    other: ['member'],
  });
  return { ...made, path: `/organizations/${made.organizationId}` };
}

beforeAll(async () => {
  const made = await newParty();
  party = made;
  inside = made.path;
  const as = async (name: string) => widget({ userId: made.ids(name)[0]! });
  const stranger = await widget(await person('Sam Stranger'));
  who = { owner: await as('owner'), admin: await as('admin'), member: await as('member'), stranger };
  const access = await made.access('owner');
  const key = async (role: 'admin' | 'member') => ({ token: (await stage.apiKey(access, { role })).secret });
  machine = { admin: await key('admin'), member: await key('member') };
});

describe('who may what', () => {
  const nothing = '0198c5f2-7a31-7c44-9d6e-52b1f3a8c07d';
  /** Without the organization in front; what a member, and a key with a member's role, is told. */
  const refusals: [string, unknown, string | 200, string | 200][] = [
    ['GET ', undefined, 200, 200],
    ['GET /members', undefined, 200, 200],
    ['GET /members/{other}', undefined, 200, 200],
    ['PUT /members/{other}/role', { role: 'admin' }, 'not-permitted', 'not-permitted'],
    ['DELETE /members/{other}', undefined, 'not-permitted', 'not-permitted'],
    ['POST /members/bulk', { action: 'remove', users: ['x'] }, 'not-permitted', 'not-permitted'],
    ['GET /invitations', undefined, 'not-permitted', 'not-permitted'],
    ['POST /invitations', { emails: ['a@example.com'], role: 'member' }, 'not-permitted', 'not-permitted'],
    [`POST /invitations/${nothing}/resend`, undefined, 'not-permitted', 'not-permitted'],
    [`DELETE /invitations/${nothing}`, undefined, 'not-permitted', 'not-permitted'],
    [`GET /operations/${nothing}`, undefined, 'not-found', 'not-found'],
    [`DELETE /operations/${nothing}`, undefined, 'not-found', 'not-found'],
    ['POST /transfer', { user: 'x' }, 'not-permitted', 'people-only'],
  ];

  it.each(refusals)('%s', async (rest, body, member, key) => {
    const [method, path] = rest.replace('{other}', party.ids('other')[0]!).split(' ') as [string, string];
    const ask = (credential: Credential) => call(credential, `${method} ${inside}${path}`, { body });
    const told = ({ status, body }: Awaited<ReturnType<typeof ask>>) => body.code ?? status;
    expect(told(await ask({}))).toBe('unauthenticated');
    expect(told(await ask({ token: 'tnt_nobody' }))).toBe('unauthenticated');
    expect(told(await ask(who.stranger))).toBe('not-found');
    expect(told(await ask(who.member))).toBe(member);
    expect(told(await ask(machine.member))).toBe(key);
    expect(told(await ask(await widget({ userId: party.ids('owner')[0]! }, { scopes: [] })))).toBe('scope-missing');
  });

  it('tells nobody whether an organization that is not theirs is there', async () => {
    const texts = await Promise.all(
      [inside, '/organizations/nothinghere', '/organizations/-'].map(async (path) => {
        const { status, body } = await call(who.stranger, `GET ${path}`);
        return [status, body.title];
      }),
    );
    expect(new Set(texts.map(String)).size).toBe(1);
    expect(texts[0]![0]).toBe(404);
  });

  it('keeps to people what only people do', async () => {
    for (const address of ['POST /organizations', 'GET /invitations', `POST ${inside}/leave`] as const) {
      const sent = address === 'POST /organizations' ? { body: { name: 'Robots' } } : {};
      const { status, body } = await call(machine.admin, address, sent);
      expect([status, body.code], address).toEqual([403, 'people-only']);
    }
    expect(await party.members()).toHaveProperty('owner');
  });

  it('lets a key of an admin change the organization, in its own name, and not close it', async () => {
    const changed = await call(machine.admin, `PATCH ${inside}`, { body: { description: 'By a key' } });
    expect(changed.body).toMatchObject({ description: 'By a key', roles: ['admin'] });
    const [told] = await stage.sql<{ actor_name: string; actor_id: string }>(
      "SELECT actor_name, actor_id FROM audit_events WHERE tenant_id = $1 AND action = 'organization.described'",
      [party.tenantId],
    );
    expect(told).toEqual({ actor_name: 'Import', actor_id: expect.stringMatching(/^key:/) });
    const closed = await call(machine.admin, `DELETE ${inside}`, { body: { confirmation: party.slug } });
    expect(closed.body.code).toBe('people-only');
  });

  it('lets no widget change or close an organization, whatever its token covers', async () => {
    for (const method of ['PATCH', 'DELETE']) {
      const { body } = await call(who.owner, `${method} ${inside}`, { body: { confirmation: party.slug } });
      expect(body.code).toBe('scope-missing');
    }
  });

  it('offers of each member what it would then do', async () => {
    const offers = async (credential: Credential) => {
      const { body } = await call(credential, `GET ${inside}/members`);
      const byName = (body.items as { name: string; may: unknown; self: boolean }[]).map((each) => [
        each.name,
        each.may,
      ]);
      return { ...Object.fromEntries(byName), permissions: body.permissions, grantable: body.grantable };
    };
    const none = { remove: false, roles: [] };
    expect(await offers(who.admin)).toEqual({
      owner: none,
      admin: { remove: false, roles: ['member'] },
      member: { remove: true, roles: ['admin'] },
      other: { remove: true, roles: ['admin'] },
      permissions: { invite: true, changeRoles: true, remove: true, transfer: false, leave: true },
      grantable: ['admin', 'member'],
    });
    expect(await offers(who.owner)).toMatchObject({
      owner: none,
      permissions: { transfer: true, leave: false },
      grantable: ['owner', 'admin', 'member'],
    });
    expect(await offers(who.member)).toMatchObject({ owner: none, other: none, permissions: { invite: false } });
    expect(await offers(machine.admin)).toMatchObject({ permissions: { invite: true, transfer: false, leave: false } });
    const reads = await widget({ userId: party.ids('admin')[0]! }, { scopes: ['members:read'] });
    expect(await offers(reads)).toMatchObject({ other: none, permissions: { invite: false, remove: false } });
  });
});

describe('organizations', () => {
  it('are made once under a key, with an address made of the name', async () => {
    const carl = await widget(await person('Carl'));
    const key = newKey();
    const make = (body: unknown, under = key) => call(carl, 'POST /organizations', { body, key: under });
    const [first, second] = [await make({ name: 'Söhne & Co' }), await make({ name: 'Söhne & Co' })];
    expect(first.body).toMatchObject({ slug: 'sohne-co', name: 'Söhne & Co', roles: ['owner'], memberCount: 1 });
    expect(second.body).toEqual(first.body);
    expect((await make({ name: 'Another' })).body).toMatchObject({ status: 422, code: 'key-used-differently' });
    expect((await make({ name: 'Söhne & Co' }, newKey())).body.slug).toBe('sohne-co-2');
    expect((await make({ name: '東京' }, newKey())).body.slug).toMatch(/^workspace/);
    expect((await make({ name: 'X', slug: 'sohne-co' }, newKey())).body).toMatchObject({
      code: 'slug-taken',
      field: 'slug',
      values: { slug: 'sohne-co' },
      errors: [{ field: 'slug', code: 'slug-taken' }],
    });
    expect((await call(carl, 'GET /organizations')).body.total).toBe(3);
  });

  it('are listed without a hole or a second time, 1,200 of them, and found by a part of the name', async () => {
    const mia = await person('Mia');
    await stage.sql(
      `WITH made AS (INSERT INTO tenants (id, logto_org_id, name, slug, state, created_by_id, updated_at)
         SELECT gen_random_uuid(), 'many' || n, 'Many ' || (n % 700), 'many-' || n, 'active', 'x', now()
           FROM generate_series(1, 1200) n RETURNING id)
       INSERT INTO members (tenant_id, user_id, roles) SELECT id, $1, '{member}' FROM made`,
      [mia.userId],
    );
    const token = await widget(mia);
    const seen: { id: string; name: string }[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await call(token, `GET /organizations?limit=500${cursor ? `&cursor=${cursor}` : ''}`);
      expect(body.total).toBe(1_200);
      seen.push(...body.items);
      cursor = body.next;
    } while (cursor);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(1_200);
    expect(seen).toHaveLength(1_200);
    const { body } = await call(token, 'GET /organizations?search=many%20699&limit=1');
    expect(body).toMatchObject({ total: 1, next: null, items: [{ name: 'Many 699' }] });
    const { body: few } = await call(token, 'GET /organizations?limit=2');
    for (const wrong of [`/organizations?search=x&cursor=${few.next}`, '/organizations?cursor=bm9uc2Vuc2U']) {
      expect((await call(token, `GET ${wrong}`)).body).toMatchObject({ code: 'cursor-invalid', field: 'cursor' });
    }
    expect((await call(who.owner, `GET /organizations?cursor=${few.next}`)).body.code).toBe('cursor-invalid');
    expect((await call(token, 'GET /organizations?limit=1001')).body).toMatchObject({
      code: 'value-invalid',
      field: 'limit',
    });
  });

  it('are one for a machine, and for a token of one organization', async () => {
    const rita = await parties.organization({ owner: ['owner'] });
    expect((await call(machine.member, 'GET /organizations')).body).toMatchObject({
      total: 1,
      items: [{ slug: party.slug }],
    });
    expect((await call(machine.member, 'GET /organizations?search=zzz')).body).toMatchObject({ total: 0, items: [] });
    const limited = await widget({ userId: party.ids('owner')[0]! }, { organization: party.organizationId });
    expect((await call(limited, 'GET /organizations')).body.items).toHaveLength(1);
    expect((await call(limited, `GET /organizations/${rita.organizationId}`)).body.code).toBe('not-found');
    expect((await call(limited, 'POST /organizations', { body: { name: 'No' } })).body.code).toBe('not-permitted');
    expect((await call(limited, 'GET /me')).body.organization.slug).toBe(party.slug);
  });

  it('are seen by a site that they allow, and by no other; what is made there allows it', async () => {
    const ines = await person('Ines');
    const [origin, elsewhere] = ['https://shop.example.com', 'https://elsewhere.example.com'];
    const made = await call(await widget(ines), 'POST /organizations', { body: { name: 'Hidden' } });
    const there = await widget(ines, { origin });
    const key = newKey();
    const shown = () => call(there, 'POST /organizations', { body: { name: 'Shown' }, key });
    expect((await shown()).status).toBe(201);
    expect((await call(there, 'GET /organizations')).body).toMatchObject({ total: 1, items: [{ name: 'Shown' }] });
    expect((await call(await widget(ines, { origin: elsewhere }), 'GET /organizations')).body.items).toEqual([]);
    expect((await call(there, `GET /organizations/${made.body.id}`)).status).toBeGreaterThanOrEqual(403);
    expect(await stage.sql("SELECT 1 FROM audit_events WHERE action = 'widget-origin.added'")).toHaveLength(1);
    // The same again brings no site back that somebody has removed since.
    await stage.sql('DELETE FROM widget_origins WHERE origin = $1', [origin]);
    expect((await shown()).status).toBe(201);
    expect((await call(there, 'GET /organizations')).body.items).toEqual([]);
  });

  it('are changed and closed by a session', async () => {
    const ada = await stage.person('Ada Session');
    const acme = await newWorkspace(await known(ada), 'acme-session');
    const browser = new AppBrowser();
    await browser.signIn(ada);
    const session = { cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; ') };
    const path = `/organizations/${acme.organizationId}`;
    expect((await call(session, 'GET /me')).body.caller).toMatchObject({ kind: 'session', id: ada.id });
    const change = (body: unknown) => call(session, `PATCH ${path}`, { body, key: newKey() });
    expect((await change({ description: 'Rockets' })).body).toMatchObject({
      name: 'The acme-session',
      description: 'Rockets',
    });
    expect((await change({ name: 'Acme 2', slug: 'acme-two' })).body).toMatchObject({
      ...{ name: 'Acme 2', slug: 'acme-two', description: 'Rockets' },
      permissions: expect.arrayContaining(['delete:organization']),
    });
    expect((await change({ description: null })).body.description).toBeNull();
    expect((await change({ name: '' })).body).toMatchObject({ code: 'name-missing', field: 'name' });
    expect((await call(session, `DELETE ${path}`, { body: { confirmation: 'acme' } })).body.code).toBe(
      'name-does-not-match',
    );
    expect((await call(session, `DELETE ${path}`, { body: { confirmation: 'Acme 2' } })).status).toBe(204);
    expect((await call(session, `GET ${path}`)).body.code).toBe('organization-closed');
    expect((await call(session, 'GET /organizations')).body.items).toMatchObject([{ closed: true }]);
  });
});

describe('members', () => {
  it('are listed a page at a time, by role and name, and nobody beyond the last', async () => {
    const { path, tenantId, ids } = await newParty();
    const token = await widget({ userId: ids('admin')[0]! });
    const { body: first } = await call(token, `GET ${path}/members?limit=3`);
    expect(first).toMatchObject({ total: 4, totalIsExact: true });
    const { body: second } = await call(token, `GET ${path}/members?limit=3&cursor=${first.next}`);
    for (const [place, at] of [
      ['offset=0', 1],
      ['offset=2', 3],
      ['offset=3', 4],
      ['offset=1&role=member', 2],
      ['offset=1&search=example.com', 2],
      ['offset=4', 5],
      ['offset=1000000', 1_000_001],
    ] as const) {
      const query = place.replace(/^offset=\d+/, '');
      const { body: whole } = await call(token, `GET ${path}/members?limit=200${query}`);
      const { body: jumped } = await call(token, `GET ${path}/members?limit=2&${place}`);
      const rest = whole.items.slice(at - 1);
      expect([place, jumped.first, jumped.items]).toEqual([place, at, rest.slice(0, 2)]);
      expect([place, jumped.total, jumped.next !== null]).toEqual([place, whole.total, rest.length > 2]);
    }
    for (const wrong of [`offset=2&cursor=${first.next}`, 'offset=-1', 'offset=1000001', 'offset=1.5', 'offset=a']) {
      expect((await call(token, `GET ${path}/members?${wrong}`)).body).toMatchObject({
        ...{ code: 'value-invalid', field: 'offset' },
      });
    }
    expect([first.first, second.first]).toEqual([1, 4]);
    expect([...first.items, ...second.items].map(({ name }: { name: string }) => name)).toEqual([
      'admin',
      'member',
      'other',
      'owner',
    ]);
    expect(second.next).toBeNull();
    await stage.sql("DELETE FROM members WHERE tenant_id = $1 AND name = 'owner'", [tenantId]);
    expect((await call(token, `GET ${path}/members?limit=3&cursor=${first.next}`)).body.items).toEqual([]);
    expect((await call(token, `GET ${path}/members?role=member&search=oth`)).body.items).toHaveLength(1);
    expect((await call(token, `GET ${path}/members?sort=joined&cursor=${first.next}`)).body.code).toBe(
      'cursor-invalid',
    );
    expect((await call(who.owner, `GET ${inside}/members?limit=3&cursor=${first.next}`)).body.code).toBe(
      'cursor-invalid',
    );
    expect((await call(token, `GET ${path}/members?role=boss`)).body).toMatchObject({
      code: 'role-unknown',
      field: 'role',
    });
    expect((await call(token, `GET ${path}/members?order=name`)).body).toMatchObject({
      code: 'value-invalid',
      field: 'order',
    });
  });

  it('get other roles and are removed by whoever may, machines too, once under a key', async () => {
    const { path, ids, members, access } = await newParty();
    const [owner, admin, member, other] = ids('owner', 'admin', 'member', 'other') as [UserId, UserId, UserId, UserId];
    const asOwner = await widget({ userId: owner });
    const key = newKey();
    for (const _ of [1, 2]) {
      const { body } = await call(asOwner, `PUT ${path}/members/${other}/role`, { body: { role: 'admin' }, key });
      expect(body).toMatchObject({ userId: other, roles: ['admin'] });
    }
    const robot = { token: (await stage.apiKey(await access('owner'), { role: 'admin' })).secret };
    expect((await call(robot, `PUT ${path}/members/${other}/role`, { body: { role: 'owner' } })).body.code).toBe(
      'role-above-own',
    );
    expect((await call(robot, `DELETE ${path}/members/${owner}`)).body.code).toBe('member-above-own');
    expect((await call(robot, `DELETE ${path}/members/${other}`)).status).toBe(204);
    expect((await call(robot, `DELETE ${path}/members/${other}`)).body.code).toBe('not-found');
    expect((await call(asOwner, `DELETE ${path}/members/${owner}`)).body.code).toBe('not-oneself');
    expect((await call(asOwner, `PUT ${path}/members/${owner}/role`, { body: { role: 'member' } })).body.code).toBe(
      'last-owner',
    );
    const several = await call(asOwner, `POST ${path}/members/bulk`, {
      body: { action: 'change-role', role: 'member', users: [admin, member, 'nobody', owner] },
    });
    expect(several.body.outcomes).toMatchObject([
      { userId: admin, ok: true },
      { userId: member, ok: true },
      { userId: 'nobody', ok: false, code: 'not-found' },
      { userId: owner, ok: false, code: 'last-owner', detail: expect.any(String) },
    ]);
    expect(await members()).toEqual({ owner: ['owner'], admin: ['member'], member: ['member'] });
    const wrong = { action: 'remove', users: [admin], role: 'member' };
    expect((await call(asOwner, `POST ${path}/members/bulk`, { body: wrong })).body).toMatchObject({
      code: 'role-unknown',
    });
  });

  /** The answer of a removal with a delay, and where its operation is. */
  async function later(path: string, token: Credential, users: string[], key = newKey(), delaySeconds = 10) {
    const body = { action: 'remove', users, delaySeconds };
    const answer = await call(token, `POST ${path}/members/bulk`, { body, key });
    return { ...answer, one: `${path}/operations/${answer.body.operation?.id}` };
  }

  it('are not removed when whoever asked for it with a delay takes it back', async () => {
    const { path, ids, members, audit, settle } = await newParty();
    const [asOwner, asAdmin] = [await widget({ userId: ids('owner')[0]! }), await widget({ userId: ids('admin')[0]! })];
    const [before, key, users] = [await members(), newKey(), ids('member', 'other')];
    const { status, headers, one, body } = await later(path, asOwner, users, key);
    const { id } = body.operation;
    expect([status, body.operation.state, Date.parse(body.operation.until) > Date.now()]).toEqual([
      202,
      'waiting',
      true,
    ]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(2);
    // However long the test takes.
    await stage.sql("UPDATE operations SET lease_until = now() + interval '1 hour' WHERE id = $1", [id]);
    expect((await later(path, asOwner, users, key)).body.operation).toMatchObject({ id, state: 'waiting' });
    expect((await later(path, asOwner, users, key, 9)).body.code).toBe('key-used-differently');
    expect((await call(asOwner, `GET ${one}`)).body).toMatchObject({ state: 'waiting', done: 0, total: 2 });
    await settleOperation(id); // too early
    const change = await call(asAdmin, `PUT ${path}/members/${users[1]}/role`, { body: { role: 'admin' } });
    expect(change.body.code).toBe('changed-meanwhile');
    expect((await call(asAdmin, `DELETE ${one}`)).body.code).toBe('not-found');

    for (const _ of [1, 2]) expect((await call(asOwner, `DELETE ${one}`)).status).toBe(204);
    expect((await call(asOwner, `GET ${one}`)).body).toMatchObject({
      state: 'failed',
      code: 'cancelled',
      outcomes: [],
    });
    expect((await later(path, asOwner, users, key)).body.code).toBe('cancelled');
    await settle();
    expect([await members(), await audit()]).toEqual([before, []]);
  }, 60_000);

  it('are removed after a delay, as far as that is permitted then', async () => {
    const { path, ids, members, audit, settle, console } = await newParty();
    const [owner, member, other] = ids('owner', 'member', 'other') as [UserId, UserId, UserId];
    const asOwner = await widget({ userId: owner });
    const { one } = await later(path, asOwner, [owner, member]);
    const refused = await later(path, asOwner, [other]);
    await settleAt(one);
    expect((await call(asOwner, `GET ${one}`)).body).toMatchObject({
      state: 'done',
      outcomes: [
        { userId: owner, ok: false, code: 'not-oneself' },
        { userId: member, ok: true },
      ],
    });
    expect((await call(asOwner, `DELETE ${one}`)).body.code).toBe('too-late');
    expect((await audit()).map(({ action, target }) => [action, target])).toEqual([['member.removed', 'member']]);
    await console.setRoles('owner', ['member']);
    await settle();
    expect((await call(asOwner, `GET ${refused.one}`)).body).toMatchObject({ state: 'failed', code: 'not-permitted' });
    await console.setRoles('owner', ['owner']);
    expect(await members()).toHaveProperty('other');
  }, 60_000);

  /** Its time has come. */
  async function settleAt(one: string) {
    const id = one.split('/').at(-1)!;
    await stage.sql('UPDATE operations SET lease_until = now() WHERE id = $1', [id]);
    await settleOperation(id);
  }

  it.each([
    ['more than ten seconds', { action: 'remove', delaySeconds: 11 }],
    ['no time at all', { action: 'remove', delaySeconds: 0 }],
    ['a while before a change of role', { action: 'change-role', role: 'admin', delaySeconds: 5 }],
  ])('wait not for %s', async (_, body) => {
    const answer = await call(who.owner, `POST ${inside}/members/bulk`, { body: { users: ['somebody'], ...body } });
    expect(answer.body).toMatchObject({ code: 'value-invalid', field: 'delaySeconds' });
  });

  it('hand over and leave, each with a token of its own', async () => {
    const { path, ids, members } = await newParty();
    const [owner, admin] = ids('owner', 'admin');
    const spent = await widget({ userId: owner! });
    expect((await call(spent, `POST ${path}/leave`)).body.code).toBe('last-owner');
    expect((await call(spent, `POST ${path}/transfer`, { body: { user: admin } })).body.code).toBe('token-used');
    const fresh = await widget({ userId: owner! });
    expect((await call(fresh, `POST ${path}/transfer`, { body: { usr: admin } })).body).toMatchObject({
      field: 'user',
    });
    expect((await call(fresh, `POST ${path}/transfer`, { body: { user: admin } })).status).toBe(204);
    expect((await call(await widget({ userId: owner! }), `POST ${path}/leave`)).status).toBe(204);
    expect(await members()).toEqual({ admin: ['owner'], member: ['member'], other: ['member'] });
    expect((await call(await widget({ userId: owner! }), `GET ${path}`)).body.code).toBe('not-found');
  });
});

describe('invitations', () => {
  it('are sent, each by itself, listed, sent again and withdrawn', async () => {
    const { path, ids } = await newParty();
    const token = await widget({ userId: ids('admin')[0]! });
    const invite = (body: unknown, key = newKey()) => call(token, `POST ${path}/invitations`, { body, key });
    const [email, key] = [`eve-${newKey()}@example.com`, newKey()];
    const asked = { emails: [email, email.toUpperCase(), 'bob@example.com'], role: 'member', note: 'Hi', days: 3 };
    const first = await invite(asked, key);
    expect(first.body.outcomes).toMatchObject([
      { email, ok: true },
      { email: 'bob@example.com', ok: true },
    ]);
    expect((await invite(asked, key)).body).toEqual(first.body);
    expect((await invite({ emails: [email], role: 'member' })).body.outcomes).toMatchObject([
      { email, ok: false, code: 'already-invited' },
    ]);
    expect((await invite({ emails: [email, 'nonsense'], role: 'member' })).body).toMatchObject({
      code: 'email-invalid',
      field: 'emails.1',
    });
    expect((await invite({ emails: ['a@b.example, c@d.example'], role: 'member' })).body.code).toBe('email-invalid');
    expect((await invite({ emails: [email], role: 'owner' })).body).toMatchObject({
      status: 403,
      code: 'role-above-own',
      field: 'role',
    });
    expect((await invite({ emails: [email], role: 'member', days: 31 })).body).toMatchObject({
      code: 'expiry-invalid',
    });

    const { body } = await call(token, `GET ${path}/invitations?status=open&search=eve-`);
    expect(body.items).toMatchObject([
      { email, status: 'open', note: 'Hi', invitedBy: 'admin', may: { resend: true, withdraw: true } },
    ]);
    const one = `${path}/invitations/${body.items[0].id}`;
    const again = await call(token, `POST ${one}/resend`);
    expect(again.body).toMatchObject({ code: 'sent-just-now', values: { seconds: expect.any(Number) } });
    expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await call(token, `DELETE ${inside}/invitations/${body.items[0].id}`)).body.code).toBe('not-found');
    expect((await call(token, `DELETE ${one}`)).status).toBe(204);
    expect((await call(token, `DELETE ${one}`)).status).toBe(204);
    expect((await call(token, `POST ${one}/resend`)).body.code).toBe('invitation-over');
    expect((await call(token, `GET ${path}/invitations?status=withdrawn`)).body.items).toMatchObject([
      { status: 'withdrawn', url: null },
    ]);
  });

  it('are counted with those of the pages', async () => {
    const { path, ids } = await newParty();
    const nia = await person('Nia');
    await stage.sql('SELECT use_of_limit($1, 120, 600)', [`invitations:user:${ids('owner')[0]}`]);
    const body = { emails: [nia.email], role: 'member' };
    const refused = await call(await widget({ userId: ids('owner')[0]! }), `POST ${path}/invitations`, { body });
    expect([refused.status, refused.headers.get('ratelimit-policy')]).toEqual([429, '"invitations";q=120;w=600']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
    await stage.sql('DELETE FROM rate_limits');
  });

  it('wait for the person, who accepts or declines, on sites that the organization allows', async () => {
    const { path, ids, tenantId } = await newParty();
    const [zoe, yan] = (await Promise.all(['Zoe', 'Yan'].map(person))) as [SignedIn, SignedIn];
    const body = { emails: [zoe.email, yan.email], role: 'member' };
    expect((await call(await widget({ userId: ids('admin')[0]! }), `POST ${path}/invitations`, { body })).status).toBe(
      201,
    );
    const [token, yans] = [await widget(zoe), await widget(yan)];
    const { body: mine } = await call(token, 'GET /invitations');
    expect(mine.items).toMatchObject([
      { organization: { name: expect.any(String) }, role: 'member', invitedBy: 'admin' },
    ]);
    expect(JSON.stringify(mine)).not.toContain('@');
    const one = `/invitations/${mine.items[0].id}`;
    const there = await widget(zoe, { origin: 'https://shop.example.com' });
    expect((await call(there, 'GET /invitations')).body.items).toEqual([]);
    expect((await call(there, `POST ${one}/accept`)).body.code).toBe('not-found');
    await stage.sql(
      "INSERT INTO widget_origins (tenant_id, origin, added_by_name) VALUES ($1, 'https://shop.example.com', 'x')",
      [tenantId],
    );
    expect((await call(there, 'GET /invitations')).body.items).toHaveLength(1);
    expect((await call(yans, `POST ${one}/accept`)).body.code).toBe('not-found');
    const key = newKey();
    for (const _ of [1, 2]) {
      const accepted = await call(there, `POST ${one}/accept`, { key });
      expect(accepted.body.organization).toMatchObject({ url: expect.stringContaining('/o/'), roles: ['member'] });
    }
    expect((await call(token, `POST ${one}/decline`)).body.code).toBe('invitation-used');
    const { body: yours } = await call(yans, 'GET /invitations');
    expect((await call(yans, `POST /invitations/${yours.items[0].id}/decline`)).status).toBe(204);
    expect((await call(yans, 'GET /invitations')).body.items).toEqual([]);
  });

  it('go on by themselves when they are many, and say how far they are to who sent them', async () => {
    const { path, ids } = await newParty();
    const [admin, owner] = [await widget({ userId: ids('admin')[0]! }), await widget({ userId: ids('owner')[0]! })];
    const emails = Array.from({ length: 21 }, (_, index) => `many-${index}-${newKey()}@example.com`);
    const begun = await call(admin, `POST ${path}/invitations`, { body: { emails, role: 'member' } });
    expect(begun.status).toBe(202);
    const look = new URL(begun.body.operation.url).pathname.replace('/api/v1', '');
    expect((await call(admin, `GET ${look}`)).body).toMatchObject({ state: 'running', total: 21, done: 0 });
    expect((await call(owner, `GET ${look}`)).body.code).toBe('not-found');
    await settleOperation(begun.body.operation.id);
    const { body } = await call(admin, `GET ${look}`);
    expect(body).toMatchObject({ kind: 'invite-members', state: 'done', done: 21 });
    expect(body.outcomes.every(({ ok }: { ok: boolean }) => ok)).toBe(true);
  });
});

it('does what docs/api.md shows', async () => {
  const { access } = await newParty();
  const { secret } = await stage.apiKey(await access('owner'), { role: 'admin' });
  const [, code = ''] = /```js\n(.*?)```/s.exec(await readFile('docs/api.md', 'utf8')) ?? [];
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
  const run = new AsyncFunction('fetch', 'TENANTRY_URL', 'TENANTRY_KEY', `${code}; return { everybody, invited };`);
  const { everybody, invited } = (await run(stage.fetch, env().APP_URL, secret)) as Record<
    string,
    { outcomes: unknown[] }
  >;
  expect(everybody).toHaveLength(4);
  expect(invited!.outcomes).toEqual([{ email: 'grace@example.com', ok: true }]);
});

describe('what is sent wrongly', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const bodies: [string, { raw: BodyInit; type?: string }, string, string?][] = [
    ['no JSON', { raw: '{"name":' }, 'body-invalid'],
    ['nothing', { raw: '' }, 'body-invalid'],
    ['a list', { raw: '[]' }, 'body-invalid'],
    ['null', { raw: 'null' }, 'body-invalid'],
    ['very deep', { raw: deep }, 'body-invalid'],
    ['deep in a field', { raw: `{"name":${deep}}` }, 'value-invalid', 'name'],
    ['a form', { raw: 'name=X', type: 'application/x-www-form-urlencoded' }, 'body-invalid'],
    ['another character set', { raw: '{"name":"X"}', type: 'application/json; charset=latin1' }, 'body-invalid'],
    ['no UTF-8', { raw: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) }, 'body-invalid'],
    ['a number for a text', { raw: '{"name":7}' }, 'value-invalid', 'name'],
    ['a NUL', { raw: '{"name":"a\\u0000b"}' }, 'value-invalid', 'name'],
    ['half a pair', { raw: '{"name":"\\ud800"}' }, 'value-invalid', 'name'],
    ['a misspelt name', { raw: '{"name":"X","slugg":"x"}' }, 'value-invalid', 'slugg'],
    ['a prototype', { raw: '{"name":"X","__proto__":{"slug":"x"}}' }, 'value-invalid', '__proto__'],
    ['a bad slug', { raw: '{"name":"X","slug":"-"}' }, 'slug-invalid', 'slug'],
  ];

  it.each(bodies)('%s is refused, and nothing is made', async (_, sent, code, field) => {
    const before = await stage.sql('SELECT 1 FROM tenants');
    const { status, body } = await call(who.stranger, 'POST /organizations', sent);
    expect([status, body.code, body.field]).toEqual([400, code, field]);
    expect(await stage.sql('SELECT 1 FROM tenants')).toHaveLength(before.length);
  });

  it('is told all at once, in the language of who asks', async () => {
    const headers = { 'accept-language': 'es' };
    const { body } = await call(who.stranger, 'POST /organizations', { body: { name: '', slug: '-' }, headers });
    expect(body.errors).toMatchObject([
      { field: 'name', code: 'name-missing' },
      { field: 'slug', code: 'slug-invalid' },
    ]);
  });

  it('is a key of another shape, a method or an address that is not there', async () => {
    const { body } = await call(who.stranger, 'POST /organizations', { body: { name: 'X' }, key: 'short' });
    expect(body).toMatchObject({ code: 'value-invalid', field: 'Idempotency-Key' });
    const wrong = await stage.call('/api/v1/organizations', { method: 'PUT' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, POST, HEAD']);
    for (const path of [
      '/api/v1',
      '/api/v1/',
      '/api/v1/organizations/',
      '/api/v1/nothing',
      '/api/v1/organizations/%00',
      '/api/v2/me',
    ]) {
      expect((await stage.call(path)).status, path).toBe(404);
    }
    const head = await stage.call('/api/v1/openapi.json', { method: 'HEAD' });
    expect([head.status, head.body]).toEqual([200, {}]);
  });
});

describe('what is away', () => {
  it('Logto: a write is refused, and nothing is half done', async () => {
    const { path, ids, members } = await newParty();
    const token = await widget({ userId: ids('owner')[0]! });
    const before = await members();
    await stage.logto.fail({ path: '/api/*', status: 503, times: 1_000 });
    for (const [address, body] of [
      [`POST ${path}/invitations`, { emails: ['late@example.com'], role: 'member' }],
      [`PUT ${path}/members/${ids('other')[0]}/role`, { role: 'admin' }],
      ['POST /organizations', { name: 'Never made' }],
    ] as const) {
      const { status, headers, body: told } = await call(token, address, { body });
      expect([status, told.code, headers.get('retry-after')], address).toEqual([503, 'logto-unreachable', '30']);
    }
    await stage.logto.clearFaults();
    expect(await members()).toEqual(before);
    expect((await call(token, `GET ${path}/invitations`)).body.items).toEqual([]);
    expect((await call(token, 'GET /organizations?search=never')).body.items).toEqual([]);
  });

  it('the database: everything says so', async () => {
    wire.cut();
    for (const { contract } of endpoints.filter(({ contract }) => contract.caller !== 'anybody').slice(0, 4)) {
      const { status, body } = await stage.call(`/api/v1${contract.path.replace(/\{\w+\}/g, 'x')}`, {
        method: contract.method,
        ...who.owner,
        headers: { origin: who.owner.origin! },
      });
      expect([status, body.code]).toEqual([503, 'database-unreachable']);
    }
  });
});
