import {
  createClient,
  organizationsStore,
  recentIn,
  type Change,
  type Channel,
  type Organization,
  type OrganizationsOptions,
  type OrganizationsStore,
} from '@tenantry/widgets/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Api, invitation, lists, ok, organization, problem, ready, when } from './api.ts';

let api: Api;
let organizations: Organization[];
let invitations: ReturnType<typeof invitation>[];
const stores: OrganizationsStore[] = [];

beforeEach(async () => {
  api = await Api.start();
  organizations = ['Ábaco', 'Beta', 'Gamma'].map((name, at) => organization(`o${at}`, name));
  invitations = [];
  api.otherwise = lists(
    () => organizations,
    () => invitations,
  );
});

afterEach(async () => {
  for (const store of stores.splice(0)) store.dispose();
  await api.stop();
});

function storeOf(options: OrganizationsOptions = {}): OrganizationsStore {
  const store = organizationsStore(createClient({ baseUrl: api.url }), { searchDelayMs: 0, ...options });
  stores.push(store);
  return store;
}

async function loaded(options: OrganizationsOptions = {}): Promise<OrganizationsStore> {
  const store = storeOf(options);
  await store.load();
  return store;
}

const many = (count: number) =>
  Array.from({ length: count }, (_, at) => organization(`o${at}`, `Organization ${String(at).padStart(5, '0')}`));

const names = (list: readonly Organization[]) => list.map(({ name }) => name);

describe('the list', () => {
  test('is loading, then ready, with a new state for each change', async () => {
    const store = storeOf({ current: 'o1' });
    const states = [store.state];
    const stop = store.subscribe(() => states.push(store.state));
    await store.load();
    stop();
    expect(states[0]).toEqual({ type: 'loading' });
    expect(new Set(states).size).toBe(states.length);
    expect(ready(store)).toMatchObject({ total: 3, more: false, loading: false, failure: null, search: '' });
    expect(names(ready(store).found)).toEqual(['Ábaco', 'Beta', 'Gamma']);
    expect(ready(store).current?.name).toBe('Beta');
    const count = states.length;
    store.search('b');
    expect(states).toHaveLength(count);
  });

  test('of nobody’s organizations is ready too', async () => {
    organizations = [];
    const store = await loaded();
    expect(ready(store)).toMatchObject({ found: [], total: 0, current: null, invitations: [] });
  });

  test('of 5,000 is read in five requests, shown from the first on, and searched here', async () => {
    organizations = many(5_000);
    const store = storeOf();
    const sizes = new Set<number>();
    store.subscribe(() => store.state.type === 'ready' && sizes.add(store.state.found.length));
    await store.load();
    expect([...sizes]).toEqual([1_000, 2_000, 3_000, 4_000, 5_000]);
    expect(api.count('GET', '/organizations')).toBe(5);
    store.search('04999');
    expect(names(ready(store).found)).toEqual(['Organization 04999']);
    expect(ready(store)).toMatchObject({ searching: false, total: 1, more: false });
    expect(api.count('GET', '/organizations')).toBe(5);
  });

  test('that is read again stays until the new one is there', async () => {
    organizations = many(1_500);
    const store = await loaded();
    organizations = many(1_400);
    const sizes = new Set<number>();
    store.subscribe(() => sizes.add(ready(store).found.length));
    await store.load();
    expect([...sizes]).toEqual([1_500, 1_400]);
    expect(ready(store).total).toBe(1_400);
  });

  test('keeps what one page and the next both have once', async () => {
    const [first, second, third] = organizations as [Organization, Organization, Organization];
    api.otherwise = ({ path, query }) => {
      if (path === '/invitations') return ok({ items: [], next: null });
      if (query['cursor']) return ok({ items: [second, third], next: null, total: 4 });
      return ok({ items: [first, second], next: 'c', total: 4 });
    };
    const store = await loaded();
    expect(names(ready(store).found)).toEqual(['Ábaco', 'Beta', 'Gamma']);
    expect(ready(store)).toMatchObject({ total: 3, more: false });
  });

  test.each<[status: number, code: string, is: string]>([
    [401, 'unauthenticated', 'expired'],
    [403, 'origin-not-allowed', 'forbidden'],
    [429, 'rate-limited', 'rate-limited'],
    [503, 'database-unreachable', 'unavailable'],
  ])('that fails with %i %s has failed: %s; and can be read again', async (status, code, is) => {
    const works = api.otherwise;
    api.otherwise = () => problem(status, code);
    const store = await loaded();
    expect(store.state).toMatchObject({ type: 'failed', failure: { code: is } });
    api.otherwise = works;
    await store.load();
    expect(ready(store).total).toBe(3);
  });

  test('that fails later stays as it was known', async () => {
    const store = await loaded();
    api.otherwise = () => problem(503, 'database-unreachable');
    await store.load();
    expect(ready(store)).toMatchObject({ total: 3, loading: false, failure: { code: 'unavailable' } });
  });

  test('is read once when it is asked for twice at once', async () => {
    const store = storeOf();
    await Promise.all([store.load(), store.load()]);
    expect(ready(store)).toMatchObject({ total: 3, failure: null, loading: false });
  });

  test('changes no more after it was disposed of', async () => {
    const store = await loaded();
    const before = store.state;
    store.dispose();
    await store.load();
    expect(store.state).toBe(before);
  });

  test('has names as they are', async () => {
    const name = '<img src=x onerror=alert(1)>\u202egnp.exe';
    organizations = [organization('o1', name)];
    expect(names(ready(await loaded()).found)).toEqual([name]);
  });
});

