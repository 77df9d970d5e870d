import type { Channel, Change } from './channel.ts';
import { newKey, type Client } from './client.ts';
import { WidgetFailure } from './failure.ts';
import { recentInMemory, type RecentStorage } from './recent.ts';
import { searchOrganizations } from './search.ts';
import type { Store } from './store.ts';
import type { Invitation, Organization } from './types.ts';

/** What became of something that the person asked for. Pending: it may not be asked for again. */
export type Progress = { type: 'idle' } | { type: 'pending' } | { type: 'failed'; failure: WidgetFailure };

export type InvitationEntry = { invitation: Invitation; answer?: 'accept' | 'decline'; progress: Progress };

export type OrganizationsState =
  | { type: 'loading' }
  /** Nothing is known. `load()` tries again. */
  | { type: 'failed'; failure: WidgetFailure }
  | {
      type: 'ready';
      /** The one that `setCurrent` names; null also while it is not known. */
      current: Organization | null;
      /** Last used, newest first, five at most. Empty in a search, and where all fit on a screen anyway. */
      recent: readonly Organization[];
      /** What fits the search, best first; without a search the others, by name. */
      found: readonly Organization[];
      /** How many fit the search; without one, how many organizations there are. More than are listed when `more`. */
      total: number;
      more: boolean;
      search: string;
      /** `found` is still the answer to an earlier search. */
      searching: boolean;
      /** The list is read, or read again. */
      loading: boolean;
      /** Of the search or of reading again: what is listed is what was known before. */
      failure: WidgetFailure | null;
      creating: Progress;
      invitations: readonly InvitationEntry[];
      /** Null when they are read, or not for this token to see. */
      invitationsFailure: WidgetFailure | null;
    };

export type OrganizationsStore = Store<OrganizationsState> & {
  /** Reads everything, or reads it again; one that is under way begins anew. */
  load(): Promise<void>;
  search(text: string): void;
  /** Says which one the page shows. */
  setCurrent(id: string | null): void;
  /** After the page has switched: keeps it in mind and tells the other tabs. */
  switchTo(id: string | null): void;
  /** These answer null or false when they failed; `state` says why. The same again is the same action, never a second one. */
  create(name: string): Promise<Organization | null>;
  /** Forgets why creating failed. */
  resetCreate(): void;
  accept(invitationId: string): Promise<Organization | null>;
  decline(invitationId: string): Promise<boolean>;
};

export type OrganizationsOptions = {
  recent?: RecentStorage;
  channel?: Channel | undefined;
  current?: string | null;
  /** Another tab switched; whether this one follows is the page's to say. */
  onSwitchedElsewhere?: (id: string | null) => void;
  /** Before the server is asked, in milliseconds. */
  searchDelayMs?: number;
};

/** So many are held and searched here; with more, the server searches. */
export const mostHeld = 5_000;
const pageSize = 1_000;
/** Of what the server finds. */
const foundSize = 100;
const mostRecent = 5;
/** So few need no "recent". */
const fewOrganizations = 7;

type Facts = {
  held: ReadonlyMap<string, Organization> | undefined;
  total: number;
  loading: boolean;
  failure: WidgetFailure | null;
  currentId: string | null;
  search: string;
  results: { items: readonly Organization[]; total: number } | null;
  searching: boolean;
  searchFailure: WidgetFailure | null;
  creating: Progress;
  invitations: readonly InvitationEntry[];
  invitationsFailure: WidgetFailure | null;
};

const idle: Progress = { type: 'idle' };

