import { html, nothing } from 'lit/html.js';
import { openChannel } from '../core/channel.ts';
import type { Client } from '../core/client.ts';
import { WidgetFailure } from '../core/failure.ts';
import type { Messages } from '../core/messages.ts';
import { organizationsStore, type OrganizationsState, type OrganizationsStore } from '../core/organizations-store.ts';
import { recentIn } from '../core/recent.ts';
import type { GetToken } from '../core/token.ts';
import type { Organization } from '../core/types.ts';
import { ApiElement } from './api-element.ts';
import { chevrons } from './icons.ts';
import { logoOf } from './logo.ts';
import { emit } from './org-switcher.events.ts';
import { styles } from './org-switcher.styles.ts';
import type { SwitcherDialog } from './switcher-dialog.ts';
import { failureIn } from './failure-text.ts';
import { isText } from './combobox-keys.ts';

declare global {
  interface HTMLElementTagNameMap {
    'org-switcher': OrgSwitcher;
  }
}

const nothingYet: OrganizationsState = { type: 'loading' };

/**
 * The organization that the page is about, and the way to another: search, invitations, a new one.
 *
 *     <org-switcher base-url="https://app.example.com"><a href="https://app.example.com">Organizations</a></org-switcher>
 *
 * What is inside stands there until the widget can work, and without JavaScript. The dialog's code comes when the page is
 * idle, at the latest when somebody turns to the button.
 *
 * @slot - Shown until the first list is there.
 * @slot footer - The last thing in the dialog: links of the page's own.
 * @csspart trigger - The button.
 * @csspart popover - The dialog.
 * @csspart search - The text box.
 * @csspart listbox - The list.
 * @csspart option - One of the list; also `option-active`.
 * @csspart avatar - Logo or initials.
 * @csspart badge - How many invitations; closed.
 * @csspart invitation - With its two buttons.
 * @csspart create - The way to a new organization; then `create-form`.
 * @csspart button - Every small button; also `accept`, which stands out.
 * @csspart status - What went wrong.
 * @csspart footer
 */
export class OrgSwitcher extends ApiElement {
  static override styles = styles;

  static override props = {
    baseUrl: 'text',
    organization: 'text',
    locale: 'text',
    label: 'text',
    personal: 'text',
    hideCreate: 'flag',
    getToken: 'value',
    client: 'value',
    fetch: 'value',
    messages: 'value',
  } as const;

  /** Where Tenantry is. Left out: where the page is. */
  declare baseUrl: string | null | undefined;
  /** Id of the current one; empty for the personal space. Left out: the widget keeps it, and agrees with other tabs. */
  declare organization: string | null | undefined;
  /** BCP 47. Left out: the nearest `lang`. */
  declare locale: string | null | undefined;
  /** What the dialog is called. */
  declare label: string | null | undefined;
  /** Name of the space without an organization, where the page has one. */
  declare personal: string | null | undefined;
  declare hideCreate: boolean;
  /** Where the page has no session at `baseUrl`: answers a widget token. */
  declare getToken: GetToken | undefined;
  declare client: Client | undefined;
  declare fetch: typeof globalThis.fetch | undefined;
  /** Single texts, otherwise. */
  declare messages: Messages | undefined;