describe('more than 5,000', () => {
  beforeEach(() => {
    organizations = many(6_000);
  });

  test('are not all read: the server searches them, after a pause, and only for the last text', async () => {
    const store = await loaded();
    expect(ready(store)).toMatchObject({ total: 6_000, more: true });
    expect(ready(store).found).toHaveLength(1_000);
    for (const text of ['0', '05', '059']) store.search(text);
    expect(ready(store).searching).toBe(true);
    const { found, total, more } = await when(store, ({ searching }) => !searching);
    expect(names(found)).toContain('Organization 05942');
    expect([found.length, total, more]).toEqual([100, 116, true]);
    expect(api.asked.filter(({ query }) => query['search']).map(({ query }) => query['search'])).toEqual(['059']);

    store.search('');
    expect(ready(store)).toMatchObject({ searching: false, total: 6_000 });
    expect(ready(store).found).toHaveLength(1_000);
  });

  test('are searched without what is superseded', async () => {
    const store = await loaded();
    const works = api.otherwise;
    api.otherwise = (asked) => (asked.query['search'] === 'slow' ? 'hang' : works(asked));
    store.search('slow');
    await expect.poll(() => api.asked.at(-1)?.query['search']).toBe('slow');
    store.search('05942');
    await expect.poll(() => api.givenUp).toBe(1);
    const { found, failure } = await when(store, ({ searching }) => !searching);
    expect([names(found), failure]).toEqual([['Organization 05942'], null]);
  });

  test('tell a search that fails, and forget it with the next', async () => {
    const store = await loaded();
    api.next = [problem(503, 'database-unreachable')];
    store.search('05942');
    expect((await when(store, ({ failure }) => failure !== null)).failure?.code).toBe('unavailable');
    store.search('05943');
    const { found, failure } = await when(store, ({ searching }) => !searching);
    expect([names(found), failure]).toEqual([['Organization 05943'], null]);
  });

  test('have the current and the last ones all the same', async () => {
    const recent = recentIn();
    recent.write(['o5500', 'gone', 'o3']);
    const store = await loaded({ current: 'o5900', recent });
    expect(ready(store).current?.id).toBe('o5900');
    expect(ready(store).recent.map(({ id }) => id)).toEqual(['o5900', 'o5500', 'o3']);

    store.search('05942');
    const { found } = await when(store, ({ searching }) => !searching);
    const asked = api.asked.length;
    store.switchTo(found[0]!.id);
    store.search('');
    expect(ready(store).current?.id).toBe('o5942');
    expect(api.asked).toHaveLength(asked);
  });
});

