import { actions, failureIn, idle, type Progress } from './actions.ts';
import type { Channel } from './channel.ts';
import { newKey, type Client } from './client.ts';
import { WidgetFailure } from './failure.ts';
import { membersOf, type Started } from './members.ts';
import type { Store } from './store.ts';
import type {
  Member,
  MemberPage,
  MembersPermissions,
  MemberSort,
  Outcome,
  Role,
  RoleFilter,
  SentInvitation,
} from './types.ts';

export type MemberFilter = { search: string; role: RoleFilter | ''; sort: MemberSort };

export type MemberRow = {
  member: Member;
  /** Of a change of roles. A failed one has been taken back, and `retry` does it again. */
  progress: Progress;
  /** Their removal waits, or is under way. */
  leaving: boolean;
};

/** People who go unless it is undone: the server holds it back until then. */
export type Removal = {
  id: string;
  people: readonly Member[];
  /** In the time of `Date.now`; 0 once it cannot be undone any more. */
  until: number;
  progress: Progress;
};

/** What became of several at once, as far as it is worth telling. */
export type Report = { did: 'removed' | 'changed' | 'invited'; ok: number; refused: readonly Outcome[] };

export type SentEntry = { invitation: SentInvitation; did?: 'resend' | 'withdraw'; progress: Progress };

/** What was asked for in a dialog. `done` of `total`, where it takes longer. */
export type Asked = {
  what: 'invite' | 'change' | 'leave' | 'transfer';
  progress: Progress;
  done?: number;
  total?: number;
};

export type MembersState =
  | { type: 'loading' }
  /** Nothing is known, or nothing may be seen any more. `load()` tries again. */
  | { type: 'failed'; failure: WidgetFailure }
  /** Who asks has left, and sees nobody any more. */
  | { type: 'left' }
  | ({
      type: 'ready';
      /** Rows to scroll over: all that fit, or those that are known to be there and some more. */
      count: number;
      /** How many fit, or at least how many. */
      total: number;
      totalIsExact: boolean;
      /** Undefined while it is read: say `show` what is in sight. */
      at: (index: number) => MemberRow | undefined;
      /** What is listed is still the answer to an earlier search. */
      searching: boolean;
      /** Of reading: what is listed is what was known before. */
      failure: WidgetFailure | null;
      permissions: MembersPermissions;
      /** The roles that who asks may give. */
      grantable: readonly Role[];
      selected: ReadonlyMap<string, Member>;
      removals: readonly Removal[];
      asked: Asked | null;
      report: Report | null;
      /** The open ones; null while they are read, and where they are not theirs to see. */
      invitations: readonly SentEntry[] | null;
      moreInvitations: boolean;
    } & MemberFilter);

export type MembersStore = Store<MembersState> & {
  /** Reads all that is shown, or reads it again. Permissions come with it. */
  load(): Promise<void>;
  /** Which rows are in sight, from 0 and up to `last`, which is not: they are read, those far from them
   *  forgotten, except for the one that is `kept`. */
  show(first: number, last: number, kept?: number): void;
  filter(change: Partial<MemberFilter>): void;
  /** Left out: the other way round. */
  select(members: readonly Member[], on?: boolean): void;
  unselect(): void;
  /** These answer false when they failed; `state` says why. The same again is the same action, never a second one. */
  changeRole(member: Member, role: Role): Promise<boolean>;
  changeRoles(people: readonly Member[], role: Role): Promise<boolean>;
  /** Can be undone until `until` of the removal. */
  remove(people: readonly Member[]): Promise<boolean>;
  undo(removal: string): Promise<boolean>;
  leave(): Promise<boolean>;
  transfer(user: string): Promise<boolean>;
  invite(input: { emails: string[]; role: Role; note?: string | null }): Promise<boolean>;
  resend(invitation: string): Promise<boolean>;
  withdraw(invitation: string): Promise<boolean>;
  /** Forgets the report, and why something in a dialog failed. */
  dismiss(): void;
  /** There is a network again: what it was missing for goes on. */
  resume(): void;
};

export type MembersOptions = {
  organization: string;
  channel?: Channel | undefined;
  onSwitchedElsewhere?: (organization: string | null) => void;
  /** How long a removal can be undone, in seconds; ten at most. */
  undoSeconds?: number;
  /** Before the server is asked, in milliseconds. */
  searchDelayMs?: number;
  /** Between two looks at something that takes longer. */
  lookEveryMs?: number;
};

