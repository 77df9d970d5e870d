import { html, nothing } from 'lit/html.js';
import { openChannel, type Channel } from '../core/channel.ts';
import type { Client } from '../core/client.ts';
import {
  membersStore,
  type MemberFilter,
  type MembersState,
  type MembersStore,
  type Removal,
  type SentEntry,
} from '../core/members-store.ts';
import type { Messages } from '../core/messages.ts';
import { recentIn } from '../core/recent.ts';
import type { GetToken } from '../core/token.ts';
import type { Member, MemberSort, Role } from '../core/types.ts';
import { ApiElement } from './api-element.ts';
import { isComposing } from './combobox-keys.ts';
import { failureNotice } from './failure-notice.ts';
import { failureText } from './failure-text.ts';
import { cellAfter, type Cell } from './grid-keys.ts';
import { memberDialog, type Question } from './member-dialog.ts';
import { withEvents } from './member-list.events.ts';
import { styles } from './member-list.styles.ts';
import { columns, headerRow, isSelectable, memberRow, nameOf, roleText, type RowsView } from './member-rows.ts';
import { sentInvitations } from './sent-invitations.ts';
import { dispatch } from './widget-events.ts';

declare global {
  interface HTMLElementTagNameMap {
    'member-list': MemberList;
  }
}

type Ready = Extract<MembersState, { type: 'ready' }>;

const roleFilters = ['owner', 'admin', 'member', 'other'] as const;
/** Rows that are in the document around those in sight. */
const spare = 4;
/** How long who has just removed somebody can think better of it. */
const undoSeconds = 5;

/**
 * The people of an organization: found, sorted, invited, given roles, removed; thousands of them.
 *
 *     <member-list base-url="https://app.example.com" organization="org_id"><a href="https://app.example.com">Members</a></member-list>
 *
 * What is inside stands there until the widget can work, and without JavaScript. Without `organization` it shows the one
 * that an `<org-switcher>` of the same origin is at. Only what the API allows this person is offered.
 *
 * @slot - Shown until the first members are there.
 * @csspart toolbar - Heading, search, role and the way to invite.
 * @csspart title
 * @csspart search - The text box.
 * @csspart filter - The choice of a role.
 * @csspart scroller - What scrolls.
 * @csspart header - Names of the columns.
 * @csspart row - Somebody; also `row-selected`.
 * @csspart link - To somebody’s page.
 * @csspart avatar - Picture or initials.
 * @csspart badge - You; waits for a seat.
 * @csspart bulkbar - What may be done to those selected.
 * @csspart undo - Who is about to be removed.
 * @csspart report - What became of several at once.
 * @csspart invitations - The open ones.
 * @csspart dialog
 * @csspart button - Every small button; also `invite`, `accept`, `row-action`, `resend`, `withdraw`, `retry`.
 * @csspart status - What went wrong.
 */
export class MemberList extends ApiElement {
  static override styles = styles;

  static override props = {
    baseUrl: 'text',
    organization: 'text',
    locale: 'text',
    label: 'text',
    memberUrl: 'text',
    readonly: 'flag',
    getToken: 'value',
    client: 'value',
    fetch: 'value',
    messages: 'value',
  } as const;

  /** Where Tenantry is. Left out: where the page is. */
  declare baseUrl: string | null | undefined;
  /** Its id. Left out: the one that the page’s switcher is at, also when another tab switched. */
  declare organization: string | null | undefined;
  /** BCP 47. Left out: the nearest `lang`. */
  declare locale: string | null | undefined;
  /** What the list is called. */
  declare label: string | null | undefined;
  /** Where somebody’s page is, with `{user}` in place of their id: names lead there. */
  declare memberUrl: string | null | undefined;
  /** Nothing can be changed from here. */
  declare readonly: boolean;
  /** Where the page has no session at `baseUrl`: answers a widget token. */
  declare getToken: GetToken | undefined;
  declare client: Client | undefined;
  declare fetch: typeof globalThis.fetch | undefined;
  /** Single texts, otherwise. */
  declare messages: Messages | undefined;