describe('the last used', () => {
  test('come first, newest first, five at most, and not again below', async () => {
    organizations = many(20);
    const store = await loaded();
    for (const id of ['o1', 'o2', 'o3', 'o4', 'o5', 'o6', 'o3']) store.switchTo(id);
    const { recent, found, total, more } = ready(store);
    expect(recent.map(({ id }) => id)).toEqual(['o3', 'o6', 'o5', 'o4', 'o2']);
    expect(found).toHaveLength(15);
    expect([total, more]).toEqual([20, false]);
    store.search('organization');
    expect(ready(store).recent).toEqual([]);
    expect(ready(store).found).toHaveLength(20);
  });

  test('are not told apart where all are in sight', async () => {
    const store = await loaded({ current: 'o1' });
    expect(ready(store).recent).toEqual([]);
  });

  test('are kept in the storage of a page, as ids', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (k: string, v: string) => kept.set(k, v),
    };
    recentIn(() => storage).write(['o1', 'o2']);
    expect(recentIn(() => storage).read()).toEqual(['o1', 'o2']);
    expect([...kept]).toEqual([['tenantry-widgets:recent', '["o1","o2"]']]);
  });

  test.each<[what: string, storage: () => { getItem(): string | null; setItem(): void }]>([
    [
      'may not be had',
      () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    ],
    ['has something else there', () => ({ getItem: () => '{"a":', setItem() {} })],
    ['has no list there', () => ({ getItem: () => '{"a":1}', setItem() {} })],
  ])('are kept for the page where its storage %s', (_what, storage) => {
    const recent = recentIn(storage);
    expect(recent.read()).toEqual([]);
    recent.write(['o1']);
    expect(recent.read()).toEqual(['o1']);
  });
});

describe('creating', () => {
  test('adds the new one, which is known at once', async () => {
    const store = await loaded();
    const lists = api.otherwise;
    api.otherwise = (asked) => {
      if (asked.method !== 'POST') return lists(asked);
      organizations = [...organizations, organization('new', 'Delta')];
      return ok(organizations.at(-1), 201);
    };
    const created = store.create('Delta');
    expect(ready(store).creating).toEqual({ type: 'pending' });
    expect(await store.create('Delta')).toBeNull();
    expect((await created)?.id).toBe('new');
    store.switchTo('new');
    expect(ready(store)).toMatchObject({ creating: { type: 'idle' }, current: { id: 'new' } });
    expect((await when(store, ({ loading }) => !loading)).total).toBe(4);
    expect(api.count('POST', '/organizations')).toBe(1);
  });

  test('again after a failure is the same action as long as it may have happened, and a new one else', async () => {
    const store = await loaded();
    api.next = [
      problem(503, 'logto-unreachable'),
      'drop',
      problem(409, 'organizations-used-up'),
      problem(500, 'unexpected'),
    ];
    const failures = [];
    for (const name of ['A', 'A', 'A', 'A', 'B']) {
      if (name === 'B') api.next = [problem(400, 'name-too-long', {}, { field: 'name' })];
      expect(await store.create(name)).toBeNull();
      const { creating } = ready(store);
      failures.push(creating.type === 'failed' && creating.failure.code);
    }
    expect(failures).toEqual(['unavailable', 'unavailable', 'conflict', 'unexpected', 'invalid']);
    const keys = api.asked.flatMap(({ method, headers }) => (method === 'POST' ? [headers['idempotency-key']] : []));
    const [first, second, third, fourth, other] = keys;
    expect([second, third]).toEqual([first, first]);
    expect(new Set([first, fourth, other]).size).toBe(3);
    store.resetCreate();
    expect(ready(store).creating).toEqual({ type: 'idle' });
  });
});

