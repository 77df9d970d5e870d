/**
 * What can go wrong with a call to Logto. Every call of this module either answers or throws a `LogtoError`; the flows'
 * engine, sync and the scripts catch it in one place and decide by `kind`, `code` and `effect`.
 *
 * A `LogtoError` never holds a token, a secret, an address or a body: it may be logged as it is.
 */
export type LogtoErrorKind =
  /** No connection, or it broke. */
  | 'unreachable'
  /** No whole answer in time. */
  | 'timeout'
  /** 429; `retryAfterMs` when Logto said how long. */
  | 'rate-limited'
  /** 403 for our credentials: the machine-to-machine application lacks the Management API's `all`. */
  | 'forbidden'
  /** Our credentials are wrong, or a fresh token was refused too. */
  | 'unauthorized'
  /** 404 that names an entity. */
  | 'not-found'
  /** Logto understood and said no: 400, 409, 422, a plan's limit (403), no connector (501). `code` says why. */
  | 'refused'
  /** 5xx, or an answer that is not Logto's: a proxy's page, a redirect, no JSON. */
  | 'unavailable';

export type LogtoErrorFacts = {
  kind: LogtoErrorKind;
  status?: number;
  /** Logto's `code`, such as `entity.not_found`. The only thing to match on: `message` follows Accept-Language. */
  code?: string;
  /** `none`: Logto has surely not acted. `unknown`: it may have, or may still; look before doing it again. */
  effect: 'none' | 'unknown';
  retryAfterMs?: number;
  /** From OAuth's `error_description` (English on every server) and `scope`. */
  oauth?: { description?: string; scope?: string };
};

export class LogtoError extends Error {
  override readonly name = 'LogtoError';
  readonly kind: LogtoErrorKind;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly effect: 'none' | 'unknown';
  readonly retryAfterMs: number | undefined;
  readonly oauth: LogtoErrorFacts['oauth'];

  /** @param call method and path template, such as `GET /api/organizations/{id}`: no ids, no query. */
  constructor(call: string, facts: LogtoErrorFacts) {
    super(`${call}: ${[facts.kind, facts.status, facts.code].filter(Boolean).join(' ')}`);
    this.kind = facts.kind;
    this.status = facts.status;
    this.code = facts.code;
    this.effect = facts.effect;
    this.retryAfterMs = facts.retryAfterMs;
    this.oauth = facts.oauth;
  }
}

export const isLogtoError = (error: unknown, ...codes: string[]): error is LogtoError =>
  error instanceof LogtoError && (codes.length === 0 || codes.includes(error.code ?? ''));

/** For reads: what is not there (404) is `null`. */
export const absentIsNull = (error: unknown): null => {
  if (error instanceof LogtoError && error.kind === 'not-found') return null;
  throw error;
};

/** For deletions: what is not there needs none. */
export const absentIsDone = (error: unknown): void => void absentIsNull(error);

/** Failures that may be gone at the next try. */
export const isTransient = ({ kind, status = 500 }: LogtoError): boolean =>
  kind === 'unreachable' || kind === 'timeout' || kind === 'rate-limited' || (kind === 'unavailable' && status >= 500);
