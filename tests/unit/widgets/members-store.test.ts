/** The store of members against a server that answers as told: windows, wishes, failures, undo. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createClient,
  membersStore,
  windowSize,
  type Member,
  type MembersOptions,
  type MembersState,
  type MembersStore,
} from '@tenantry/widgets/core';
import { Api, problem, type Answer, type Asked } from './api.ts';

type Ready = Extract<MembersState, { type: 'ready' }>;

const member = (place: number): Member => ({
  ...{ userId: `u${place}`, name: `Person ${place}`, email: null, avatarUrl: null, roles: ['member'] },
  ...{ joinedAt: '2026-01-01T00:00:00Z', lastSeenAt: null, waitsForSeat: false, self: false },
  may: { remove: true, roles: ['admin', 'member'] },
});

const bulk = '/organizations/o1/members/bulk';
const all = { invite: true, changeRoles: true, remove: true, transfer: true, leave: true };

let api: Api;
let people: Member[];
let permissions: typeof all;
let totalIsExact: boolean;
let online: boolean;
const stores: MembersStore[] = [];

beforeEach(async () => {
  api = await Api.start();
  people = Array.from({ length: 250 }, (_, place) => member(place));
  permissions = all;
  totalIsExact = true;
  online = true;
  api.otherwise = answer;
});

afterEach(async () => {
  for (const store of stores.splice(0)) store.dispose();
  await api.stop();
});

function answer({ method, path, query, body }: Asked): Answer {
  if (method === 'GET' && path === '/organizations/o1/members') {
    const { offset = 0, limit = 50, search = '' } = query;
    const fitting = people.filter(({ name }) => name!.includes(search));
    const from = Number(offset);
    const items = fitting.slice(from, from + Number(limit));
    const next = from + items.length < fitting.length ? 'more' : null;
    const total = totalIsExact ? fitting.length : Math.min(fitting.length, 200);
    const page = { items, next, total, totalIsExact, permissions, first: from + 1, grantable: ['member', 'admin'] };
    return { status: 200, body: page };
  }
  if (path === '/organizations/o1/invitations') return { status: 200, body: { items: [], next: null } };
  if (path !== bulk) return { status: 204 };
  const { users, action } = body as { users: string[]; action: string };
  if (action === 'remove') return { status: 202, body: { operation: { id: 'op', state: 'waiting', until: 'soon' } } };
  return { status: 200, body: { outcomes: users.map((userId) => ({ userId, ok: true })) } };
}

async function open(options: Partial<MembersOptions> = {}) {
  const client = createClient({ baseUrl: api.url, getToken: () => 'a.token.signed', online: () => online });
  const store = membersStore(client, { organization: 'o1', lookEveryMs: 20, searchDelayMs: 20, ...options });
  stores.push(store);
  await store.load();
  await until(() => ready(store).invitations); // what a test answers next is for what it does next
  return store;
}

const ready = (store: MembersStore): Ready => {
  if (store.state.type !== 'ready') throw new Error(`It is ${store.state.type}.`);
  return store.state;
};
const until = (look: () => unknown) => vi.waitFor(() => expect(look()).toBeTruthy(), { timeout: 5_000, interval: 5 });
const row = (store: MembersStore, index: number) => ready(store).at(index);
const offsets = () =>
  api.asked.flatMap(({ query, path }) => (path.endsWith('/members') ? [Number(query['offset'] ?? 0)] : []));
const keys = () => api.asked.flatMap(({ headers, path }) => (path === bulk ? [headers['idempotency-key']] : []));

describe('windows', () => {
  it('are read where somebody looks, and forgotten far from there', async () => {
    people = Array.from({ length: 100_000 }, (_, place) => member(place));
    const store = await open();
    expect(ready(store)).toMatchObject({ total: 100_000, count: 100_000, totalIsExact: true });
    for (const first of [30_000, 99_980, 50_010]) {
      store.show(first, first + 20);
      await until(() => row(store, first) && row(store, first + 19));
      expect(row(store, first)!.member.userId).toBe(`u${first}`);
    }
    expect(new Set(offsets())).toEqual(new Set([0, 30_000, 99_900, 50_000]));
    const held = Array.from({ length: 1_000 }, (_, each) => ready(store).at(each * windowSize)).filter(Boolean);
    expect(held).toHaveLength(1);
  });

  it('keep the one that has the focus, and read the next before it is in sight', async () => {
    people = Array.from({ length: 2_000 }, (_, place) => member(place));
    const store = await open();
    store.show(1_000, 1_020, 3);
    await until(() => row(store, 1_010));
    expect(row(store, 3)).toBeDefined();
    store.show(1_060, 1_080, 3);
    await until(() => row(store, 1_100));
  });

  it('are given up when somebody scrolls on before they came', async () => {
    people = Array.from({ length: 5_000 }, (_, place) => member(place));
    const store = await open();
    api.next = ['hang'];
    store.show(2_000, 2_020);
    await until(() => offsets().includes(2_000));
    store.show(4_000, 4_020);
    await until(() => row(store, 4_000));
    await until(() => api.givenUp > 0);
  });

  it('know that the list became shorter, and that its end is not known', async () => {
    const store = await open();
    store.show(240, 250);
    await until(() => row(store, 249));
    people = people.slice(0, 120);
    await store.load();
    await until(() => ready(store).count === 120);
    await until(() => row(store, 119));

    totalIsExact = false;
    people = Array.from({ length: 450 }, (_, place) => member(place));
    const other = await open();
    expect(ready(other)).toMatchObject({ total: 200, count: 300, totalIsExact: false });
    other.show(250, 270);
    await until(() => row(other, 299));
    expect(ready(other).total).toBe(300);
    other.show(390, 400);
    other.show(420, 440);
    await until(() => ready(other).count > 400);
  });

  it('are those of the last search, and what was there stays until then', async () => {
    const store = await open();
    for (const search of ['P', 'Pe', 'Person 24']) store.filter({ search });
    expect(ready(store)).toMatchObject({ searching: true, total: 250 });
    await until(() => !ready(store).searching);
    expect(ready(store)).toMatchObject({ total: 11, search: 'Person 24' });
    expect(api.asked.filter(({ query }) => query['search']).map(({ query }) => query['search'])).toEqual(['Person 24']);
  });
});

describe('a change of roles', () => {
  it('is shown at once, and stays until it is read', async () => {
    const store = await open();
    const done = store.changeRole(people[1]!, 'admin');
    expect(row(store, 1)).toMatchObject({ member: { roles: ['admin'] }, progress: { type: 'pending' } });
    people[1] = { ...people[1]!, roles: ['admin'] };
    expect(await done).toBe(true);
    await until(() => row(store, 1)!.progress.type === 'idle');
    expect(row(store, 1)!.member.roles).toEqual(['admin']);
  });

  const refusals: [name: string, answers: Answer[], code: string, isOnline?: boolean][] = [
    ['no network', ['drop'], 'offline', false],
    ['a server that is away', [problem(503, 'logto-unreachable'), problem(503, 'logto-unreachable')], 'unavailable'],
    ['a session that ended', [problem(401, 'unauthenticated'), problem(401, 'unauthenticated')], 'expired'],
    ['a refusal', [problem(409, 'last-owner')], 'conflict'],
    [
      'somebody who vanished',
      [{ status: 200, body: { outcomes: [{ ok: false, code: 'not-found', detail: 'Gone.' }] } }],
      'conflict',
    ],
  ];
  it.each(refusals)('is taken back by %s, which the row says', async (_name, answers, code, isOnline = true) => {
    const store = await open();
    api.next = answers;
    online = isOnline;
    expect(await store.changeRole(people[1]!, 'admin')).toBe(false);
    expect(row(store, 1)).toMatchObject({ member: { roles: ['member'] }, progress: { failure: { code } } });
    store.dismiss();
  });

  it('goes on with the last wish and one key for each wish when there is a network again', async () => {
    const store = await open();
    online = false;
    api.next = ['drop', 'drop'];
    await store.changeRole(people[1]!, 'admin');
    await store.changeRole(people[1]!, 'member');
    online = true;
    store.resume();
    await until(() => keys().length === 3);
    const bodies = api.asked.filter(({ path }) => path === bulk).map(({ body }) => (body as { role: string }).role);
    expect(bodies).toEqual(['admin', 'member', 'member']);
    expect(keys()[1]).toBe(keys()[2]);
    expect(keys()[0]).not.toBe(keys()[1]);
  });

  it('goes on by itself after a 429', async () => {
    const store = await open();
    api.next = [problem(429, 'rate-limited', { 'retry-after': '4' })];
    vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] });
    try {
      const changed = store.changeRole(people[1]!, 'admin');
      await vi.waitFor(() => expect(keys()).toHaveLength(1));
      expect(await changed).toBe(false);
      vi.advanceTimersByTime(4_100);
    } finally {
      vi.useRealTimers();
    }
    await until(() => keys().length === 2);
    expect(keys()[0]).toBe(keys()[1]);
  });

  it('that is not permitted any more brings the permissions as they are', async () => {
    const store = await open();
    permissions = { ...all, changeRoles: false };
    api.next = [problem(403, 'not-permitted')];
    await store.changeRole(people[1]!, 'admin');
    await until(() => !ready(store).permissions.changeRoles);
  });

  it('of several says who was refused, and selects nobody any more', async () => {
    const store = await open();
    store.select(people, true);
    expect(ready(store).selected.size, 'what the server takes at once').toBe(100);
    store.unselect();
    store.select(people.slice(1, 3));
    const outcomes = [
      { userId: 'u1', ok: true },
      { userId: 'u2', ok: false, detail: 'Changed meanwhile.' },
    ];
    api.next = [{ status: 200, body: { outcomes } }];
    await store.changeRoles(people.slice(1, 3), 'admin');
    expect(ready(store)).toMatchObject({ report: { did: 'changed', ok: 1, refused: [outcomes[1]] } });
    expect(ready(store).selected.size).toBe(0);
  });
});

describe('a removal', () => {
  const operation = (state: string, more: object = {}): Answer => ({
    status: 200,
    body: { id: 'op', state, total: 1, done: 1, outcomes: [{ userId: 'u1', ok: true }], ...more },
  });
  /** What the operation answers when somebody looks. */
  const looks = (...answers: Answer[]) => {
    api.otherwise = (asked) => {
      const isLook = asked.method === 'GET' && asked.path.includes('/operations/');
      return isLook ? (answers.length > 1 ? answers.shift()! : answers[0]!) : answer(asked);
    };
  };

  it('waits, is done once, and then they are gone', async () => {
    const store = await open();
    looks(operation('waiting'), operation('running'), operation('done'));
    const done = store.remove([people[1]!]);
    await until(() => ready(store).removals[0]?.until);
    expect(row(store, 1)!.leaving).toBe(true);
    people = people.filter(({ userId }) => userId !== 'u1');
    expect(await done).toBe(true);
    await until(() => ready(store).total === 249);
    expect(ready(store)).toMatchObject({ removals: [], report: null });
  });

  it('is taken back while it waits', async () => {
    const store = await open();
    looks(operation('waiting'));
    const done = store.remove([people[1]!]);
    await until(() => ready(store).removals[0]?.until);
    const { id } = ready(store).removals[0]!;
    looks(operation('failed', { code: 'cancelled' }));
    expect(await store.undo(id)).toBe(true);
    expect(await done).toBe(false);
    expect(ready(store)).toMatchObject({ removals: [], report: null });
    expect(row(store, 1)!.leaving).toBe(false);
  });

  it('whose undoing came too late, or whose answer was lost, tells how it went', async () => {
    const store = await open();
    looks(operation('waiting'));
    const done = store.remove([people[1]!]);
    await until(() => ready(store).removals[0]?.until);
    const { id } = ready(store).removals[0]!;
    api.next = [problem(409, 'too-late')];
    expect(await store.undo(id)).toBe(false);
    expect(ready(store).removals[0]).toMatchObject({ progress: { failure: { problem: { code: 'too-late' } } } });
    looks(operation('done'));
    expect(await done).toBe(true);

    looks(operation('waiting'));
    const again = store.remove([people[2]!]);
    await until(() => ready(store).removals[0]?.until);
    looks(operation('failed', { code: 'cancelled' })); // it was cancelled, and nobody heard so
    expect(await again).toBe(false);
    expect(ready(store)).toMatchObject({ removals: [], report: null });
  });

  it('that never left without a network is undone without one', async () => {
    const store = await open();
    online = false;
    api.next = ['drop'];
    expect(await store.remove([people[1]!])).toBe(false);
    expect(await store.undo(ready(store).removals[0]!.id)).toBe(true);
    online = true;
    store.resume();
    expect(ready(store).removals).toEqual([]);
    expect(keys()).toHaveLength(1);
  });

  it('that was on its way when the network went is asked for by its key, and then taken back', async () => {
    const store = await open();
    api.otherwise = (asked) => {
      if (asked.path !== bulk) return answer(asked);
      online = false;
      return 'drop';
    };
    expect(await store.remove([people[1]!])).toBe(false);
    looks(operation('waiting'));
    expect(await store.undo(ready(store).removals[0]!.id)).toBe(false);
    await until(() => ready(store).removals.length === 0);
    expect(keys()).toHaveLength(2);
    expect(new Set(keys()).size).toBe(1);
    const deleted = api.asked.flatMap(({ method, path }) => (method === 'DELETE' ? [path] : []));
    expect(deleted).toEqual(['/organizations/o1/operations/op']);
  });

  it('is not asked about without a session, and is as soon as there is one', async () => {
    const store = await open();
    let looked = 0;
    api.otherwise = (asked) => {
      if (!asked.path.includes('/operations/')) return answer(asked);
      looked++;
      return problem(401, 'unauthenticated');
    };
    const done = store.remove([people[1]!]);
    await until(() => ready(store).failure?.code === 'expired');
    const before = looked;
    await new Promise((resolve) => setTimeout(resolve, 100)); // it would be time for another look
    expect(looked).toBe(before);
    looks(operation('done'));
    store.resume();
    expect(await done).toBe(true);
  });

  it('that is refused says so, and they stay', async () => {
    const store = await open();
    api.next = [problem(409, 'last-owner')];
    expect(await store.remove([people[1]!])).toBe(false);
    expect(ready(store)).toMatchObject({
      removals: [],
      report: { did: 'removed', ok: 0, refused: [{ userId: 'u1' }] },
    });

    looks(operation('failed', { code: 'not-permitted', detail: 'Not any more.' }));
    expect(await store.remove([people[2]!])).toBe(false);
    expect(ready(store)).toMatchObject({ report: { refused: [{ userId: 'u2', detail: 'Not any more.' }] } });
  });
});

it('Whoever may not see them any more, or has left, sees nobody', async () => {
  const store = await open();
  api.next = [problem(404, 'not-found'), problem(404, 'not-found')];
  await store.load();
  await until(() => store.state.type === 'failed');
  const other = await open();
  expect(await other.leave()).toBe(true);
  expect(other.state).toEqual({ type: 'left' });
});

it('Lists tell each other that something changed, and others nothing', async () => {
  const heard: unknown[] = [];
  const listeners = new Set<(change: never) => void>();
  const channel = () => ({
    post: (change: unknown) => {
      heard.push(change);
      for (const listener of listeners) listener(change as never);
    },
    listen: (listener: (change: never) => void) => (listeners.add(listener), () => listeners.delete(listener)),
  });
  const store = await open({ channel: channel() });
  const other = await open({ channel: channel() });
  people[1] = { ...people[1]!, roles: ['admin'] };
  await store.changeRole(people[1], 'admin');
  expect(heard).toEqual([{ of: api.url, type: 'members', organization: 'o1' }]);
  await until(() => row(other, 1)!.member.roles[0] === 'admin');
});
