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
  /** Answers 202 too, with the operation; else the call waits for its end. */
  mayGoOn?: boolean;
  signal?: AbortSignal;
};

/** How a call is written: gives up with `signal`; `key` makes a second try of the same action the same action. */
export type Write = Pick<Call, 'signal' | 'key' | 'grave'>;

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
      list: ({ signal } = {}) => request({ path: '/invitations', signal }),
      accept: (id, write) => request({ method: 'POST', path: invitation(id, 'accept'), ...write }),
      decline: (id, write) => request({ method: 'POST', path: invitation(id, 'decline'), ...write }),
    },
  };
}

/** For `Idempotency-Key`. Not `randomUUID`, which pages without TLS do not have. */
export const newKey = (): string => crypto.getRandomValues(new Uint8Array(16)).join('-');

/** What Node does not know counts as yes. */
const browserOnline = () => (globalThis as { navigator?: { onLine?: boolean } }).navigator?.onLine !== false;

/** As long as it is worth waiting for without saying anything. */
const shortWaitMs = 3_000;

function requester(baseUrl: string, options: ClientOptions): Client['request'] {
  const { language, online = browserOnline, timeoutMs = 15_000 } = options;
  const tokens = options.getToken && tokensFrom(options.getToken);
  /** The server asked to be left alone until then. */
  let closedUntil = 0;

  return async <Answer>({
    method = 'GET',
    path,
    query = {},
    body,
    key,
    grave,
    mayGoOn,
    signal,
  }: Call): Promise<Answer> => {
    const end = AbortSignal.timeout(timeoutMs);
    const over = AbortSignal.any(signal ? [signal, end] : [end]);
    const ended = new Promise<never>((_, reject) => over.addEventListener('abort', () => reject(over.reason)));
    ended.catch(() => {});

    const url = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (value) url.set(name, String(value));
    const headers: Record<string, string> = {};
    if (language) headers['accept-language'] = language();
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (method !== 'GET') headers['idempotency-key'] = key ?? newKey();

    let token: string | undefined;
    const getToken = async () => {
      if (tokens) token = await Promise.race([tokens(grave, token), ended]);
    };
    let renewed = false;
    let waited = false;
    let wasOnline = online();
    try {
      over.throwIfAborted();
      await getToken();
      for (;;) {
        const closedMs = closedUntil - Date.now();
        if (closedMs > 0) throw new WidgetFailure('rate-limited', { retryAfterMs: closedMs });
        if (token) headers['authorization'] = `Bearer ${token}`;
        wasOnline = online();
        const response = await (options.fetch ?? fetch)(`${baseUrl}/api/v1${path}${url.size ? `?${url}` : ''}`, {
          method,
          headers,
          body: JSON.stringify(body),
          credentials: tokens ? 'omit' : 'same-origin',
          signal: over,
        });
        const { status } = response;
        if (response.ok && (mayGoOn || status !== 202))
          return (status === 204 ? undefined : await response.json()) as Answer;

        if (status === 401 && tokens && !renewed) {
          renewed = true;
          await getToken();
          continue;
        }
        const failure = await failureOf(response);
        const wait = failure.retryAfterMs ?? (status === 202 ? 1_000 : Infinity);
        // Still at it: the same key asks how it went. It ends with the time-out.
        const isWorking = status === 202 || failure.problem?.code === 'still-working';
        if (!isWorking && (waited || !failure.retryable || wait > shortWaitMs)) {
          if (status === 429 && wait < Infinity) closedUntil = Date.now() + wait;
          throw failure;
        }
        waited ||= !isWorking;
        await Promise.race([new Promise((resolve) => setTimeout(resolve, wait)), ended]);
        if (grave) await getToken(); // the last one is spent
      }
    } catch (cause) {
      if (cause instanceof WidgetFailure) throw cause;
      signal?.throwIfAborted();
      // A page of somebody else's in between (a Wi-Fi's sign-in) is no answer. What was on its way may have arrived.
      const code = cause instanceof SyntaxError ? 'unexpected' : wasOnline ? 'unavailable' : 'offline';
      throw new WidgetFailure(end.aborted ? 'timeout' : code, { cause });
    }
  };
}
