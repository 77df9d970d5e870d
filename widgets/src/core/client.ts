import { failureOf, WidgetFailure } from './failure.ts';
import { tokensFrom, type GetToken } from './token.ts';
import type { Invitation, Organization, OrganizationPage, Page } from './types.ts';

export type ClientOptions = {
  /** Where Tenantry is: `https://app.example.com`. Left out: the page's own origin. */
  baseUrl?: string;
  /**
   * Answers a widget token. Left out: the person's session at `baseUrl`, which is the page's own origin then. It is asked
   * again when a token ends, or when one is refused.
   */
  getToken?: GetToken;
  fetch?: typeof globalThis.fetch;
  /** Of what the server says to people, e.g. `es`. */
  language?: () => string;
  /** False says that there is no network. */
  online?: () => boolean;
  /** For an action with all its tries, in milliseconds. */
  timeoutMs?: number;
};

export type Call = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`. */
  path: string;
  query?: Record<string, string | number | null | undefined>;
  body?: unknown;
  /** Of a write: the same key does it once, however often it is sent (16–64 letters, digits, `-` and `_`). */
  key?: string;
  /** Takes a token of its own. */
  grave?: boolean;
  signal?: AbortSignal;
};

/** How a call is written: gives up with `signal`; `key` makes a second try of the same action the same action. */
export type Write = { signal?: AbortSignal; key?: string };

/** Tenantry's API for a page. Every call rejects with a `WidgetFailure`, or with an `AbortError` when it was given up. */
export type Client = {
  readonly baseUrl: string;
  /** Any address of the API; what the calls below are made of. */
  request<Answer>(call: Call): Promise<Answer>;
  organizations: {
    /** By name. `limit` is 1,000 at most; `search` looks in names and addresses. */
    list(query?: {
      search?: string;
      limit?: number;
      cursor?: string | null;
      signal?: AbortSignal;
    }): Promise<OrganizationPage>;
    get(id: string, options?: { signal?: AbortSignal }): Promise<Organization>;
    create(input: { name: string }, write?: Write): Promise<Organization>;
  };
  /** To the person. */
  invitations: {
    list(options?: { signal?: AbortSignal }): Promise<Page<Invitation>>;
    accept(id: string, write?: Write): Promise<{ organization: Organization }>;
    decline(id: string, write?: Write): Promise<void>;
  };
};

export function createClient(options: ClientOptions = {}): Client {
  const baseUrl = (options.baseUrl ?? '').replace(/\/+$/, '');
  const request = requester(baseUrl, options);
  const invitation = (id: string, answer: string) => `/invitations/${encodeURIComponent(id)}/${answer}`;
  return {
    baseUrl,
    request,
    organizations: {
      list: ({ signal, ...query } = {}) => request({ path: '/organizations', query, signal }),
      get: (id, { signal } = {}) => request({ path: `/organizations/${encodeURIComponent(id)}`, signal }),
      create: (body, write) => request({ method: 'POST', path: '/organizations', body, ...write }),
    },
    invitations: {
      list: ({ signal } = {}) => request({ path: '/invitations', query: { limit: 100 }, signal }),
      accept: (id, write) => request({ method: 'POST', path: invitation(id, 'accept'), ...write }),
      decline: (id, write) => request({ method: 'POST', path: invitation(id, 'decline'), ...write }),
    },
  };
}

/** For `Idempotency-Key`. Not `randomUUID`, which pages without TLS do not have. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** What Node does not know counts as yes. */
const browserOnline = () => (globalThis as { navigator?: { onLine?: boolean } }).navigator?.onLine !== false;

/** As long as it is worth waiting for without saying anything. */
const shortWaitMs = 3_000;

function requester(baseUrl: string, options: ClientOptions): Client['request'] {
  const { language, online = browserOnline, timeoutMs = 15_000 } = options;
  const tokens = options.getToken && tokensFrom(options.getToken);
  /** The server asked to be left alone until then. */
  let closedUntil = 0;

  return async <Answer>({ method = 'GET', path, query, body, key, grave, signal }: Call): Promise<Answer> => {
    const end = AbortSignal.timeout(timeoutMs);
    const over = signal ? AbortSignal.any([signal, end]) : end;
    const headers = new Headers({ accept: 'application/json' });
    if (language) headers.set('accept-language', language());
    if (body !== undefined) headers.set('content-type', 'application/json');
    if (method !== 'GET') headers.set('idempotency-key', key ?? newKey());
    const url = `${baseUrl}/api/v1${path}${searchOf(query)}`;
    const send = options.fetch ?? globalThis.fetch;

    let token = '';
    let renewed = false;
    let waited = false;
    try {
      if (tokens) token = await orAbort(grave ? tokens.own() : tokens.current(), over);
      for (;;) {
        if (Date.now() < closedUntil)
          throw new WidgetFailure('rate-limited', { retryAfterMs: closedUntil - Date.now() });
        if (tokens) headers.set('authorization', `Bearer ${token}`);
        const response = await send(url, {
          method,
          headers,
          body: body === undefined ? undefined : JSON.stringify(body),
          credentials: tokens ? 'omit' : 'same-origin',
          signal: over,
        });
        if (response.ok && response.status !== 202) return await read<Answer>(response);

        if (response.status === 401 && tokens && !renewed) {
          renewed = true;
          token = await orAbort(grave ? tokens.own() : tokens.renewed(token), over);
          continue;
        }
        const failure = await failureOf(response);
        const wait = failure.retryAfterMs;
        // Still at it: the same key asks how it went. It ends with the time-out.
        if (response.status === 202 || failure.problem?.code === 'still-working') {
          await pause(wait ?? 1_000, over);
          continue;
        }
        if (wait !== undefined && failure.retryable && wait <= shortWaitMs && !waited) {
          waited = true;
          await pause(wait, over);
          continue;
        }
        if (failure.code === 'rate-limited' && wait) closedUntil = Date.now() + wait;
        throw failure;
      }
    } catch (cause) {
      if (cause instanceof WidgetFailure) throw cause;
      signal?.throwIfAborted();
      if (end.aborted) throw new WidgetFailure('timeout', { cause });
      throw new WidgetFailure(online() ? 'unavailable' : 'offline', { cause });
    }
  };
}

function searchOf(query: Call['query'] = {}): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value || value === 0) given.set(name, String(value));
  return given.size > 0 ? `?${given}` : '';
}

/** A page of somebody else's in between (a Wi-Fi's sign-in) is no answer. */
async function read<Answer>(response: Response): Promise<Answer> {
  if (response.status === 204) return undefined as Answer;
  const text = await response.text();
  try {
    return JSON.parse(text) as Answer;
  } catch (cause) {
    throw new WidgetFailure('unexpected', { cause });
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  orAbort(new Promise<void>((resolve) => setTimeout(resolve, ms)), signal);

/** What is waited for goes on; only the waiting ends. */
function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
