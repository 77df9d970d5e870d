import type { Channel } from './channel.ts';
import { actions, failureIn, idle, type Progress } from './actions.ts';
import type { Client } from './client.ts';
import type { WidgetFailure } from './failure.ts';
import { recentIn, type RecentStorage } from './recent.ts';
import { searchOrganizations } from './search.ts';
import type { Store } from './store.ts';
import type { Invitation, Organization, OrganizationPage } from './types.ts';

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

type Ready = Extract<OrganizationsState, { type: 'ready' }>;

/** What the state has as it is; the rest of it is made of what else is known. */
type Shown = Pick<Ready, 'search' | 'searching' | 'loading' | 'creating' | 'invitations' | 'invitationsFailure'>;

/** The person's organizations and the invitations to them. */
export function organizationsStore(client: Client, options: OrganizationsOptions = {}): OrganizationsStore {
  const { recent = recentIn(), channel, current = null, onSwitchedElsewhere, searchDelayMs = 200 } = options;
  const listeners = new Set<() => void>();
  /** Those that are known without being held: what was searched for, current, recent, or new. */
  const beyond = new Map<string, Organization>();
  const act = actions();
  let held: ReadonlyMap<string, Organization> | undefined;
  /** Of all organizations. */
  let count = 0;
  let failure: WidgetFailure | null = null;
  let currentId: string | null;
  let results: OrganizationPage | null = null;
  let searchFailure: WidgetFailure | null = null;
  let reading = new AbortController();
  let seeking = reading;
  let disposed = false;
  let shown: Shown = {
    ...{ search: '', searching: false, loading: false, creating: idle, invitations: [], invitationsFailure: null },
  };
  let state: OrganizationsState = { type: 'loading' };

  function set(change: Partial<Shown> = {}): void {
    if (disposed) return;
    shown = { ...shown, ...change };
    state = stateOf();
    for (const listener of listeners) listener();
  }

  const known = (id: string): Organization | undefined => held?.get(id) ?? beyond.get(id);

  /** All are held, so that searching needs no server. */
  const isComplete = () => held && held.size >= count;

  function stateOf(): OrganizationsState {
    if (!held) return failure ? { type: 'failed', failure } : { type: 'loading' };
    const { search } = shown;
    const isShort = count <= fewOrganizations;
    const used =
      search || isShort
        ? []
        : recent
            .read()
            .flatMap((id) => known(id) ?? [])
            .slice(0, mostRecent);
    const found = search
      ? (results?.items ?? searchOrganizations(held.values(), search))
      : [...held.values()].filter((organization) => !used.includes(organization));
    const total = search ? (results?.total ?? found.length) : count;
    return {
      ...shown,
      ...{ type: 'ready', current: known(currentId ?? '') ?? null, recent: used, found, total },
      more: total > found.length + used.length,
      failure: searchFailure ?? failure,
    };
  }

  async function load(): Promise<void> {
    reading.abort();
    const { signal } = (reading = new AbortController());
    failure = null;
    set({ loading: true });
    await Promise.all([readOrganizations(signal), readInvitations(signal)]);
  }

  async function readOrganizations(signal: AbortSignal): Promise<void> {
    const isFirst = !held;
    const read = new Map<string, Organization>();
    let cursor: string | null = null;
    try {
      do {
        const page = await client.organizations.list({ limit: pageSize, cursor, signal });
        for (const organization of page.items) read.set(organization.id, organization);
        cursor = page.total > mostHeld ? null : page.next;
        // What was there stays until all of the new is. At the end, what came and went meanwhile is counted right.
        if (isFirst || !cursor) {
          held = new Map(read);
          count = page.next ? page.total : held.size;
          set({ loading: cursor !== null });
        }
      } while (cursor);
      if (isComplete()) beyond.clear();
      seek(shown.search);
      await readBeyond(signal);
    } catch (error) {
      if (signal.aborted) return;
      failure = failureIn(error);
      set({ loading: false });
    }
  }

  /** The last used, where there are too many to hold. Who is in one of them no more does not see it. */
  async function readBeyond(signal?: AbortSignal): Promise<void> {
    if (!held || isComplete()) return;
    const missing = recent.read().filter((id, at) => at < mostRecent && !known(id));
    const read = (id: string) =>
      client.organizations.get(id, { signal }).then(
        (each) => beyond.set(id, each),
        () => {},
      );
    await Promise.all(missing.map(read));
    if (!signal?.aborted) set();
  }

  async function readInvitations(signal: AbortSignal): Promise<void> {
    try {
      const { items } = await client.invitations.list({ signal });
      const under = (id: string) =>
        shown.invitations.find(({ invitation, progress }) => invitation.id === id && progress.type === 'pending');
      const invitations = items.map((invitation) => under(invitation.id) ?? { invitation, progress: idle });
      set({ invitations, invitationsFailure: null });
    } catch (error) {
      const failure = failureIn(error);
      if (!signal.aborted) set({ invitationsFailure: failure.code === 'forbidden' ? null : failure });
    }
  }

  function seek(search: string): void {
    seeking.abort();
    const { signal } = (seeking = new AbortController());
    const searching = Boolean(search.trim() && held && !isComplete() && !shown.loading);
    searchFailure = null;
    if (!searching) results = null;
    set({ search, searching });
    if (searching) setTimeout(() => void (signal.aborted || seekOnServer(search, signal)), searchDelayMs);
  }

  async function seekOnServer(search: string, signal: AbortSignal): Promise<void> {
    try {
      results = await client.organizations.list({ search: search.trim().slice(0, 128), limit: foundSize, signal });
      for (const organization of results.items) beyond.set(organization.id, organization);
      set({ searching: false });
    } catch (error) {
      if (signal.aborted) return;
      searchFailure = failureIn(error);
      set({ searching: false });
    }
  }

  function setCurrent(id: string | null): void {
    if (id) recent.write([id, ...recent.read().filter((other) => other !== id)].slice(0, 2 * mostRecent));
    currentId = id;
    set();
    if (id && !known(id)) void readBeyond();
  }

  type Told = { type: 'organizations' | 'invitations' } | { type: 'switched'; organization: string | null };
  const tell = (change: Told) => channel?.post({ of: client.baseUrl, ...change });

  /** Known at once; in its place when it is read. */
  function add(organization: Organization): Organization {
    beyond.set(organization.id, organization);
    void load();
    tell({ type: 'organizations' });
    return organization;
  }

  async function create(name: string): Promise<Organization | null> {
    if (shown.creating.type === 'pending') return null;
    const mark = (creating: Progress) => set({ creating });
    const created = await act(`create ${name}`, mark, (key) => client.organizations.create({ name }, { key }));
    if (!created) return null;
    mark(idle);
    return add(created.answer);
  }

  async function answer(id: string, kind: 'accept' | 'decline') {
    const of = ({ invitation }: InvitationEntry) => invitation.id === id;
    if (shown.invitations.find(of)?.progress.type === 'pending') return null;
    const mark = (progress: Progress) =>
      set({
        invitations: shown.invitations.map((entry) => (of(entry) ? { ...entry, answer: kind, progress } : entry)),
      });
    const done = await act(kind + id, mark, (key): Promise<{ organization: Organization } | void> =>
      client.invitations[kind](id, { key }),
    );
    if (!done) return null;
    set({ invitations: shown.invitations.filter((entry) => !of(entry)) });
    tell({ type: 'invitations' });
    return done;
  }

  const stopListening = channel?.listen((change) => {
    if (change?.of !== client.baseUrl) return;
    if (change.type === 'switched') onSwitchedElsewhere?.(change.organization);
    else if (change.type !== 'members' && (held || failure)) void load();
  });
  setCurrent(current);

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
    switchTo(organization) {
      setCurrent(organization);
      tell({ type: 'switched', organization });
    },
    create,
    resetCreate: () => set({ creating: idle }),
    async accept(id) {
      const accepted = await answer(id, 'accept');
      return accepted?.answer ? add(accepted.answer.organization) : null;
    },
    decline: async (id) => (await answer(id, 'decline')) !== null,
  };
}
