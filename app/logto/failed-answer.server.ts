/** Turns an answer that is no success, or no answer at all, into a `LogtoError`. */
import { LogtoError, type LogtoErrorFacts, type LogtoErrorKind } from './errors.server.ts';

const kindOf = (status: number, code: string | undefined): LogtoErrorKind => {
  if (status === 429) return 'rate-limited';
  // The e-mail connector failed, not Logto: none there (501, observed), no template for the mail (500), its provider refused
  // it (400, 401; from source). Neither another try nor another token of ours would help.
  if (status === 501 || code?.startsWith('connector.')) return 'refused';
  // Logto answers 400 for an unknown client id and 401 for a wrong secret (observed on 1.37 and 1.41).
  if (status === 401 || code === 'oidc.invalid_client') return 'unauthorized';
  // Logto names a code in each of its refusals; without one this is a proxy's page or a wrong endpoint, and a 404 of
  // those must never count as "already deleted".
  if (code === undefined || status >= 500 || status < 400) return 'unavailable';
  if (status === 403 && code === 'auth.forbidden') return 'forbidden';
  if (status === 404) return 'not-found';
  return 'refused';
};

const parse = (body: string): Record<string, unknown> => {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** `Retry-After` is seconds or a date (RFC 9110 §10.2.3). */
const retryAfter = (value: string | null): number | undefined => {
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
};

/** @param acts whether the call changes anything; one that only reads has never an effect. */
export const failedAnswer = (call: string, acts: boolean, response: Response, body: string): LogtoError => {
  const { code, error, error_description, scope } = parse(body);
  const logtoCode = text(code) ?? (text(error) && `oidc.${text(error)}`);
  const kind = kindOf(response.status, logtoCode);
  const facts: LogtoErrorFacts = {
    kind,
    status: response.status,
    effect: acts && kind === 'unavailable' ? 'unknown' : 'none',
  };
  const retryAfterMs = retryAfter(response.headers.get('retry-after'));
  if (logtoCode !== undefined) facts.code = logtoCode;
  if (retryAfterMs !== undefined) facts.retryAfterMs = retryAfterMs;
  if (error !== undefined) facts.oauth = { description: text(error_description) ?? '', scope: text(scope) ?? '' };
  return new LogtoError(call, facts);
};

// Failures of name resolution or of the connection itself: nothing was sent.
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What `fetch` threw. Its cause is read for the network's code and then dropped: it may quote headers. */
export const noAnswer = (call: string, acts: boolean, thrown: unknown): LogtoError => {
  if (thrown instanceof DOMException && thrown.name === 'TimeoutError') {
    return new LogtoError(call, { kind: 'timeout', effect: acts ? 'unknown' : 'none' });
  }
  const cause = thrown instanceof Error ? (thrown.cause as { code?: unknown } | undefined) : undefined;
  const code = text(cause?.code);
  const sent = code === undefined || !neverSent.has(code);
  return new LogtoError(call, {
    kind: 'unreachable',
    effect: acts && sent ? 'unknown' : 'none',
    ...(code !== undefined && { code }),
  });
};
