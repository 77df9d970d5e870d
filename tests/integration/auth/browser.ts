/**
 * A browser without a window: cookies, redirects, and somebody who fills in Logto's sign-in page. It drives the real
 * routes through Remix's own request handler, and Logto by the calls that its page makes.
 */
import type { AppLoadContext } from '@remix-run/node';
import type { Logger } from 'pino';
import { env } from '#app/env.server.ts';

export type Page = {
  url: URL;
  status: number;
  headers: Headers;
  body: string;
  /** What the loaders answered, by route id. */
  data: Record<string, unknown>;
  /** What one of them threw. */
  refusal: unknown;
};

type Cookies = Map<string, string>;

/** How a browser answers one address; a redirect is not followed. */
export type Answer = { status: number; location: URL | null; headers: Headers; body: string };

export class Browser {
  /** Of the app's host and of Logto's. */
  readonly cookies: Cookies = new Map();
  readonly logtoCookies: Cookies = new Map();
  /** Every `Set-Cookie` line of the app. */
  readonly setCookies: string[] = [];
  /** What the app wrote to its log. */
  readonly log: { level: string; message: unknown; fields: unknown }[] = [];
  refusesCookies: ((name: string) => boolean) | undefined;

  /** Another window of the same browser. */
  constructor(other?: Browser) {
    if (other) Object.assign(this, { cookies: other.cookies, logtoCookies: other.logtoCookies });
  }