/** Rows are read by so many; what is further from sight than two of them is forgotten. */
export const windowSize = 100;
/** More at once the server does not take. */
const mostSelected = 100;

type Ready = Extract<MembersState, { type: 'ready' }>;
/** What the state has as it is; the rest is made of what else is known. */
type Shown = Omit<Ready, 'type' | 'count' | 'at' | 'total' | 'totalIsExact'>;
/** Of one person: what they get if all goes well, and how it goes. */
type Change = { roles?: string[]; progress: Progress };

const nothing: MembersPermissions = { invite: false, changeRoles: false, remove: false, transfer: false, leave: false };

/** One organization's people, by windows, and the invitations that it sent. */
export function membersStore(client: Client, options: MembersOptions): MembersStore {
  const { organization, channel, onSwitchedElsewhere } = options;
  const { undoSeconds = 5, searchDelayMs = 200, lookEveryMs = 1_000 } = options;
  const api = membersOf(client, organization);
  const act = actions();
  const listeners = new Set<() => void>();
  const changes = new Map<string, Change>();
  /** What could not be done, by what it is about: the last wish counts. */
  const waiting = new Map<string, () => unknown>();
  const life = new AbortController();
  let windows = new Map<number, readonly Member[]>();
  let reading = new Map<number, AbortController>();
  /** The windows in sight, from and to. */
  let sight: readonly [number, number] = [0, 0];
  let total = 0;
  let totalIsExact = true;
  let answered = false;
  let left = false;
  let barred: WidgetFailure | null = null;
  /** Goes up with everything that makes what was read so far old. */
  let edition = 0;
  let invitationsRead = 0;
  let delay: ReturnType<typeof setTimeout> | undefined;
  let shown: Shown = {
    ...{ search: '', role: '', sort: 'name', searching: false, failure: null, permissions: nothing, grantable: [] },
    ...{ selected: new Map<string, Member>(), removals: [], asked: null, report: null },
    ...{ invitations: null, moreInvitations: false },
  };
  let state: MembersState = { type: 'loading' };

  function set(change: Partial<Shown> = {}): void {
    if (life.signal.aborted) return;
    shown = { ...shown, ...change };
    state = stateOf();
    for (const listener of listeners) listener();
  }

  function stateOf(): MembersState {
    if (left) return { type: 'left' };
    const failure = barred ?? (answered ? null : shown.failure);
    if (failure) return { type: 'failed', failure };
    if (!answered) return { type: 'loading' };
    const leaving = new Set(shown.removals.flatMap(({ people }) => people.map(({ userId }) => userId)));
    const held = windows;
    const at = (index: number): MemberRow | undefined => {
      const member = held.get(Math.floor(index / windowSize))?.[index % windowSize];
      if (!member) return undefined;
      const { roles = member.roles, progress = idle } = changes.get(member.userId) ?? {};
      return {
        member: roles === member.roles ? member : { ...member, roles },
        progress,
        leaving: leaving.has(member.userId),
      };
    };
    // As long as nobody knows the end, there is a window more to scroll to.
    return { ...shown, type: 'ready', at, total, totalIsExact, count: totalIsExact ? total : total + windowSize };
  }

  /** What is in sight, read as it is now. What was there stays until the new is. */
  async function load(): Promise<void> {
    edition++;
    for (const each of reading.values()) each.abort();
    reading = new Map();
    const [from, to] = sight;
    windows = new Map([...windows].filter(([index]) => index >= from && index <= to));
    await Promise.all([readInvitations(), ...range(from, to).map((index) => read(index))]);
  }

  async function read(index: number): Promise<void> {
    if (reading.has(index)) return;
    const mine = edition;
    const giveUp = new AbortController();
    reading.set(index, giveUp);
    const { search, role, sort } = shown;
    try {
      const signal = AbortSignal.any([giveUp.signal, life.signal]);
      const query = { search: search.trim().slice(0, 128), role, sort };
      take(index, await api.list({ ...query, offset: index * windowSize, limit: windowSize, signal }));
    } catch (error) {
      if (giveUp.signal.aborted || life.signal.aborted) return;
      const failure = failureIn(error);
      // Whoever may not see them any more sees none.
      if (/^(forbidden|not-found)$/.test(failure.code)) bar(failure);
      waiting.set('load', load);
      set({ failure, searching: false });
    } finally {
      if (mine === edition) reading.delete(index);
    }
  }

  function bar(failure: WidgetFailure): void {
    barred = failure;
    windows = new Map();
    changes.clear();
    shown = { ...shown, selected: new Map(), invitations: null, report: null };
  }

  function take(index: number, page: MemberPage): void {
    answered = true;
    barred = null;
    const isLast = !page.next;
    const { length } = page.items;
    // Past the end nothing is known but what the server says.
    const end = length && index * windowSize + length;
    const knowsEnd = isLast && length > 0;
    total = knowsEnd ? end : Math.max(page.total, end);
    totalIsExact = page.totalIsExact || knowsEnd;
    // Of a list that is shorter now, what lay beyond is gone.
    windows = new Map([...windows].filter(([each]) => each === index || each * windowSize < total || !totalIsExact));
    windows.set(index, page.items);
    const last = Math.max(0, Math.ceil(total / windowSize) - 1);
    if (totalIsExact && sight[0] > last) show(last * windowSize, total);
    for (const { userId } of page.items) if (changes.get(userId)?.progress === idle) changes.delete(userId);
    const { permissions, grantable } = page;
    const { permissions: before, failure } = shown;
    set({ permissions, grantable, failure: null, searching: false });
    if (permissions.invite && !before.invite) void readInvitations();
    if (failure) resume();
  }

  function show(first: number, last: number, kept = first): void {
    const window = (row: number) => Math.max(0, Math.floor(row / windowSize));
    sight = [window(first), window(Math.max(first, last - 1))];
    const [from, to] = sight;
    for (const [index, giveUp] of reading) {
      if (index >= from - 1 && index <= to + 1) continue;
      giveUp.abort();
      reading.delete(index);
    }
    for (const index of windows.keys()) {
      if ((index < from - 2 || index > to + 2) && index !== window(kept)) windows.delete(index);
    }
    if (!answered) return;
    const end = totalIsExact ? total : total + windowSize;
    // The next one is read when it comes near.
    const ahead = last % windowSize > windowSize / 2 ? to + 1 : to;
    for (const index of range(from, ahead)) {
      if (!windows.has(index) && index * windowSize < end) void read(index);
    }
  }

  function filter(change: Partial<MemberFilter>): void {
    clearTimeout(delay);
    edition++;
    for (const each of reading.values()) each.abort();
    reading = new Map();
    set({ ...change, searching: answered });
    const seek = () => {
      sight = [0, 0];
      windows = new Map([...windows].filter(([index]) => index === 0));
      void read(0);
    };
    if (change.search === undefined) seek();
    else delay = setTimeout(seek, searchDelayMs);
  }

  async function readInvitations(): Promise<void> {
    if (!shown.permissions.invite) return set({ invitations: null });
    const mine = ++invitationsRead;
    try {
      const { items, next } = await api.invitations({ signal: life.signal });
      if (mine !== invitationsRead) return;
      const before = (id: string) => shown.invitations?.find((entry) => entry.invitation.id === id);
      const invitations = items.map((invitation) => ({ ...(before(invitation.id) ?? { progress: idle }), invitation }));
      set({ invitations, moreInvitations: next !== null });
    } catch (error) {
      if (!life.signal.aborted && mine === invitationsRead) set({ failure: failureIn(error) });
    }
  }

  const tell = () => channel?.post({ of: client.baseUrl, type: 'members', organization });

  /** Other lists read theirs, too. */
  function changed(): void {
    void load();
    tell();
  }

  /** A refusal may say that permissions, or people, are no more what they were. Whatever may yet work is tried again. */
  function refused(about: string, progress: Progress, retry: () => unknown): void {
    waiting.delete(about);
    if (progress.type !== 'failed') return;
    const { code, retryable, retryAfterMs } = progress.failure;
    if (!retryable) return void load();
    waiting.set(about, retry);
    const again = () => waiting.get(about) === retry && waiting.delete(about) && retry();
    if (code === 'rate-limited' && retryAfterMs) setTimeout(() => life.signal.aborted || again(), retryAfterMs);
  }

  function resume(): void {
    const again = [...waiting.values()];
    waiting.clear();
    for (const each of again) void each();
  }

  /** Waits for the end of what goes on without us, however long there is no network meanwhile. */
  async function outcomesOf(started: Started, look?: (done: number, total: number) => void): Promise<Outcome[]> {
    if ('outcomes' in started) return started.outcomes;
    let isExpired = false;
    for (let waitMs = lookEveryMs; ;) {
      await new Promise((resolve) => {
        waiting.set(started.operation.id, () => resolve(0));
        if (!isExpired) setTimeout(resolve, waitMs);
      });
      waiting.delete(started.operation.id);
      isExpired = false;
      life.signal.throwIfAborted();
      const found = await api.operation(started.operation.id, { signal: life.signal }).catch((error: unknown) => {
        const failure = failureIn(error);
        if (!failure.retryable) throw error;
        waitMs = Math.min(2 * waitMs, 30 * lookEveryMs);
        isExpired = failure.code === 'expired';
        set({ failure });
      });
      if (!found) continue;
      waitMs = lookEveryMs;
      if (shown.failure) set({ failure: null });
      look?.(found.done, found.total);
      if (found.state === 'done') return found.outcomes;
      if (found.state === 'failed') throw refusalOf(found);
    }
  }

  const refusalOf = ({ code = 'unexpected', detail = '' }: { code?: string; detail?: string }) =>
    new WidgetFailure('conflict', { problem: { code, title: detail, type: '', status: 409, requestId: '' } });

  function report(did: Report['did'], outcomes: readonly Outcome[]): void {
    const refused = outcomes.filter(({ ok }) => !ok);
    set({ report: { did, ok: outcomes.length - refused.length, refused } });
  }

  async function changeRole(member: Member, role: Role): Promise<boolean> {
    const { userId } = member;
    if (changes.get(userId)?.progress.type === 'pending') return false;
    const about = `role ${userId}`;
    const mark = (progress: Progress) => {
      changes.set(userId, { progress, ...(progress.type !== 'failed' && { roles: [role] }) });
      set();
      refused(about, progress, () => changeRole(member, role));
    };
    const write = async (key: string) => {
      const [outcome] = await outcomesOf(await api.changeRole([userId], role, { key, signal: life.signal }));
      if (outcome && !outcome.ok) throw refusalOf(outcome);
    };
    if (!(await act(about, mark, write, role))) return false;
    mark(idle); // until they are read
    changed();
    return true;
  }

  /** Something in a dialog. */
  async function ask<Answer>(what: Asked['what'], action: string, write: (key: string) => Promise<Answer>) {
    if (shown.asked?.progress.type === 'pending') return null;
    const mark = (progress: Progress) => {
      set({ asked: { what, progress } });
      if (progress.type === 'failed' && !progress.failure.retryable) void load();
    };
    const done = await act(action, mark, write);
    if (done) set({ asked: null });
    return done;
  }

  const look = (done: number, total: number) => shown.asked && set({ asked: { ...shown.asked, done, total } });

  async function changeRoles(people: readonly Member[], role: Role): Promise<boolean> {
    const users = people.map(({ userId }) => userId);
    const done = await ask('change', `roles ${role} ${users.join()}`, async (key) =>
      outcomesOf(await api.changeRole(users, role, { key, signal: life.signal }), look),
    );
    if (!done) return false;
    report('changed', done.answer);
    unselect();
    changed();
    return true;
  }

  async function invite(input: { emails: string[]; role: Role; note?: string | null }): Promise<boolean> {
    const done = await ask('invite', `invite ${JSON.stringify(input)}`, async (key) =>
      outcomesOf(await api.invite(input, { key, signal: life.signal }), look),
    );
    if (!done) return false;
    report('invited', done.answer);
    changed();
    return true;
  }

  async function remove(people: readonly Member[], id = newKey()): Promise<boolean> {
    const users = people.map(({ userId }) => userId);
    if (
      shown.removals.some((each) => each.progress.type === 'pending' && each.people.some((one) => people.includes(one)))
    ) {
      return false;
    }
    const about = `remove ${id}`;
    const others = () => shown.removals.filter((removal) => removal.id !== id);
    const failed = (error: unknown) => {
      const { message: detail } = failureIn(error);
      unwanted.delete(id);
      set({ removals: others() });
      report(
        'removed',
        people.map(({ userId, name }) => ({ userId, ...(name && { name }), ok: false, detail })),
      );
    };
    const mark = (progress: Progress, until = 0) => {
      refused(about, progress, () => remove(people, id));
      if (progress.type === 'failed' && !progress.failure.retryable) return failed(progress.failure);
      set({ removals: [...others(), { id, people, until, progress }] });
    };
    const begun = await act(about, mark, (key) =>
      api.remove(users, undoSeconds || undefined, { key, signal: life.signal }),
    );
    if (!begun) return false;
    select(people, false);
    const { answer } = begun;
    if ('operation' in answer) {
      operations.set(id, answer.operation.id);
      // By our own clock: the server's may differ.
      mark(idle, answer.operation.until ? Date.now() + undoSeconds * 1_000 : 0);
      if (unwanted.delete(id)) void undo(id);
    }
    try {
      const outcomes = await outcomesOf(answer);
      set({ removals: others() });
      if (people.length > 1 || outcomes.some(({ ok }) => !ok)) report('removed', outcomes);
    } catch (error) {
      if (life.signal.aborted) return false;
      const isUndone = failureIn(error).problem?.code === 'cancelled';
      if (isUndone) set({ removals: others() });
      else failed(error);
      return false;
    } finally {
      operations.delete(id);
      waiting.delete(`undo ${id}`);
      changed();
    }
    return true;
  }

  /** By removal: what the server calls it. */
  const operations = new Map<string, string>();
  /** Removals that are to be undone once it is known that they were begun. */
  const unwanted = new Set<string>();

  async function undo(id: string): Promise<boolean> {
    const removal = shown.removals.find((each) => each.id === id);
    const operation = operations.get(id);
    if (!removal || removal.progress.type === 'pending') return false;
    const over = () => set({ removals: shown.removals.filter((each) => each.id !== id) });
    const mark = (progress: Progress) => {
      set({ removals: shown.removals.map((each) => (each.id === id ? { ...each, progress } : each)) });
      refused(`undo ${id}`, progress, () => undo(id));
    };
    waiting.delete(`remove ${id}`);
    // Without an answer nobody knows: the same key asks. Without a network it has not even been sent.
    const { progress } = removal;
    if (!operation && progress.type === 'failed' && progress.failure.code !== 'offline') {
      unwanted.add(id);
      void remove(removal.people, id);
      return false;
    }
    const done =
      !operation || (await act(`undo ${id}`, mark, (key) => api.cancel(operation, { key, signal: life.signal })));
    if (!done) return false;
    over();
    return true;
  }

  async function answer(id: string, did: 'resend' | 'withdraw'): Promise<boolean> {
    const of = ({ invitation }: SentEntry) => invitation.id === id;
    if (shown.invitations?.find(of)?.progress.type === 'pending') return false;
    const mark = (progress: Progress) => {
      const invitations = shown.invitations?.map((entry) => (of(entry) ? { ...entry, did, progress } : entry)) ?? null;
      set({ invitations });
      refused(`invitation ${id}`, progress, () => answer(id, did));
    };
    const done = await act(did + id, mark, (key) => api[did](id, { key, signal: life.signal }));
    if (!done) return false;
    mark(idle);
    changed();
    return true;
  }

  async function leave(): Promise<boolean> {
    const done = await ask('leave', 'leave', (key) => api.leave({ key, signal: life.signal }));
    if (!done) return false;
    left = true;
    windows = new Map();
    set();
    channel?.post({ of: client.baseUrl, type: 'organizations' });
    tell();
    return true;
  }

  async function transfer(user: string): Promise<boolean> {
    const done = await ask('transfer', `transfer ${user}`, (key) => api.transfer(user, { key, signal: life.signal }));
    if (!done) return false;
    changed();
    return true;
  }

  function select(members: readonly Member[], on?: boolean): void {
    const selected = new Map(shown.selected);
    for (const member of members) {
      if (!(on ?? !selected.has(member.userId))) selected.delete(member.userId);
      else if (selected.size < mostSelected) selected.set(member.userId, member);
    }
    set({ selected });
  }

  const unselect = () => set({ selected: new Map() });

  const stopListening = channel?.listen((change) => {
    if (change?.of !== client.baseUrl) return;
    if (change.type === 'switched') onSwitchedElsewhere?.(change.organization);
    else if (change.type === 'members' && change.organization === organization) void load();
  });

  return {
    get state() {
      return state;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      life.abort();
      clearTimeout(delay);
      stopListening?.();
    },
    ...{ load, show, filter, select, unselect, changeRole, changeRoles, remove, undo, leave, transfer, invite },
    resend: (id) => answer(id, 'resend'),
    withdraw: (id) => answer(id, 'withdraw'),
    dismiss() {
      for (const [user, { progress }] of changes) if (progress.type === 'failed') changes.delete(user);
      set({ asked: null, report: null });
    },
    resume,
  };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, step) => from + step);