  #internals = this.attachInternals();
  #store: OrganizationsStore | undefined;
  #dialog: SwitcherDialog | undefined;
  #isReady = false;
  #isOpen = false;
  /** Empty: the personal space. */
  #current: string | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('online', this.#load);
  }

  disconnectedCallback(): void {
    this.#store?.dispose();
    this.#isOpen = false;
    removeEventListener('online', this.#load);
  }

  protected update(changed: ReadonlySet<string>): void {
    if (changed.has('organization')) this.#current = this.organization ?? null;
    this.speak(changed.has('messages'));
    if (this.connectsAnew(changed)) this.#start();
    else if (changed.has('organization')) this.#store?.setCurrent(this.#current || null);
  }

  #start(): void {
    this.#store?.dispose();
    const client = this.connect();
    if (!client) return;
    this.#store = organizationsStore(client, {
      recent: recentIn(() => localStorage),
      channel: openChannel(),
      current: this.#current || null,
      onSwitchedElsewhere: this.#follow,
    });
    this.#store.subscribe(this.#changed);
    this.#load();
  }

  #load = (): void => void this.#store?.load();

  #changed = (): void => {
    const { state } = this.#store!;
    const failure = failureIn(state);
    const { states } = this.#internals;
    states.clear();
    states.add(state.type);
    if (failure) {
      states.add('error');
      states.add(failure.code);
      this.fail(failure, this.#load);
    }
    this.#dialog?.changed(state);
    this.change();
  };

  /** False: the page does not want it. */
  #switch(id: string, name: string, organization: Organization | null, elsewhere = false): boolean {
    const detail = { organization, elsewhere };
    if (!emit(this, 'org-before-switch', detail)) return false;
    this.#current = id;
    this.#store?.[elsewhere ? 'setCurrent' : 'switchTo'](id || null);
    this.say(this.t('switched', { name }));
    emit(this, 'org-switch', detail);
    return true;
  }

  /** Another tab switched: so does this one, unless the page says which one is current. */
  #follow = (id: string | null): void => {
    const state = this.#store?.state;
    if (this.organization !== undefined || state?.type !== 'ready' || (id ?? '') === this.#current) return;
    const organization = [...state.recent, ...state.found].find((each) => each.id === id);
    if (organization) this.#switch(organization.id, organization.name, organization, true);
    else if (id === null && this.personal) this.#switch('', this.personal, null, true);
  };

  /** Answers nothing when the page could not load it; the next attempt tries again. */
  #fetchDialog = async (): Promise<SwitcherDialog | undefined> => {
    if (this.#dialog) return this.#dialog;
    try {
      const { SwitcherDialog } = await import('./switcher-dialog.ts');
      this.change();
      return (this.#dialog ??= new SwitcherDialog({
        element: this,
        store: () => this.#store!,
        current: () => this.#current,
        t: (...text) => this.t(...text),
        load: this.#load,
        say: (...text) => this.say(...text),
        fail: (...failure) => this.fail(...failure),
        switchTo: (id, name, organization) => this.#switch(id, name, organization),
      }));
    } catch (cause) {
      this.fail(new WidgetFailure('unavailable', { cause }), () => void this.#fetchDialog());
      return undefined;
    }
  };

  get #popover(): HTMLElement {
    return this.root.querySelector<HTMLElement>('#popover')!;
  }

  #onBeforeToggle = (event: Event): void => {
    if ((event as ToggleEvent).newState !== 'open') return;
    if (this.#dialog && this.#store) {
      this.#isOpen = true;
      this.#dialog.opened();
      return this.change();
    }
    event.preventDefault();
    if (this.#store) {
      void this.#fetchDialog().then((dialog) => dialog && this.updateComplete.then(() => this.#popover.showPopover()));
    }
  };

  #onToggle = (event: Event): void => {
    this.#isOpen = (event as ToggleEvent).newState === 'open';
    this.change();
    if (this.#isOpen) return;
    this.#dialog?.closed();
    // The browser gives the focus back to the host, which cannot have it.
    const { activeElement } = document;
    if (activeElement === document.body || this.root.activeElement || this.contains(activeElement)) {
      this.root.querySelector<HTMLElement>('#trigger')?.focus();
    }
  };

  /** Arrows open; so does text, which goes into the search, because the search has the focus before the letter arrives. */
  #onTriggerKey = (event: KeyboardEvent): void => {
    const arrow = /^Arrow(Up|Down)$/.test(event.key);
    if (!arrow && !isText(event)) return;
    if (arrow) event.preventDefault();
    if (!this.#popover.matches(':popover-open')) this.#popover.showPopover();
    if (this.#isOpen) this.#dialog?.enter(arrow && !event.altKey ? event.key : '');
  };

  protected render() {
    const state = this.#store?.state ?? nothingYet;
    if (state.type === 'loading' && !this.#isReady && this.querySelector(':scope > :not([slot])')) {
      return html`<slot></slot>`;
    }
    const { status, alert } = this.said;
    return html`${this.#trigger(state)}
      <div
        id="popover"
        part="popover"
        popover
        role="dialog"
        aria-label=${this.label ?? this.t('label')}
        @beforetoggle=${this.#onBeforeToggle}
        @toggle=${this.#onToggle}
      >
        ${this.#dialog?.render(state, this.#isOpen)}
        <slot name="footer" part="footer"></slot>
      </div>
      <span class="hidden" role="status">${status}</span><span class="hidden" role="alert">${alert}</span>`;
  }

  #trigger(state: OrganizationsState) {
    const t = this.t;
    const { current = null, invitations: { length: count } = [] } = state.type === 'ready' ? state : {};
    const name = current?.name ?? (this.#current === '' && this.personal);
    const text = name ? t('trigger', { name }) : t('choose');
    return html`<button
      id="trigger"
      part="trigger"
      popovertarget="popover"
      aria-haspopup="dialog"
      aria-expanded=${this.#isOpen}
      aria-label=${count ? `${text}, ${t('invitations', { count })}` : text}
      @pointerenter=${this.#fetchDialog}
      @focus=${this.#fetchDialog}
      @keydown=${this.#onTriggerKey}
    >
      <span class="row"
        >${
          state.type === 'loading'
            ? html`<span class="skeleton"></span>`
            : html`${name ? logoOf(current ?? { id: '', name, logoUrl: null }) : nothing}<span class="name"
                  ><bdi>${name || t('choose')}</bdi></span
                >${count ? html`<span part="badge">${count}</span>` : nothing}${chevrons}`
        }</span
      >
    </button>`;
  }

  protected drawn(focused: Element | null): void {
    if (!this.#isReady && this.#store && this.#store.state.type !== 'loading') {
      this.#isReady = true;
      // It was on what stood here until now.
      if (this.contains(document.activeElement)) this.root.querySelector<HTMLElement>('#trigger')?.focus();
      emit(this, 'widget-ready', { ms: performance.now() - this.since });
      (globalThis.requestIdleCallback ?? setTimeout)(() => void this.#fetchDialog());
    }
    if (this.#isOpen) this.#dialog?.drawn(focused);
  }
}