  /** One request to the app or to Logto, as a whole page would be loaded. */
  async request(
    address: string | URL,
    init: { method?: string; form?: Record<string, string> | FormData; headers?: HeadersInit } = {},
  ): Promise<Answer> {
    const url = new URL(address, env().APP_URL);
    const own = url.origin !== new URL(env().LOGTO_ENDPOINT).origin;
    const jar = own ? this.cookies : this.logtoCookies;
    const request = new Request(url, {
      method: init.method ?? (init.form ? 'POST' : 'GET'),
      redirect: 'manual',
      ...(init.form && { body: init.form instanceof FormData ? init.form : new URLSearchParams(init.form) }),
      headers: {
        accept: 'text/html',
        'sec-fetch-dest': 'document',
        ...(jar.size > 0 && { cookie: [...jar].map((pair) => pair.join('=')).join('; ') }),
        ...(init.headers as Record<string, string>),
      },
    });
    const response = await (own ? this.answer(request, this.#context(url)) : fetch(request));
    for (const line of response.headers.getSetCookie()) this.#keep(jar, line, own);
    const location = response.headers.get('location');
    // Byte order marks and all.
    const body = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
    return {
      status: response.status,
      location: location ? new URL(location, url) : null,
      headers: response.headers,
      body,
    };
  }

  /** Which app it is. */
  protected async answer(request: Request, context: AppLoadContext): Promise<Response> {
    const { handle } = await import('./routes.ts'); // which others do without
    return handle(request, context);
  }

  /** What a guard is called with, for a test of the guard itself. */
  args(path: string): { request: Request; context: AppLoadContext; params: { slug?: string } } {
    const url = new URL(path, env().APP_URL);
    const headers = { cookie: [...this.cookies].map((pair) => pair.join('=')).join('; ') };
    return {
      request: new Request(url, { headers }),
      context: this.#context(url),
      params: { slug: url.pathname.split('/')[2] ?? '' },
    };
  }

  /** Starts a sign-in and goes through Logto, up to the callback's address, which is not opened yet. */
  async comeBack(who?: { email: string; password: string }, address = '/auth/sign-in'): Promise<URL> {
    const { leaves } = await this.open(address);
    if (!leaves) throw new Error(`${address} does not lead to Logto`);
    return this.throughLogto(leaves, who);
  }

  /** Opens an address and follows the redirects within the app. What leads to Logto stops there, with its `location`. */
  async open(
    address: string | URL,
    init: Parameters<Browser['request']>[1] = {},
  ): Promise<Page & { leaves: URL | null }> {
    let url = new URL(address, env().APP_URL);
    let answer = await this.request(url, init);
    for (let hops = 0; answer.location; hops++) {
      if (hops > 10) throw new Error(`the app sends in circles at ${url.href}`);
      url = answer.location;
      if (url.origin !== env().APP_URL) return { ...this.#page(url, answer), leaves: url };
      answer = await this.request(url);
    }
    return { ...this.#page(url, answer), leaves: null };
  }

  /** The whole way: to Logto's page, through it as this person, and back. Stops after three rounds. */
  async signIn(who: { email: string; password: string }, address: string | URL = '/auth/sign-in'): Promise<Page> {
    return this.goOn(await this.open(address), who);
  }

  /** From wherever the app sent the browser. */
  async goOn(page: Page & { leaves: URL | null }, who?: { email: string; password: string }): Promise<Page> {
    let now = page;
    for (let rounds = 0; now.leaves; rounds++) {
      if (rounds === 3) throw new Error(`in circles between the app and Logto, last ${now.leaves.href}`);
      now = await this.open(await this.throughLogto(now.leaves, who));
    }
    return now;
  }

  /** Follows Logto to our callback's address, which it does not open. */
  async throughLogto(start: URL, who?: { email: string; password: string }): Promise<URL> {
    let answer = await this.request(start);
    for (let hops = 0; hops < 15; hops++) {
      if (!answer.location) throw new Error(`Logto stopped with ${answer.status}: ${answer.body.slice(0, 300)}`);
      if (answer.location.origin === env().APP_URL) return answer.location;
      if (answer.location.pathname === '/sign-in' || answer.location.pathname === '/register') {
        if (!who) throw new Error(`Logto asks who it is, at ${answer.location.href}`);
        answer = await this.request(await this.#fillIn(who));
      } else answer = await this.request(answer.location);
    }
    throw new Error('Logto redirects for ever');
  }

  /** The calls of Logto's own sign-in page. Answers where it goes on. */
  async #fillIn({ email, password }: { email: string; password: string }): Promise<URL> {
    const identifier = { type: 'email', value: email };
    await this.experience('PUT', '', { interactionEvent: 'SignIn' });
    const { verificationId } = await this.experience('POST', '/verification/password', { identifier, password });
    await this.experience('POST', '/identification', { verificationId });
    const { redirectTo } = await this.experience('POST', '/submit');
    return new URL(String(redirectTo));
  }

  async experience(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const response = await fetch(`${env().LOGTO_ENDPOINT}/api/experience${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        cookie: [...this.logtoCookies].map((pair) => pair.join('=')).join('; '),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(this.logtoCookies, line, false);
    const text = await response.text();
    if (!response.ok)
      throw Object.assign(new Error(`${method} /api/experience${path}: ${response.status} ${text}`), { text });
    return text ? (JSON.parse(text) as Record<string, unknown>) : {};
  }

  #keep(jar: Cookies, line: string, own: boolean): void {
    if (own) this.setCookies.push(line);
    const [pair = ''] = line.split(';');
    const name = pair.slice(0, pair.indexOf('='));
    if (own && this.refusesCookies?.(name)) return;
    const gone = /;\s*max-age=0/i.test(line) || /expires=Thu, 01 Jan 1970/i.test(line);
    if (gone) jar.delete(name);
    else jar.set(name, pair.slice(name.length + 1));
  }

  #page(url: URL, { status, headers, body }: Answer): Page {
    const parsed = body.startsWith('{') ? (JSON.parse(body) as Pick<Page, 'data' | 'refusal'>) : {};
    return { url, status, headers, body, data: {}, refusal: null, ...parsed };
  }

  #context(url: URL): AppLoadContext {
    const write = (level: string) => (fields: unknown, message?: unknown) =>
      void this.log.push({ level, message: message ?? fields, fields });
    const log = { error: write('error'), warn: write('warn'), info: write('info') } as unknown as Logger;
    const fetchesData = url.pathname.endsWith('.data');
    return { nonce: 'nonce', requestId: 'request-1', log, clientIp: '192.0.2.1', fetchesData };
  }
}