  #internals = this.attachInternals();
  #store: MembersStore | undefined;
  #channel: Channel | undefined;
  #stopFollowing: (() => void) | undefined;
  #isReady = false;
  /** What is found will be said. */
  #isSeeking = true;
  #active: Cell = { row: 0, column: 1 };
  #anchor: number | undefined;
  /** The first row in sight, and how many are. */
  #top = 0;
  #size = 12;
  #focusNext = false;
  #wasInGrid = false;
  #question: Question | undefined;
  /** By person, what was asked for last: another try asks for it again. */
  #wanted = new Map<string, Role>();
  #date!: Intl.DateTimeFormat;
  #closedUntil = 0;
  #ticking: ReturnType<typeof setTimeout> | undefined;
  #resized = new ResizeObserver(() => this.#look());

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('online', this.#online);
    this.#channel = openChannel();
    this.#stopFollowing = this.#channel?.listen((change) => {
      if (change?.type !== 'switched' || change.of !== (this.client?.baseUrl ?? this.baseUrl ?? '')) return;
      if (this.organization === undefined && change.organization) this.#open(change.organization);
    });
  }

  disconnectedCallback(): void {
    this.#store?.dispose();
    this.#store = undefined;
    this.#stopFollowing?.();
    this.#resized.disconnect();
    clearTimeout(this.#ticking);
    removeEventListener('online', this.#online);
  }

  #online = (): void => {
    this.#store?.resume();
    this.#load();
  };

  protected update(changed: ReadonlySet<string>): void {
    const speaks = this.speak(changed.has('messages'));
    if (speaks || !this.#date) this.#date = new Intl.DateTimeFormat(this.speech.locale, { dateStyle: 'medium' });
    if (this.connectsAnew(changed) || changed.has('organization')) {
      this.#open(this.organization ?? recentIn(() => localStorage).read()[0] ?? '');
    }
  }

  #open(organization: string): void {
    this.#store?.dispose();
    this.#store = undefined;
    const client = this.connect();
    if (!client || !organization) return this.change();
    this.#active = { row: 0, column: 1 };
    this.#top = 0;
    this.#question = undefined;
    const store = (this.#store = membersStore(client, { organization, undoSeconds, channel: openChannel() }));
    store.subscribe(() => store === this.#store && this.#changed());
    this.#isSeeking = true;
    this.say(this.t('loadingMembers'));
    this.#load();
    this.change();
  }

  #load = (): void => void this.#store?.load();

  #changed(): void {
    const { state } = this.#store!;
    const failure = 'failure' in state ? state.failure : null;
    const { states } = this.#internals;
    states.clear();
    states.add(state.type);
    if (failure) {
      states.add('error');
      states.add(failure.code);
      if (failure.retryAfterMs) this.#closedUntil = Date.now() + failure.retryAfterMs;
      this.fail(failure, this.#load);
    }
    if (state.type === 'ready') {
      this.#active.row = Math.min(this.#active.row, state.count - 1);
      if (this.#isSeeking && !state.searching) this.say(this.#counted(state));
      this.#isSeeking = state.searching;
    }
    this.change();
  }

  /** How many there are, or fit what is looked for. */
  #counted({ total, totalIsExact }: Ready): string {
    const count = new Intl.NumberFormat(this.speech.locale).format(total);
    return `${this.#name} (${totalIsExact ? count : this.t('atLeast', { count: total })})`;
  }

  get #name(): string {
    return this.label ?? this.t('members');
  }

  get #state(): Ready | undefined {
    const state = this.#store?.state;
    return state?.type === 'ready' ? state : undefined;
  }

  #find = <Found extends HTMLElement>(selector: string): Found | null => this.root.querySelector<Found>(selector);

  // What is in sight

  /** Asks where things are, which makes the browser lay them out: not while drawing. */
  #look = (): void => {
    const scroller = this.#find('[part=scroller]');
    const height = this.#find('[part~=row]')?.offsetHeight;
    if (!scroller || !height) return;
    const top = scroller.scrollTop / height;
    const size = Math.min(scroller.clientHeight, innerHeight) / height;
    const moved = Math.floor(top / 2) !== Math.floor(this.#top / 2) || Math.ceil(size) !== Math.ceil(this.#size);
    this.#top = top;
    this.#size = size;
    if (!moved) return;
    // Nobody is there: Tab leads to what is in sight.
    if (!this.#hasFocus && this.#active.row >= 0) this.#active = { ...this.#active, row: Math.ceil(top) };
    this.#store?.show(Math.floor(top) - spare, Math.ceil(top + size) + spare, this.#active.row);
    this.change();
  };

  get #hasFocus(): boolean {
    return Boolean(this.root.activeElement?.closest('[role=grid]'));
  }

  #scrolling = 0;

  #onScroll = (): void => {
    this.#scrolling ||= requestAnimationFrame(() => {
      this.#scrolling = 0;
      this.#look();
    });
  };

  /** The rows in the document: those in sight, some around them, and the one with the focus. */
  #rows({ count }: Ready): number[] {
    const from = Math.max(0, Math.floor(this.#top / 2) * 2 - spare);
    const to = Math.min(count, Math.ceil((this.#top + this.#size) / 2) * 2 + spare);
    const rows = Array.from({ length: Math.max(0, to - from) }, (_, step) => from + step);
    const { row } = this.#active;
    if (row >= 0 && row < count && (row < from || row >= to)) rows[row < from ? 'unshift' : 'push'](row);
    return rows;
  }

  // The grid's keys

  #focusCell(cell: Cell): void {
    this.#active = cell;
    this.#focusNext = true;
    const scroller = this.#find('[part=scroller]');
    const height = this.#find('[part~=row]')?.offsetHeight ?? 0;
    if (scroller && cell.row >= 0) {
      const header = this.#find('[part=header]')?.offsetHeight ?? 0;
      const top = cell.row * height;
      const room = scroller.clientHeight - header - height;
      if (top < scroller.scrollTop) scroller.scrollTop = top;
      else if (top > scroller.scrollTop + room) scroller.scrollTop = top - room;
      this.#look();
    }
    this.change();
  }

  #cellElement({ row, column }: Cell): HTMLElement | undefined {
    const cells = this.#find(`[aria-rowindex="${row + 2}"]`)?.children;
    return cells?.[column] as HTMLElement | undefined;
  }

  #onKey = (event: KeyboardEvent): void => {
    const state = this.#state;
    const target = event.target as HTMLElement;
    if (!state || isComposing(event)) return;
    if (target.localName === 'select') {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      return this.#focusCell(this.#active);
    }
    const { key, shiftKey, ctrlKey } = event;
    const { row, column } = this.#active;
    const member = state.at(row)?.member;
    if ((key === 'Enter' || key === 'F2') && !target.matches('[data-focus]')) {
      const control = this.#cellElement(this.#active)?.querySelector<HTMLElement>('select:not([disabled])');
      if (!control) return;
      event.preventDefault();
      return control.focus();
    }
    if (key === ' ' && member && (shiftKey || !target.matches('button, input'))) {
      event.preventDefault();
      return this.#select(member, row);
    }
    if (key === 'a' && ctrlKey) {
      event.preventDefault();
      return this.#selectShown();
    }
    const next = cellAfter(event, this.#active, {
      ...{ rows: state.count, columns, page: Math.max(1, Math.floor(this.#size) - 1) },
      isRtl: getComputedStyle(this).direction === 'rtl',
    });
    if (!next) return;
    event.preventDefault();
    if (shiftKey && next.row !== row && next.column === column) this.#selectTo(next.row);
    else this.#anchor = undefined;
    this.#focusCell(next);
  };

  /** A click, or the reader's own way of moving, says where the focus is. */
  #onFocusIn = (event: FocusEvent): void => {
    const cell = (event.target as Element).closest<HTMLElement>('[role=row] > *');
    const row = Number(cell?.parentElement?.getAttribute('aria-rowindex')) - 2;
    if (!cell || Number.isNaN(row)) return;
    const column = [...cell.parentElement!.children].indexOf(cell);
    if (row === this.#active.row && column === this.#active.column) return;
    this.#active = { row, column };
    this.change();
  };

  // Who is selected

  #select(member: Member, row: number): void {
    if (!isSelectable(member, this.readonly)) return;
    this.#anchor = row;
    this.#store!.select([member]);
    this.#saySelected();
  }

  #selectTo(row: number): void {
    this.#anchor ??= this.#active.row;
    const [from, to] = [Math.min(this.#anchor, row), Math.max(this.#anchor, row)];
    this.#selectRows(from, to);
  }

  #selectShown(): void {
    this.#selectRows(Math.floor(this.#top), Math.ceil(this.#top + this.#size));
  }

  #selectRows(from: number, to: number): void {
    const members: Member[] = [];
    for (let row = Math.max(0, from); row <= to; row++) {
      const member = this.#state?.at(row)?.member;
      if (member && isSelectable(member, this.readonly)) members.push(member);
    }
    this.#store!.select(members, true);
    this.#saySelected();
  }

  #saySelected(): void {
    this.say(this.t('selected', { count: this.#state?.selected.size ?? 0 }));
  }

  #onSelect = (member: Member, event: Event): void => {
    const { shiftKey } = event as MouseEvent;
    const row = Number((event.target as Element).closest('[role=row]')!.getAttribute('aria-rowindex')) - 2;
    if (shiftKey && this.#anchor !== undefined) this.#selectTo(row);
    else this.#select(member, row);
  };

  // What is done

  #onSort = (sort: MemberSort): void => this.#filter({ sort });

  #filter(change: Partial<MemberFilter>): void {
    this.#find('[part=scroller]')?.scrollTo(0, 0);
    this.#top = 0;
    if (this.#active.row > 0) this.#active = { ...this.#active, row: 0 };
    this.#store?.filter(change);
  }

  #onRole = (member: Member, value: string, select: HTMLSelectElement): void => {
    select.value = '';
    if (value === 'transfer') return this.#ask({ what: 'transfer', member });
    if (value) void this.#changeRole(member, value as Role);
  };

  async #changeRole(member: Member, role: Role): Promise<void> {
    this.#wanted.set(member.userId, role);
    const detail = { members: [member], role };
    const work = () => this.#store!.changeRole(member, role);
    if (await withEvents(this, 'member-before-role-change', detail, work)) {
      this.say(this.t('roleChanged', { name: nameOf(member), role: roleText(this.t, role) }));
    } else this.#sayRefused(member.userId);
  }

  /** What failed in a row is said, and stands there. */
  #sayRefused(userId: string): void {
    const state = this.#state;
    for (const row of state ? this.#rows(state) : []) {
      const found = state!.at(row);
      if (found?.member.userId !== userId || found.progress.type !== 'failed') continue;
      this.fail(found.progress.failure, () => this.#onRetry(found.member));
    }
  }

  #onRetry = (member: Member): void => {
    const role = this.#wanted.get(member.userId);
    if (role) void this.#changeRole(member, role);
  };

  #onRemove = (member: Member): void => void this.#remove([member]);

  async #remove(members: readonly Member[]): Promise<void> {
    const store = this.#store!;
    setTimeout(() => this.change(), undoSeconds * 1000 + 500); // it cannot be undone any more
    const work = () => {
      this.say(this.t('removing', { count: members.length }));
      return store.remove(members);
    };
    if (await withEvents(this, 'member-before-remove', { members }, work)) {
      this.say(this.t('removedReport', { count: members.length }));
    }
  }

  #removalOf = (member: Member): Removal | undefined =>
    this.#state?.removals.find(({ people }) => people.some(({ userId }) => userId === member.userId));

  #onUndo = (member: Member): void => {
    const removal = this.#removalOf(member);
    if (removal) void this.#undo(removal);
  };

  async #undo({ id }: Removal): Promise<void> {
    if (await this.#store!.undo(id)) this.say(this.t('undone'));
  }

  async #changeSelected(role: Role): Promise<void> {
    const members = [...this.#state!.selected.values()];
    const work = () => this.#store!.changeRoles(members, role);
    if (await withEvents(this, 'member-before-role-change', { members, role }, work)) this.#sayReport();
  }

  #sayReport(): void {
    const { did, ok, refused } = this.#state?.report ?? {};
    if (!did) return;
    const said = this.t(`${did}Report`, { count: ok! });
    this.say(refused?.length ? `${said} ${this.t('refusedReport', { count: refused.length })}` : said);
  }

  #onAnswer = async (entry: SentEntry, did: 'resend' | 'withdraw'): Promise<void> => {
    const { invitation } = entry;
    const name = did === 'resend' ? 'member-before-resend' : 'member-before-revoke';
    if (await withEvents(this, name, { invitation }, () => this.#store![did](invitation.id))) {
      this.say(this.t(did === 'resend' ? 'resent' : 'withdrawn', { name: invitation.email }));
    }
  };

  // The dialog

  #ask(question: Question): void {
    this.#store!.dismiss();
    this.#question = question;
    this.change();
    void this.updateComplete.then(() => this.#find<HTMLDialogElement>('dialog')?.showModal());
  }

  #close = (): void => {
    this.#find<HTMLDialogElement>('dialog')?.close();
    this.#question = undefined;
    this.change();
  };

  #onCancel = (): void => {
    if (this.#state?.asked?.progress.type !== 'pending') this.#store?.dismiss();
    this.#close();
  };

  #onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const question = this.#question;
    const store = this.#store!;
    if (!question || this.#state?.asked?.progress.type === 'pending') return;
    if (question.what === 'invite') return this.#invite(store);
    const done =
      question.what === 'leave'
        ? await withEvents(this, 'member-before-leave', null, () => store.leave())
        : await withEvents(this, 'member-before-transfer', { member: question.member }, () =>
            store.transfer(question.member.userId),
          );
    if (!done) return;
    this.#close();
    this.say(question.what === 'leave' ? this.t('left') : this.t('transferred', { name: nameOf(question.member) }));
  };

  async #invite(store: MembersStore): Promise<void> {
    const value = (id: string) => this.#find<HTMLInputElement>(id)!.value.trim();
    const emails = [
      ...new Set(
        value('#emails')
          .split(/[\s,;]+/)
          .filter(Boolean),
      ),
    ];
    if (emails.length === 0) {
      this.#question = { what: 'invite', missing: true };
      this.#find('#emails')?.focus();
      return this.say('', this.t('emailsMissing'));
    }
    const input = { emails, role: value('#role') as Role, note: value('#note') };
    if (!(await withEvents(this, 'member-before-invite', { emails, role: input.role }, () => store.invite(input))))
      return;
    this.#close();
    this.#sayReport();
  }

  // What it looks like

  protected render() {
    this.#wasInGrid = this.#hasFocus; // what had it may go
    const state = this.#store?.state;
    if (!this.#isReady && state?.type !== 'ready' && this.querySelector(':scope > *') && state?.type !== 'failed') {
      return html`<slot></slot>`;
    }
    const { status, alert } = this.said;
    return html`<section aria-labelledby="title">
        ${state?.type === 'ready' ? this.#list(state) : this.#notYet(state)}
      </section>
      <span class="hidden" role="status">${status}</span><span class="hidden" role="alert">${alert}</span>`;
  }

  #title(text: string) {
    return html`<h2 id="title" part="title" tabindex="-1">${text}</h2>`;
  }

  #notYet(state: MembersState | undefined) {
    return html`<div part="toolbar">${this.#title(this.#name)}</div>
      ${
        state?.type === 'failed'
          ? this.#notice(state.failure)
          : state?.type === 'left'
            ? html`<p>${this.t('left')}</p>`
            : html` ${[1, 2, 3, 4, 5].map(() => html`<div class="skeleton"></div>`)}`
      }`;
  }

  #notice(failure: Parameters<typeof failureNotice>[1]) {
    const waitMs = this.#closedUntil - Date.now();
    clearTimeout(this.#ticking);
    if (waitMs > 0) this.#ticking = setTimeout(() => this.change(), waitMs % 1000 || 1000);
    return failureNotice(this.t, failure, waitMs, this.#load);
  }

  #list(state: Ready) {
    const { t } = this;
    const { totalIsExact, count, failure, searching, search, role, permissions } = state;
    const view: RowsView = {
      ...{ t, state, active: this.#active, readonly: this.readonly, date: this.#dateOf },
      ...{ onSort: this.#onSort, onSelect: this.#onSelect, onRole: this.#onRole, onRemove: this.#onRemove },
      hrefOf: ({ userId }) => this.memberUrl?.replace('{user}', encodeURIComponent(userId)),
      ...{ onUndo: this.#onUndo, onRetry: this.#onRetry, onLeave: () => this.#ask({ what: 'leave' }) },
    };
    return html`<div part="toolbar">
        ${this.#title(this.#counted(state))}
        <input
          type="search"
          part="search"
          placeholder=${t('searchMembers')}
          aria-label=${t('searchMembers')}
          .value=${search}
          @input=${(event: Event) => this.#filter({ search: (event.target as HTMLInputElement).value })}
        />
        <select
          part="filter"
          aria-label=${t('role')}
          .value=${role}
          @change=${(event: Event) => this.#filter({ role: (event.target as HTMLSelectElement).value as Role | '' })}
        >
          <option value="">${t('everyRole')}</option>
          ${roleFilters.map((each) => html`<option value=${each}>${t(each)}</option>`)}
        </select>
        ${
          permissions.invite && !this.readonly
            ? html`<button part="button accept invite" @click=${() => this.#ask({ what: 'invite' })}>
                ${t('invite')}
              </button>`
            : nothing
        }
      </div>
      ${failure ? this.#notice(failure) : nothing} ${this.#report(state)}
      <div part="scroller" @scroll=${this.#onScroll}>
        <div
          role="grid"
          aria-labelledby="title"
          aria-rowcount=${totalIsExact ? count + 1 : -1}
          aria-multiselectable="true"
          aria-busy=${searching}
          @keydown=${this.#onKey}
          @focusin=${this.#onFocusIn}
          .style=${`--rows:${count}`}
        >
          ${headerRow(view)}
          <div role="rowgroup" class="rows">${this.#rowsOf(view)}</div>
        </div>
        ${count === 0 ? html`<p>${t('nobody')}</p>` : nothing}
      </div>
      ${this.#bulkBar(state)} ${state.removals.map(this.#removal)}
      ${
        this.readonly || !state.invitations
          ? nothing
          : sentInvitations({
              ...{ t, entries: state.invitations, more: state.moreInvitations, date: this.#dateOf },
              onAnswer: (...given) => void this.#onAnswer(...given),
            })
      }
      <dialog part="dialog" aria-labelledby="question" @cancel=${this.#onCancel} @close=${this.#refocus}>
        ${
          this.#question
            ? memberDialog({
                ...{ t, state, question: this.#question, onCancel: this.#onCancel },
                onSubmit: (event) => void this.#onSubmit(event),
              })
            : nothing
        }
      </dialog>`;
  }

  #dateOf = (time: string): string => this.#date.format(new Date(time));

  #rowsOf(view: RowsView) {
    return this.#rows(view.state).map((index) => memberRow(view, index));
  }

  #bulkBar({ selected, grantable, asked }: Ready) {
    const { t } = this;
    const isBusy = asked?.what === 'change' && asked.progress.type === 'pending';
    if (selected.size === 0) return nothing;
    const members = [...selected.values()];
    const roles = grantable.filter((role) =>
      members.every(({ may, roles }) => may.roles.includes(role) || roles.includes(role)),
    );
    return html`<div part="bulkbar" role="group" aria-label=${t('selected', { count: selected.size })}>
      <span>${t('selected', { count: selected.size })}</span>
      ${
        roles.length > 0
          ? html`<select
              aria-label=${t('role')}
              ?disabled=${isBusy}
              .value=${''}
              @change=${({ target }: Event) => void this.#changeSelected((target as HTMLSelectElement).value as Role)}
            >
              <option value="">${t('role')}</option>
              ${roles.map((role) => html`<option value=${role}>${t('giveRole', { role: roleText(t, role) })}</option>`)}
            </select>`
          : nothing
      }
      ${
        members.every(({ may }) => may.remove)
          ? html`<button part="button danger" @click=${() => void this.#remove(members)}>${t('remove')}</button>`
          : nothing
      }
      <button part="button" @click=${this.#unselect}>${t('clear')}</button>
      ${asked?.what === 'change' && asked.progress.type === 'failed' ? html`<span class="failure">${failureText(t, asked.progress.failure)}</span>` : nothing}
    </div>`;
  }

  #unselect = (): void => {
    this.#store!.unselect();
    this.#saySelected();
    this.#focusCell(this.#active);
  };

  #removal = (removal: Removal) => {
    const { t } = this;
    const { people, until, progress } = removal;
    const failed = progress.type === 'failed' && progress.failure;
    const canUndo = failed ? !until : until > Date.now();
    const names = people.slice(0, 3).map(nameOf).join(', ');
    return html`<div part="undo" role="group" aria-label=${t('removing', { count: people.length })}>
      <span>${t('removing', { count: people.length })} <bdi class="muted">${names}</bdi></span>
      ${failed ? html`<span class="failure">${failureText(t, failed)}</span>` : nothing}
      ${failed ? html`<button part="button" @click=${() => this.#store!.resume()}>${t('retry')}</button>` : nothing}
      ${canUndo ? html`<button part="button" @click=${() => void this.#undo(removal)}>${t('undo')}</button>` : nothing}
    </div>`;
  };

  #report({ report }: Ready) {
    const { t } = this;
    if (!report || (report.refused.length === 0 && report.did === 'removed')) return nothing;
    return html`<div part="report" role="group" aria-label=${t(`${report.did}Report`, { count: report.ok })}>
      <p>${t(`${report.did}Report`, { count: report.ok })}</p>
      ${
        report.refused.length > 0
          ? html`<p class="failure">${t('refusedReport', { count: report.refused.length })}</p>
              <ul>
                ${report.refused.map(({ name, email, userId, detail, code }) => html`<li><bdi>${name ?? email ?? userId}</bdi>: ${detail ?? code}</li>`)}
              </ul>`
          : nothing
      }
      <button part="button" @click=${() => this.#dismiss()}>${t('close')}</button>
    </div>`;
  }

  #dismiss(): void {
    this.#store!.dismiss();
    this.#find('#title')?.focus();
  }

  /** The browser gives the focus back to where it was, if that is still there. */
  #refocus = (): void => {
    this.#question = undefined;
    // To what opened it, also outside.
    if (document.activeElement === document.body) this.#focusCell(this.#active);
    this.change();
  };

  protected drawn(focused: Element | null): void {
    const state = this.#store?.state;
    if (!this.#isReady && state && state.type !== 'loading') {
      this.#isReady = true;
      if (this.contains(document.activeElement)) this.#find('#title')?.focus();
      dispatch(this, 'widget-ready', { ms: performance.now() - this.since });
    }
    const scroller = this.#find('[part=scroller]');
    if (scroller) this.#resized.observe(scroller);
    const isLost = focused && !this.root.activeElement;
    if (this.#focusNext || (isLost && this.#wasInGrid)) {
      this.#focusNext = false;
      const cell = this.#cellElement(this.#active);
      (cell?.querySelector<HTMLElement>('[data-focus]') ?? cell)?.focus({ preventScroll: true });
    }
    if (isLost && !this.root.activeElement) this.#find('#title')?.focus();
  }
}
