import { createClient, type Client } from '../core/client.ts';
import type { WidgetFailure } from '../core/failure.ts';
import { en, translator, type Locale, type Messages, type Translate } from '../core/messages.ts';
import type { GetToken } from '../core/token.ts';
import { failureText } from './failure-text.ts';
import { WidgetElement } from './widget-element.ts';
import { dispatch } from './widget-events.ts';

/** What decides whom the API is asked as. */
const connection = ['connected', 'base-url', 'getToken', 'client', 'fetch'];

/** What the widgets have in common: a language, a client, and a voice. */
export abstract class ApiElement extends WidgetElement {
  /** What `locale` may name: add what you import of `@tenantry/widgets/locales/…`. All widgets have the same. */
  static locales: Locale[] = [en];

  declare baseUrl: string | null | undefined;
  declare locale: string | null | undefined;
  declare getToken: GetToken | undefined;
  declare client: Client | undefined;
  declare fetch: typeof globalThis.fetch | undefined;
  declare messages: Messages | undefined;

  protected t: Translate = translator();
  protected speech: Locale = en;
  protected said = { status: '', alert: '' };
  protected since = 0;
  #speaking: ReturnType<typeof setTimeout> | undefined;
  #told = new WeakSet<WidgetFailure>();

  override connectedCallback(): void {
    super.connectedCallback();
    this.since = performance.now();
  }

  protected connectsAnew(changed: ReadonlySet<string>): boolean {
    return connection.some((name) => changed.has(name));
  }

  /** In the language that the page asks for, as far as it is there. True: it is another one. */
  protected speak(anew: boolean): boolean {
    const wanted = this.locale ?? this.closest<HTMLElement>('[lang]')?.lang ?? '';
    const { locales } = this.constructor as typeof ApiElement;
    const named = (name?: string) => locales.find(({ locale }) => locale === name);
    const speech = named(wanted) ?? named(wanted.split('-')[0]) ?? locales[0]!;
    if (!anew && speech === this.speech) return false;
    this.t = translator((this.speech = speech), this.messages);
    return true;
  }

  /** Nobody has a session at a page of another origin: then nothing, until the token comes. */
  protected connect(): Client | undefined {
    const { client, getToken, fetch } = this;
    const baseUrl = this.baseUrl ?? '';
    if (!client && !getToken && new URL(baseUrl, location.href).origin !== location.origin) return undefined;
    return client ?? createClient({ baseUrl, getToken, fetch, language: () => this.speech.locale });
  }

  /** Each failure once, to the person and to the page. */
  protected fail(failure: WidgetFailure, retry: () => void): void {
    if (this.#told.has(failure)) return;
    this.#told.add(failure);
    this.say('', failureText(this.t, failure));
    dispatch(this, 'widget-error', { code: failure.code, failure, retry });
  }

  protected say(status: string, alert = '', inMs = 0): void {
    clearTimeout(this.#speaking);
    this.#speaking = setTimeout(() => {
      this.said = { status, alert };
      this.change();
    }, inMs);
  }
}