describe('invitations', () => {
  beforeEach(() => {
    invitations = [invitation('i1', 'Uno'), invitation('i2', 'Dos')];
  });

  const left = (store: OrganizationsStore) => ready(store).invitations.map(({ invitation }) => invitation.id);

  test('are accepted: pending, then gone, and the organization is there', async () => {
    const store = await loaded();
    const works = api.otherwise;
    api.otherwise = (asked) => {
      if (asked.method !== 'POST') return works(asked);
      invitations = invitations.slice(1);
      organizations = [...organizations, organization('org-of-i1', 'Uno')];
      return ok({ organization: organizations.at(-1) });
    };
    const accepted = store.accept('i1');
    expect(ready(store).invitations[0]).toMatchObject({ answer: 'accept', progress: { type: 'pending' } });
    expect(await store.accept('i1')).toBeNull();
    expect(await accepted).toMatchObject({ name: 'Uno' });
    expect(left(store)).toEqual(['i2']);
    expect((await when(store, ({ loading }) => !loading)).total).toBe(4);
    expect(api.count('POST', '/invitations/i1/accept')).toBe(1);
  });

  test('are declined', async () => {
    const store = await loaded();
    api.next = [{ status: 204 }];
    expect(await store.decline('i2')).toBe(true);
    expect(left(store)).toEqual(['i1']);
    expect(api.count('POST', '/invitations/i2/decline')).toBe(1);
  });

  test('that could not be answered are as they were, with the reason; again is the same action', async () => {
    const store = await loaded();
    api.next = [problem(503, 'logto-unreachable'), problem(410, 'invitation-expired')];
    for (const code of ['unavailable', 'not-found']) {
      expect(await store.accept('i1')).toBeNull();
      expect(left(store)).toEqual(['i1', 'i2']);
      expect(ready(store).invitations[0]).toMatchObject({
        answer: 'accept',
        progress: { type: 'failed', failure: { code } },
      });
    }
    const keys = api.asked.flatMap(({ method, headers }) => (method === 'POST' ? [headers['idempotency-key']] : []));
    expect(new Set(keys).size).toBe(1);
    expect(ready(store).total).toBe(3);
  });

  test('stay pending when the list is read meanwhile', async () => {
    const store = await loaded();
    const works = api.otherwise;
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    api.otherwise = (asked) => (asked.method === 'POST' ? released.then(() => ({ status: 204 })) : works(asked));
    const declined = store.decline('i1');
    await store.load();
    expect(ready(store).invitations[0]?.progress).toEqual({ type: 'pending' });
    release();
    expect(await declined).toBe(true);
    expect(left(store)).toEqual(['i2']);
  });

  test.each([
    [403, 'scope-missing', null],
    [503, 'database-unreachable', 'unavailable'],
  ])('that answer %i %s leave the list alone', async (status, code, failure) => {
    const works = api.otherwise;
    api.otherwise = (asked) => (asked.path === '/invitations' ? problem(status, code) : works(asked));
    const store = await loaded();
    expect(ready(store)).toMatchObject({ total: 3, failure: null, invitations: [] });
    expect(ready(store).invitationsFailure?.code ?? null).toBe(failure);
  });
});

describe('other tabs', () => {
  /** As `BroadcastChannel`: all hear it but who said it. */
  function hub() {
    const heard: Change[] = [];
    const all = new Set<(change: Change) => void>();
    const channel = (): Channel => {
      let own: ((change: Change) => void) | undefined;
      return {
        post(change) {
          heard.push(change);
          for (const listener of all) if (listener !== own) listener(change);
        },
        listen(listener) {
          all.add((own = listener));
          return () => all.delete(listener);
        },
      };
    };
    return { channel, heard, all };
  }

  test('read again what changed in one, and hear of a switch', async () => {
    const { channel, heard, all } = hub();
    invitations = [invitation('i1')];
    const one = await loaded({ channel: channel() });
    const switches: (string | null)[] = [];
    const other = await loaded({ channel: channel(), onSwitchedElsewhere: (id) => switches.push(id) });
    const idle = storeOf({ channel: channel() });

    api.next = [{ status: 204 }];
    invitations = [];
    await one.decline('i1');
    expect((await when(other, (state) => state.invitations.length === 0)).total).toBe(3);
    one.switchTo('o2');
    one.switchTo(null);
    expect(switches).toEqual(['o2', null]);
    expect(heard).toEqual([
      { of: api.url, type: 'invitations' },
      { of: api.url, type: 'switched', organization: 'o2' },
      { of: api.url, type: 'switched', organization: null },
    ]);
    expect(idle.state.type).toBe('loading');
    for (const store of [one, other, idle]) store.dispose();
    expect(all.size).toBe(0);
  });

  test('of another server, or with something else to say, are not listened to', async () => {
    const { channel } = hub();
    const store = await loaded({ channel: channel(), onSwitchedElsewhere: () => expect.unreachable() });
    const before = store.state;
    const post = channel().post as (change: unknown) => void;
    for (const change of [null, 'x', { of: 'https://elsewhere.example', type: 'switched', organization: 'o1' }])
      post(change);
    expect(store.state).toBe(before);
  });
});
