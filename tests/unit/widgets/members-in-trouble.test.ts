/** Everything that can be done in a list of members, and everything that can go wrong in the middle of it. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient, membersStore, type Member, type MembersState, type MembersStore } from '@tenantry/widgets/core';
import { Api, ok, problem, type Answer, type Asked } from './api.ts';

type Ready = Extract<MembersState, { type: 'ready' }>;
const allowed = { invite: true, changeRoles: true, remove: true, transfer: true, leave: true };
const forbidden = { invite: false, changeRoles: false, remove: false, transfer: false, leave: false };

/** An organization that does what it is asked, once for each key. */
class Organization {
  people = ['ada', 'ben', 'cleo'].map((userId): Member => ({
    ...{ userId, name: userId, email: null, avatarUrl: null, roles: ['member'], self: userId === 'ada' },
    ...{ joinedAt: '2026-01-01T00:00:00Z', lastSeenAt: null, waitsForSeat: false },
    may: { remove: true, roles: ['admin', 'member'] },
  }));
  invitations = [{ id: 'i1', email: 'dan@example.test', role: 'member' }];
  permissions = allowed;
  removal = 'waiting';
  /** What was done, in its order. */
  readonly done: string[] = [];
  readonly #answers = new Map<string, Answer>();

  answer(asked: Asked): Answer {
    if (asked.method === 'GET') return this.#read(asked.path);
    const key = String(asked.headers['idempotency-key']);
    const before = this.#answers.get(key);
    const answer = before ?? this.#write(asked);
    this.#answers.set(key, answer);
    return answer;
  }

  #read(path: string): Answer {
    const page = { items: this.people, next: null, total: this.people.length, totalIsExact: true };
    if (path.endsWith('/members')) return ok({ ...page, permissions: this.permissions, grantable: ['admin'] });
    if (path.endsWith('/invitations')) return ok({ items: this.invitations, next: null });
    const state = this.removal === 'cancelled' ? { state: 'failed', code: 'cancelled' } : { state: this.removal };
    return ok({ id: 'op', total: 1, done: 0, outcomes: [], ...state });
  }

  #write({ method, path, body: sent }: Asked): Answer {
    const body = (sent ?? {}) as Record<string, unknown>;
    this.done.push(nameOf({ method, path }));
    if (method === 'DELETE' && path.endsWith('/op')) this.removal = 'cancelled';
    if (body['action'] === 'remove') return ok({ operation: { id: 'op', state: 'waiting', until: 'soon' } }, 202);
    const about = (body['users'] ?? body['emails']) as string[] | undefined;
    return about ? ok({ outcomes: about.map((each) => ({ userId: each, email: each, ok: true })) }) : { status: 204 };
  }
}

let api: Api;
let organization: Organization;
let online: boolean;
let store: MembersStore;

beforeEach(async () => {
  api = await Api.start();
  organization = new Organization();
  online = true;
  api.otherwise = (asked) => organization.answer(asked);
  const client = createClient({ baseUrl: api.url, getToken: () => 'a.token.signed', online: () => online });
  store = membersStore(client, { organization: 'o1', lookEveryMs: 20 });
  await store.load();
  await until(() => ready().invitations);
});

afterEach(async () => {
  store.dispose();
  await api.stop();
});

const soon = { timeout: 5_000, interval: 5 };
const until = (look: () => unknown) => vi.waitFor(() => expect(look()).toBeTruthy(), soon);
const ready = (): Ready => {
  if (store.state.type !== 'ready') throw new Error(`It is ${store.state.type}.`);
  return store.state;
};
const ben = () => organization.people[1]!;

/** Everything that a page can show of what went wrong. */
function said(): string[] {
  const { count, at, removals, asked, invitations, report, failure } = ready();
  const rows = Array.from({ length: count }, (_, index) => at(index));
  const progresses = [...rows, ...removals, ...(invitations ?? []), asked].map((each) => each?.progress);
  const failures = [failure, ...progresses.map((each) => (each?.type === 'failed' ? each.failure : null))];
  return [...failures.map((each) => each?.code ?? ''), ...(report?.refused ?? []).map(({ detail = '' }) => detail)];
}

type Action = {
  /** What reaches the server. */
  asks: string;
  act: () => Promise<boolean>;
  /** How it begins, before anything goes wrong. */
  before?: () => Promise<unknown>;
};

