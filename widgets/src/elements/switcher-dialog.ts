import { html, nothing } from 'lit/html.js';
import type { WidgetFailure } from '../core/failure.ts';
import type { Translate } from '../core/messages.ts';
import type { OrganizationsState, OrganizationsStore } from '../core/organizations-store.ts';
import { fold } from '../core/search.ts';
import type { Organization } from '../core/types.ts';
import { meaningOf } from './combobox-keys.ts';
import { CreateForm } from './create-form.ts';
import { failureNotice } from './failure-notice.ts';
import { failureIn } from './failure-text.ts';
import { InvitationAnswers } from './invitation-answers.ts';
import { optionId, optionList, type Option, type OptionGroup } from './option-list.ts';
import { styles } from './switcher-dialog.styles.ts';
import { sheetOf } from './widget-element.ts';
import type { WidgetElement } from './widget-element.ts';

/** What the dialog sees and does of the switcher that it belongs to. */
export type Switcher = {
  element: WidgetElement & { personal?: string | null | undefined; hideCreate: boolean };
  store: () => OrganizationsStore;
  /** Empty: the personal space. */
  current: () => string | null;
  t: Translate;
  load: () => void;
  /** Announces it. */
  say: (status: string, alert?: string, inMs?: number) => void;
  /** Announces it, and tells the page. */
  fail: (failure: WidgetFailure, retry: () => void) => void;
  /** False: the page does not want it. */
  switchTo: (id: string, name: string, organization: Organization | null) => boolean;
};

/** What is in the dialog: search and list, invitations, the way to a new organization. */
export class SwitcherDialog {
  #switcher: Switcher;
  #answers: InvitationAnswers;
  #form: CreateForm;
  /** Id of the active option. Null: none. Undefined: the first one that fits what was typed. */
  #active: string | null | undefined;
  /** The list has to follow it. */
  #hasMoved = false;
  /** What of the list is in sight, in rows. */
  #top = 0;
  #size = 9;
  #counted = '';
  #failure: WidgetFailure | null = null;
  #closedUntil = 0;
  #ticking: ReturnType<typeof setTimeout> | undefined;

