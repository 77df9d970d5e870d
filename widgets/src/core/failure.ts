import type { Problem } from './types.ts';

/** Why something did not work, as a page tells it apart. */
export type WidgetFailureCode =
  /** No network. */
  | 'offline'
  /** No answer in time. A write may still have happened; the same action again does not do it twice. */
  | 'timeout'
  /** Not signed in any more: no token, or none that counts. */
  | 'expired'
  /** Signed in, but not allowed: role, scope of the token, or origin of the page. */
  | 'forbidden'
  /** Not there, not theirs to see, or over. */
  | 'not-found'
  | 'rate-limited'
  /** Refused by how things stand, e.g. the last owner cannot leave. `problem.code` says which. */
  | 'conflict'
  /** What was sent is not right; `problem.field` says where. */
  | 'invalid'
  /** The server, or what it needs, is away. */
  | 'unavailable'
  /** A defect, ours or of something in between. */
  | 'unexpected';

/** The only thing that the client throws, beside the `AbortError` of a call that the caller gave up. */
export class WidgetFailure extends Error {
  declare readonly code: WidgetFailureCode;
  /** What the server said, when it said something. */
  declare readonly problem?: Problem;
  /** How long to wait before the next try, when the server said so. */
  declare readonly retryAfterMs?: number;
  /** The same again may work, though nothing else changes meanwhile. */
  declare readonly retryable: boolean;

  constructor(code: WidgetFailureCode, more: { problem?: Problem; retryAfterMs?: number; cause?: unknown } = {}) {
    super(more.problem?.title ?? code);
    const retryable = !/^(forbidden|not-found|conflict|invalid)$/.test(code);
    Object.assign(this, { name: 'WidgetFailure', code, retryable, ...more });
  }
}

const codes: Record<number, WidgetFailureCode> = {
  401: 'expired',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  410: 'not-found',
  429: 'rate-limited',
  500: 'unexpected',
};

/** The failure that an answer tells. Reads its body, which may be a gateway's. */
export async function failureOf(response: Response): Promise<WidgetFailure> {
  const { status, headers } = response;
  const body = (await response.json().catch(() => null)) as Problem | null;
  // Seconds: Tenantry never says a date.
  const retryAfterMs = parseFloat(headers.get('retry-after')!) * 1000;
  return new WidgetFailure(codes[status] ?? (status > 500 ? 'unavailable' : 'invalid'), {
    problem: body?.code ? body : undefined,
    retryAfterMs: retryAfterMs >= 0 ? retryAfterMs : undefined,
  });
}