const bulk = 'POST /members/bulk';
const actions: Record<string, Action> = {
  'a change of one role': { asks: bulk, act: () => store.changeRole(ben(), 'admin') },
  'a change of several roles': { asks: bulk, act: () => store.changeRoles([ben()], 'admin') },
  'a removal': {
    asks: bulk,
    act: async () => {
      const over = store.remove([ben()]);
      await Promise.race([over, until(() => ready().removals.some(({ until }) => until > 0))]);
      return ready().removals.some(({ until }) => until > 0);
    },
  },
  'its undoing': {
    asks: 'DELETE /operations/op',
    before: async () => {
      void store.remove([ben()]);
      await until(() => ready().removals[0]?.until);
    },
    act: async () => store.undo(ready().removals[0]!.id),
  },
  leaving: { asks: 'POST /leave', act: () => store.leave() },
  'making somebody owner': { asks: 'POST /transfer', act: () => store.transfer('ben') },
  inviting: { asks: 'POST /invitations', act: () => store.invite({ emails: ['x@example.test'], role: 'member' }) },
  'sending again': { asks: 'POST /invitations/i1/resend', act: () => store.resend('i1') },
  withdrawing: { asks: 'DELETE /invitations/i1', act: () => store.withdraw('i1') },
};

type Trouble = {
  code: string;
  /** To the action, in their order. */
  answers: (asked: Asked) => Answer[];
  begins?: () => void;
  ends?: () => void;
};

const brief = { 'retry-after': '0.05' };
const passing: Record<string, Trouble> = {
  'the network is gone': {
    code: 'offline',
    answers: () => ['drop'],
    begins: () => (online = false),
    ends: () => (online = true),
  },
  'the network goes, and nobody hears the answer': {
    code: 'unavailable',
    answers: (asked) => (organization.answer(asked), ['drop']),
  },
  'the server is away': { code: 'unavailable', answers: () => [problem(503, 'logto-unreachable')] },
  'the token has ended': {
    code: 'expired',
    answers: () => [problem(401, 'unauthenticated'), problem(401, 'unauthenticated')],
  },
  'it was too often': {
    code: 'rate-limited',
    answers: () => [problem(429, 'rate-limited', brief), problem(429, 'rate-limited', brief)],
  },
};
const lasting: Record<string, Trouble> = {
  'they have been demoted': {
    code: 'forbidden',
    answers: () => ((organization.permissions = forbidden), [problem(403, 'not-permitted')]),
  },
  'who or what it is about has vanished': {
    code: 'not-found',
    answers: () => {
      organization.people.splice(1, 1);
      organization.invitations = [];
      return [problem(404, 'not-found')];
    },
  },
  'it would break a rule': { code: 'conflict', answers: () => [problem(409, 'last-owner')] },
};

const nameOf = ({ method, path }: Pick<Asked, 'method' | 'path'>) =>
  `${method} ${path.replace('/organizations/o1', '')}`;

/** Answers the action that way, until it is over; all else as ever. */
function meet(trouble: Trouble, { asks }: Action) {
  let answers: Answer[] | undefined;
  trouble.begins?.();
  api.otherwise = (asked) => {
    if (nameOf(asked) !== asks) return organization.answer(asked);
    answers ??= trouble.answers(asked);
    return answers.shift() ?? organization.answer(asked);
  };
  return () => trouble.ends?.();
}

describe.each(Object.entries(actions))('%s', (_name, action) => {
  const times = () => organization.done.filter((each) => each === action.asks).length;
  const tries = () => api.asked.filter((asked) => nameOf(asked) === action.asks).length;
  let earlier: number;

  beforeEach(async () => {
    await action.before?.();
    earlier = action.asks === bulk ? 0 : times();
  });

  it.each(Object.entries(passing))('goes on after this has passed: %s', async (_trouble, trouble) => {
    const heard: string[] = [];
    store.subscribe(() => store.state.type === 'ready' && heard.push(...said()));
    const pass = meet(trouble, action);
    expect(await action.act()).toBe(false);
    expect(heard).toContain(trouble.code);
    expect(ready().count).toBe(3);
    const tried = tries();
    pass();
    store.resume();
    // What stands in a dialog waits for its button.
    if (ready().asked) await vi.waitFor(async () => expect(await action.act()).toBe(true), soon);
    await until(() => tries() > tried && (store.state.type === 'left' || said().every((each) => each === '')));
    expect(times() - earlier).toBe(1);
  });

  it.each(Object.entries(lasting))('is given up, and says so, where %s', async (_trouble, trouble) => {
    const heard: string[] = [];
    store.subscribe(() => store.state.type === 'ready' && heard.push(...said()));
    meet(trouble, action);
    expect(await action.act()).toBe(false);
    expect(heard.join()).toMatch(new RegExp(`${trouble.code}|Said for`));
    await until(() => ready().permissions.invite === organization.permissions.invite);
    await until(() => ready().count === organization.people.length);
    store.resume();
    expect(times() - earlier, 'not done, nor tried again').toBe(0);
  });
});