  constructor(switcher: Switcher) {
    this.#switcher = switcher;
    this.#answers = new InvitationAnswers(switcher);
    this.#form = new CreateForm(switcher, (organization) => {
      this.#search.focus();
      this.#seek('');
      this.#activate(organization);
    });
    switcher.element.root.adoptedStyleSheets.push(sheetOf(styles));
  }

  #find<Found extends HTMLElement = HTMLElement>(selector: string): Found | null {
    return this.#switcher.element.root.querySelector<Found>(selector);
  }

  get #search(): HTMLInputElement {
    return this.#find<HTMLInputElement>('#search')!;
  }

  get #popover(): HTMLElement {
    return this.#find('#popover')!;
  }

  opened(): void {
    const { store, say, t } = this.#switcher;
    this.#top = 0;
    this.#counted = '';
    this.#seek('');
    if (store().state.type === 'loading') say(t('loading'));
    else this.changed(store().state);
  }

  closed(): void {
    clearTimeout(this.#ticking);
    this.#form.reset();
    this.#seek('');
    this.#find('#listbox')?.style.removeProperty('min-block-size');
  }

  /** `key`: the arrow that leads into the list. */
  enter(key: string): void {
    this.#search.focus();
    if (key) this.#activate(this.#options.at(key === 'ArrowUp' ? -1 : 0));
  }

  /** Says how many there are, when it is another number or another search; not at every letter. */
  changed(state: OrganizationsState): void {
    const failure = failureIn(state);
    if (failure !== this.#failure) {
      this.#failure = failure;
      this.#closedUntil = Date.now() + (failure?.retryAfterMs ?? 0);
    }
    if (
      failure ||
      state.type !== 'ready' ||
      state.searching ||
      state.loading ||
      !this.#popover.matches(':popover-open')
    ) {
      return;
    }
    const { total, search } = state;
    const { t, say } = this.#switcher;
    const text = total || !search ? t('found', { count: total }) : t('nothingFound', { search });
    if (text !== this.#counted) say((this.#counted = text), '', 500);
  }

  get #groups(): OptionGroup[] {
    const { element, store, t } = this.#switcher;
    const { state } = store();
    if (state.type !== 'ready') return [];
    const { personal } = element;
    const fits = personal && fold(personal).includes(fold(state.search));
    const groups: OptionGroup[] = [
      { label: '', options: fits ? [{ id: '', name: personal, logoUrl: null }] : [] },
      { label: t('recent'), options: state.recent },
      { label: state.recent.length > 0 ? t('all') : '', options: state.found },
    ];
    return groups.filter(({ options }) => options.length > 0);
  }

  get #options(): Option[] {
    return this.#groups.flatMap(({ options }) => options);
  }

  /** -1 for none. What is typed selects the first option by itself. */
  #activeAmong(options: readonly Option[]): number {
    if (this.#active === undefined) return this.#search?.value && options.length > 0 ? 0 : -1;
    return options.findIndex(({ id }) => id === this.#active);
  }

  #activate(option: Option | undefined): void {
    this.#active = option?.id ?? null;
    this.#hasMoved = true;
    this.#switcher.element.change();
  }

  #seek(text: string): void {
    this.#search.value = text;
    this.#active = undefined;
    this.#hasMoved = true;
    this.#switcher.store().search(text);
  }

  #choose(option: Option | undefined): void {
    if (!option) return;
    const { current, switchTo } = this.#switcher;
    const organization = 'slug' in option ? option : null;
    if (option.id === current() || switchTo(option.id, option.name, organization)) this.#close();
  }

  #close(): void {
    this.#popover.hidePopover();
    this.#find('#trigger')?.focus();
  }

  #onInput = (): void => this.#seek(this.#search.value);

  #onKey = (event: KeyboardEvent): void => {
    const options = this.#options;
    const at = this.#activeAmong(options);
    const place = {
      at,
      count: options.length,
      page: Math.max(1, Math.floor(this.#size) - 1),
      text: this.#search.value,
    };
    const meaning = meaningOf(event, place);
    if (meaning === null) return;
    if (meaning !== 'text') event.preventDefault();
    if (typeof meaning === 'number') this.#activate(options[meaning]);
    else if (meaning === 'text') this.#activate(undefined);
    else if (meaning === 'choose') this.#choose(options[at]);
    else if (meaning === 'clear') this.#seek('');
    else if (meaning === 'close') this.#close();
  };

  #onOption = (event: Event): void => {
    const option = (event.target as Element).closest('[role=option]');
    if (option) this.#choose(this.#options[Number(option.ariaPosInSet) - 1]);
  };

  #onScroll = ({ currentTarget }: Event): void => {
    const list = currentTarget as HTMLElement;
    const row = list.querySelector<HTMLElement>('[role=option]')?.offsetHeight;
    if (!row) return;
    this.#top = list.scrollTop / row;
    this.#size = list.clientHeight / row;
    this.#switcher.element.change();
  };

  /** The focus went elsewhere: the dialog is not to lie over what has it now. */
  #onFocusOut = ({ relatedTarget: next }: FocusEvent): void => {
    const { element } = this.#switcher;
    if (next instanceof Node && !element.contains(next) && !element.root.contains(next)) this.#popover.hidePopover();
  };

  render(state: OrganizationsState, isOpen: boolean) {
    const { t } = this.#switcher;
    const options = isOpen ? this.#options : [];
    const active = this.#activeAmong(options);
    const hasList = options.length > 0;
    const label = t('search');
    return html`<div class="dialog" @focusout=${this.#onFocusOut}>
      <input
        id="search"
        part="search"
        role="combobox"
        autofocus
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        placeholder=${label}
        aria-label=${label}
        aria-autocomplete="list"
        aria-expanded=${hasList}
        aria-controls=${hasList ? 'listbox' : nothing}
        aria-activedescendant=${active < 0 ? nothing : optionId(active)}
        @input=${this.#onInput}
        @keydown=${this.#onKey}
      />
      ${isOpen ? this.#content(state, hasList, active) : nothing}
    </div>`;
  }

  #content(state: OrganizationsState, hasList: boolean, active: number) {
    const { t, load, current, element } = this.#switcher;
    const failure = failureIn(state);
    const waitMs = this.#closedUntil - Date.now();
    const notice = failure ? failureNotice(t, failure, waitMs, load) : nothing;
    clearTimeout(this.#ticking);
    if (failure && waitMs > 0) this.#ticking = setTimeout(() => element.change(), waitMs % 1000 || 1000);
    if (state.type !== 'ready') return failure ? notice : skeletons;
    const { search, found, recent, total, more } = state;
    return html`${
      hasList
        ? optionList({
            ...{ t, groups: this.#groups, current: current(), active, top: this.#top, size: this.#size },
            ...{ onChoose: this.#onOption, onScroll: this.#onScroll },
          })
        : html`<p>${search ? t('nothingFound', { search }) : t('empty')}</p>`
    }
    ${more ? html`<p>${t('more', { shown: found.length + recent.length, total })}</p>` : nothing} ${notice}
    ${this.#answers.render(state.invitations)} ${element.hideCreate ? nothing : this.#form.render(state.creating)}`;
  }

  drawn(focused: Element | null): void {
    const list = this.#find('#listbox');
    if (this.#hasMoved && list) {
      this.#hasMoved = false;
      // Asking where things are makes the browser lay them out at once: only when something has to move.
      if (typeof this.#active === 'string')
        list.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
      else if (this.#active === undefined && this.#top > 0) list.scrollTop = 0;
    }
    // What had the focus is gone: its neighbour gets it, or the search.
    if (!focused || this.#switcher.element.root.activeElement) return;
    const alike = this.#switcher.element.root.querySelectorAll<HTMLElement>(`[part="${focused.getAttribute('part')}"]`);
    ([...alike].at(-1) ?? this.#search).focus();
  }
}

const skeletons = [1, 2, 3, 4].map(() => html`<div class="skeleton"></div>`);