/** The person's organizations and the invitations to them. */
export function organizationsStore(client: Client, options: OrganizationsOptions = {}): OrganizationsStore {
  const { recent = recentInMemory(), channel, onSwitchedElsewhere, searchDelayMs = 200 } = options;
  const listeners = new Set<() => void>();
  /** Current and recent ones that are not among those held. */
  const beyond = new Map<string, Organization>();
  const keys = new Map<string, string>();
  let reading = new AbortController();
  let seeking = new AbortController();
  let disposed = false;
  let facts: Facts = {
    ...{ held: undefined, total: 0, loading: false, failure: null, currentId: options.current ?? null },
    ...{ search: '', results: null, searching: false, searchFailure: null },
    ...{ creating: idle, invitations: [], invitationsFailure: null },
  };
  let state: OrganizationsState = { type: 'loading' };

  function set(change: Partial<Facts>): void {
    if (disposed) return;
    facts = { ...facts, ...change };
    state = stateOf();
    for (const listener of listeners) listener();
  }

  function stateOf(): OrganizationsState {
    const { held, results, currentId, search } = facts;
    const { loading, creating, searching, invitations, invitationsFailure } = facts;
    if (!held) return facts.failure ? { type: 'failed', failure: facts.failure } : { type: 'loading' };
    const recents = search || facts.total <= fewOrganizations ? [] : recent.read().flatMap((id) => known(id) ?? []);
    const shown = recents.slice(0, mostRecent);
    const listed = new Set(shown);
    const found = !search
      ? [...held.values()].filter((organization) => !listed.has(organization))
      : (results?.items ?? searchOrganizations(held.values(), search));
    const total = !search ? facts.total : (results?.total ?? found.length);
    return {
      ...{ type: 'ready', current: (currentId !== null && known(currentId)) || null },
      ...{ recent: shown, found, total, more: total > found.length + shown.length },
      ...{ search, searching, loading, failure: facts.searchFailure ?? facts.failure },
      ...{ creating, invitations, invitationsFailure },
    };
  }

  const known = (id: string): Organization | undefined =>
    facts.held?.get(id) ?? beyond.get(id) ?? facts.results?.items.find((organization) => organization.id === id);

  const isComplete = () => facts.held !== undefined && facts.held.size >= facts.total;

  async function load(): Promise<void> {
    reading.abort();
    const { signal } = (reading = new AbortController());
    set({ loading: true, failure: null });
    await Promise.all([readOrganizations(signal), readInvitations(signal)]);
  }

  async function readOrganizations(signal: AbortSignal): Promise<void> {
    const again = facts.held !== undefined;
    const held = new Map<string, Organization>();
    let cursor: string | null = null;
    try {
      do {
        const page = await client.organizations.list({ limit: pageSize, cursor, signal });
        signal.throwIfAborted();
        for (const organization of page.items) held.set(organization.id, organization);
        cursor = page.total > mostHeld ? null : page.next;
        // What was there stays until all of the new is.
        if (!again || cursor === null) {
          const total = cursor === null && page.next === null ? held.size : page.total;
          set({ held: new Map(held), total, loading: cursor !== null });
        }
      } while (cursor !== null);
      seek(facts.search);
      await readBeyond(signal);
    } catch (error) {
      if (!signal.aborted) set({ loading: false, failure: failureIn(error) });
    }
  }

  /** The current one and the last ones, where there are too many to hold. Who is not in them any more is left out. */
  async function readBeyond(signal?: AbortSignal): Promise<void> {
    if (!facts.held || isComplete()) return beyond.clear();
    const ids = [...new Set([facts.currentId ?? [], recent.read().slice(0, mostRecent)].flat())];
    const missing = ids.filter((id) => !known(id));
    const found = await Promise.all(missing.map((id) => client.organizations.get(id, { signal }).catch(() => null)));
    for (const organization of found) if (organization) beyond.set(organization.id, organization);
    if (missing.length > 0 && !signal?.aborted) set({});
  }

  async function readInvitations(signal: AbortSignal): Promise<void> {
    try {
      const { items } = await client.invitations.list({ signal });
      const entries = new Map(facts.invitations.map((entry) => [entry.invitation.id, entry]));
      const invitations = items.map((invitation): InvitationEntry => {
        const before = entries.get(invitation.id);
        return before?.progress.type === 'pending' ? before : { invitation, progress: idle };
      });
      if (!signal.aborted) set({ invitations, invitationsFailure: null });
    } catch (error) {
      if (signal.aborted) return;
      const failure = failureIn(error);
      set({ invitationsFailure: failure.code === 'forbidden' ? null : failure });
    }
  }

  function seek(search: string): void {
    seeking.abort();
    const { signal } = (seeking = new AbortController());
    if (!search.trim() || !facts.held || isComplete() || facts.loading) {
      return set({ search, results: null, searching: false, searchFailure: null });
    }
    set({ search, searching: true, searchFailure: null });
    const timer = setTimeout(() => void seekOnServer(search.trim(), signal), searchDelayMs);
    signal.addEventListener('abort', () => clearTimeout(timer));
  }

  async function seekOnServer(search: string, signal: AbortSignal): Promise<void> {
    try {
      const { items, total } = await client.organizations.list({ search, limit: foundSize, signal });
      if (!signal.aborted) set({ results: { items, total }, searching: false });
    } catch (error) {
      if (!signal.aborted) set({ searching: false, searchFailure: failureIn(error) });
    }
  }

  function setCurrent(id: string | null): void {
    const organization = id === null ? undefined : known(id);
    if (organization && !facts.held?.has(organization.id)) beyond.set(organization.id, organization);
    if (id !== null) recent.write([id, ...recent.read().filter((other) => other !== id)].slice(0, 2 * mostRecent));
    set({ currentId: id });
    if (id !== null && !organization) void readBeyond(reading.signal);
  }

  /** Into its place by name. A list that is being read may not have it yet: it is read anew. */
  function add(organization: Organization): void {
    const { compare } = new Intl.Collator();
    const sorted = [...(facts.held?.values() ?? [])].filter(({ id }) => id !== organization.id);
    const place = sorted.findIndex(({ name }) => compare(name, organization.name) > 0);
    sorted.splice(place < 0 ? sorted.length : place, 0, organization);
    const total = facts.total + (facts.held?.has(organization.id) ? 0 : 1);
    if (facts.held) set({ held: new Map(sorted.map((each) => [each.id, each])), total });
    if (facts.loading || !facts.held) void load();
  }

  /** With one key until it worked, or until it is known that it will not: then the next try is a new action. */
  async function once<Answer>(action: string, write: (key: string) => Promise<Answer>): Promise<Answer> {
    const key = keys.get(action) ?? newKey();
    keys.set(action, key);
    try {
      const answer = await write(key);
      keys.delete(action);
      return answer;
    } catch (error) {
      if (error instanceof WidgetFailure && !error.retryable) keys.delete(action);
      throw error;
    }
  }

  async function create(name: string): Promise<Organization | null> {
    if (facts.creating.type === 'pending') return null;
    set({ creating: { type: 'pending' } });
    try {
      const organization = await once(`create ${name}`, (key) => client.organizations.create({ name }, { key }));
      add(organization);
      set({ creating: idle });
      tell({ type: 'organizations' });
      return organization;
    } catch (error) {
      set({ creating: { type: 'failed', failure: failureIn(error) } });
      return null;
    }
  }

  async function answer<Answer>(id: string, kind: 'accept' | 'decline', write: (key: string) => Promise<Answer>) {
    const of = (entry: InvitationEntry) => entry.invitation.id === id;
    const mark = (progress: Progress) =>
      set({
        invitations: facts.invitations.map((entry) => (of(entry) ? { ...entry, answer: kind, progress } : entry)),
      });
    if (facts.invitations.find(of)?.progress.type === 'pending') return null;
    mark({ type: 'pending' });
    try {
      const done = { value: await once(`${kind} ${id}`, write) };
      set({ invitations: facts.invitations.filter((entry) => !of(entry)) });
      tell({ type: 'invitations' });
      return done;
    } catch (error) {
      mark({ type: 'failed', failure: failureIn(error) });
      return null;
    }
  }

  type Told = Change extends infer Each ? (Each extends Change ? Omit<Each, 'of'> : never) : never;
  const tell = (change: Told) => channel?.post({ of: client.baseUrl, ...change } as Change);

  const stopListening = channel?.listen((change) => {
    if (change?.of !== client.baseUrl) return;
    if (change.type === 'switched') onSwitchedElsewhere?.(change.organization);
    else if (facts.held || facts.failure) void load();
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
      disposed = true;
      reading.abort();
      seeking.abort();
      stopListening?.();
    },
    load,
    search: seek,
    setCurrent,
    switchTo(id) {
      setCurrent(id);
      tell({ type: 'switched', organization: id });
    },
    create,
    resetCreate: () => set({ creating: idle }),
    async accept(id) {
      const accepted = await answer(id, 'accept', (key) => client.invitations.accept(id, { key }));
      if (!accepted) return null;
      add(accepted.value.organization);
      tell({ type: 'organizations' });
      return accepted.value.organization;
    },
    decline: async (id) => (await answer(id, 'decline', (key) => client.invitations.decline(id, { key }))) !== null,
  };
}

const failureIn = (error: unknown): WidgetFailure =>
  error instanceof WidgetFailure ? error : new WidgetFailure('unexpected', { cause: error });
