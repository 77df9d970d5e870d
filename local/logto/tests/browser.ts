/** A browser without JavaScript: cookies, redirects, and forms filled in by field name. */
export class TestBrowser {
  /** By name and path: the library keeps one resume cookie per interaction, told apart by their paths. */
  readonly #cookies = new Map<string, { name: string; value: string; path: string }>();
  url = 'about:blank';
  html = '';
  status = 0;
  readonly headers: Record<string, string>;
  readonly visited: string[] = [];

  constructor(headers: Record<string, string> = {}) {
    this.headers = headers;
  }

  /** Follows redirects as long as they stay on the server; stops in front of the app. */
  async open(url: string, init: RequestInit = {}): Promise<string> {
    const origin = new URL(url).origin;
    let next = url;
    let request = init;
    for (let hop = 0; hop < 20; hop += 1) {
      const response = await fetch(next, {
        ...request,
        redirect: 'manual',
        headers: { ...this.headers, cookie: this.#cookieHeader(next), ...request.headers },
      });
      this.#keep(response);
      this.url = next;
      this.status = response.status;
      this.html = await response.text();
      this.visited.push(`${response.status} ${next.replace(origin, '')}`);
      const location = response.headers.get('location');
      if (!location) return this.url;
      next = new URL(location, next).href;
      request = {};
      if (new URL(next).origin !== origin) return (this.url = next);
    }
    throw new Error('too many redirects');
  }

  fetch(url: string, init: RequestInit = {}): Promise<Response> {
    return fetch(url, { ...init, headers: { ...this.headers, cookie: this.#cookieHeader(url), ...init.headers } }).then(
      (response) => {
        this.#keep(response);
        return response;
      },
    );
  }

  /** Submits the form that has the named fields (or, with none, the one with the given action). */
  async submit(fields: Record<string, string>, action?: string): Promise<string> {
    const forms = [...this.html.matchAll(/<form[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => form);
    const form = forms.find((candidate) =>
      action
        ? candidate.includes(`action="${action}"`)
        : Object.keys(fields).every((name) => candidate.includes(`name="${name}"`)),
    );
    if (!form) throw new Error(`no form with ${Object.keys(fields).join(', ') || action} on ${this.url}\n${this.text}`);
    const target = /action="([^"]*)"/.exec(form)?.[1] ?? '';
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, unescape_(value)],
    );
    const body = new URLSearchParams([...hidden, ...Object.entries(fields)] as [string, string][]);
    return this.open(new URL(unescape_(target), this.url).href, { method: 'POST', body });
  }

  get text(): string {
    return unescape_(this.html.replace(/<(style|script)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' '))
      .replace(/\s+/g, ' ')
      .trim();
  }

  get path(): string {
    return new URL(this.url).pathname;
  }

  get cookieNames(): string[] {
    return [...this.#cookies.values()].map(({ name }) => name);
  }

  #cookieHeader(url: string): string {
    const { pathname } = new URL(url);
    return [...this.#cookies.values()]
      .filter(({ path }) => pathname.startsWith(path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  #keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(/;\s*/);
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/';
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.delete(`${name} ${path}`);
      else this.#cookies.set(`${name} ${path}`, { name, value, path });
    }
  }
}

const unescape_ = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

export const digits = (name: string, code: string): Record<string, string> =>
  Object.fromEntries([...code].map((digit, i) => [`${name}_${i}`, digit]));
