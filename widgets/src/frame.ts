/**
 * `<widget-frame>`: a widget in an iframe on Tenantry's own origin, for a page that does not want our script in it. The
 * page inside is `frame-inside.ts`; what the two say to each other is in `frame-messages.ts`. Importing this registers the
 * element, unless the tag is taken.
 */
import { over, type FromInside, type FromPage, type Hello } from './frame-messages.ts';
import type { GetToken } from './core/token.ts';

/** What comes out of it. */
export type { MemberListEventMap } from './elements/member-list.events.ts';
export type { OrgSwitcherEventMap } from './elements/org-switcher.events.ts';

declare global {
  interface HTMLElementTagNameMap {
    'widget-frame': WidgetFrame;
  }
}

const styles = `:host(:not([hidden])){display:block}
:host([theme=light]){color-scheme:light}:host([theme=dark]){color-scheme:dark}:host([theme=auto]){color-scheme:light dark}
div{position:relative;height:0;overflow:clip;overflow-clip-margin:4px}div.open{overflow:visible;z-index:9999}
iframe{position:absolute;top:-4px;left:-4px;width:calc(100% + 8px);height:0;border:0}`;

/** For what opens over the page, in pixels, and for outlines. There from the start, so that nothing moves inside; cut off. */
const room = 480;

/**
 *     <widget-frame base-url="https://app.example.com" widget="member-list" organization="org_id"></widget-frame>
 *
 * All other attributes are the widget's own. Its events come out here, too; those `before` something cannot be canceled.
 *
 * @slot - Shown until the widget is there.
 */
export class WidgetFrame extends HTMLElement {
  static observedAttributes = ['base-url', 'widget', 'organization'];

  #root = this.attachShadow({ mode: 'open', delegatesFocus: true });
  #getToken: GetToken | undefined;
  #base!: URL;
  #iframe: HTMLIFrameElement | undefined;
  /** Of the page inside, as soon as it is there: which properties of ours make its looks. They cross no border by themselves. */
  #looks: string[] | undefined;
  #port: MessagePort | undefined;
  /** What the widget itself switched to: no reason to begin anew when the page says it back. */
  #shown: string | null | undefined;

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    this.#root.adoptedStyleSheets = [sheet];
    new MutationObserver(() => this.#describe()).observe(this, { attributes: true });
    // Set before there was a class, it hides the accessor.
    const { getToken } = this;
    delete (this as Partial<WidgetFrame>).getToken;
    this.getToken = getToken;
  }

  /** Answers a widget token for the origin of `base-url`. Nothing is shown before it is there. */
  get getToken(): GetToken | undefined {
    return this.#getToken;
  }

  set getToken(given: GetToken | undefined) {
    this.#getToken = given;
    if (!this.#port) this.#handOver();
  }

  connectedCallback(): void {
    addEventListener('message', this.#hear);
    this.#start();
  }

  disconnectedCallback(): void {
    removeEventListener('message', this.#hear);
    this.#stop();
  }

  attributeChangedCallback(name: string, _before: string | null, now: string | null): void {
    if (this.#iframe && (name !== 'organization' || now !== this.#shown)) this.#start();
  }

  #stop(): void {
    this.#port?.close();
    this.#iframe = this.#port = this.#looks = undefined;
  }

  /** A new frame each time: another address in the same one would be a step of the page's history. */
  #start = (): void => {
    this.#stop();
    const iframe = (this.#iframe = document.createElement('iframe'));
    this.#base = new URL(this.getAttribute('base-url') ?? '', location.href);
    const url = new URL(`/embed/${this.getAttribute('widget')}`, this.#base);
    const organization = (this.#shown = this.getAttribute('organization'));
    const locale = this.getAttribute('locale') ?? this.closest<HTMLElement>('[lang]')?.lang;
    for (const [name, value] of Object.entries({ origin: location.origin, organization, locale })) {
      if (value) url.searchParams.set(name, value);
    }
    Object.assign(iframe, {
      src: url,
      // Nothing in it leads the page away.
      sandbox: 'allow-scripts allow-same-origin allow-forms',
      // Whoever may not show it gets the browser's own page in the frame, which says nothing to anybody.
      onload: () =>
        setTimeout(() => {
          if (iframe !== this.#iframe || this.#looks) return;
          this.#emit('widget-error', { code: 'unavailable', retry: this.#start });
        }, 3_000),
    });
    this.#root.replaceChildren(document.createElement('slot'), document.createElement('div'));
    this.#root.lastChild!.appendChild(iframe);
  };

  /** Both: another frame may be of that origin, and this one may have been led somewhere else. */
  #hear = ({ source, origin, data }: MessageEvent): void => {
    const looks = (data as Hello | null)?.tenantryLooks;
    if (!looks || !source || source !== this.#iframe?.contentWindow || origin !== this.#base.origin) return;
    this.#looks = looks;
    this.#handOver();
  };

  /** Only one port is open at a time: the page in the frame may have been loaded again. */
  #handOver(): void {
    if (!this.#looks || !this.#getToken) return;
    this.#port?.close();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }: MessageEvent<FromInside>) =>
      this.#answer(data, (message) => port1.postMessage(message));
    this.#iframe!.contentWindow!.postMessage(over, this.#base.origin, [port2]);
    this.#describe();
  }

  #describe(): void {
    if (!this.#port) return;
    const computed = getComputedStyle(this);
    this.#port.postMessage({
      type: 'attributes',
      attributes: Object.fromEntries([...this.attributes].map(({ name, value }) => [name, value])),
      looks: Object.fromEntries(this.#looks!.map((name) => [name, computed.getPropertyValue(name)])),
    } satisfies FromPage);
  }

  async #answer(message: FromInside, tell: (message: FromPage) => void): Promise<void> {
    const { type } = message;
    if (type === 'token') {
      const { id, fresh } = message;
      try {
        tell({ type, id, token: await this.#getToken!({ fresh }) });
      } catch (error) {
        // A fetch of the page's own that fails is the network's failure.
        tell({ type, id, isOffline: error instanceof TypeError });
      }
    } else if (type === 'size') {
      const { height, isOpen, title } = message;
      const iframe = this.#iframe!;
      const [slot, box] = this.#root.children as unknown as [HTMLElement, HTMLElement];
      slot.hidden = true;
      box.className = isOpen ? 'open' : '';
      box.style.height = `${height}px`;
      iframe.style.height = `${height + room}px`;
      iframe.title = title;
    } else {
      const { name, detail, retry } = message;
      if (name === 'org-switch') this.#shown = (detail['organization'] as { id: string } | null)?.id;
      this.#emit(name, retry ? { ...detail, retry: () => tell({ type: 'retry', retry }) } : detail);
    }
  }

  #emit(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

if (!customElements.get('widget-frame')) customElements.define('widget-frame', WidgetFrame);
