/**
 * One request to Logto and its whole answer: a time-out for every try, retries for what can be repeated, a `LogtoError`
 * for everything but success. The Management API, the machine token and the users' tokens all go through it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { isTransient, LogtoError } from './errors.server.ts';
import { failedAnswer, noAnswer } from './failed-answer.server.ts';

export type ExchangeOptions = {
  fetch?: typeof fetch;
  /** For one try, answer's body included; milliseconds. */
  timeoutMs?: number;
  /** For all tries and pauses together; milliseconds. */
  deadlineMs?: number;
  /** Upper bound of the pause after the first try, doubled after each further one; milliseconds. */
  pauseMs?: number;
};

export type ExchangeCall = {
  /** Method and path template; goes into errors. */
  name: string;
  /** Whether doing it twice does no harm. */
  repeatable: boolean;
  /** Whether it changes anything at Logto. */
  acts: boolean;
};

export type Exchange = (request: Request, call: ExchangeCall) => Promise<Response>;

const maxTries = 3;

// What Logto says to some POSTs that have nothing to tell, and servers before 1.39 to more of them.
const created = 'Created';

// JSON, nothing, or that one word. All else is a proxy's page.
const isLogtos = ({ headers }: Response, body: string) =>
  body === '' || body === created || Boolean(headers.get('content-type')?.includes('json'));

/** The answer with its body read; the word is none, so that nobody has to know which call of which server says it. */
const whole = ({ status, headers: original }: Response, body: string): Response => {
  if (body !== '' && body !== created) return new Response(body, { status, headers: original });
  const headers = new Headers(original);
  headers.set('content-length', '0');
  return new Response(null, { status, headers });
};

const tryOnce = async (request: Request, call: ExchangeCall, timeoutMs: number, send: typeof fetch) => {
  let response: Response;
  let body: string;
  try {
    // A redirect followed would turn a POST into a GET and carry the token elsewhere.
    response = await send(request.clone(), { signal: AbortSignal.timeout(Math.ceil(timeoutMs)), redirect: 'manual' });
    body = await response.text();
  } catch (thrown) {
    throw noAnswer(call.name, call.acts, thrown);
  }
  if (!response.ok || !isLogtos(response, body)) throw failedAnswer(call.name, call.acts, response, body);
  return whole(response, body);
};

/** Full jitter, so that instances which failed together do not come back together; after `Retry-After` if told. */
const pauseBeforeTry = (next: number, pauseMs: number, { retryAfterMs = 0 }: LogtoError) =>
  retryAfterMs + Math.random() * pauseMs * 2 ** (next - 2);

export const createExchange = (options: ExchangeOptions = {}): Exchange => {
  const { timeoutMs = 10_000, deadlineMs = 2 * timeoutMs, pauseMs = 250 } = options;
  const send = options.fetch ?? fetch;

  return async (request, call) => {
    const end = performance.now() + deadlineMs;
    let mayHaveActed = false;
    for (let tries = 1; ; tries++) {
      try {
        return await tryOnce(request, call, Math.max(1, Math.min(timeoutMs, end - performance.now())), send);
      } catch (error) {
        if (!(error instanceof LogtoError)) throw error;
        mayHaveActed ||= error.effect === 'unknown';
        const wait = pauseBeforeTry(tries + 1, pauseMs, error);
        const again = call.repeatable && isTransient(error) && tries < maxTries && performance.now() + wait < end;
        if (!again) throw mayHaveActed ? new LogtoError(call.name, { ...factsOf(error), effect: 'unknown' }) : error;
        await pause(wait);
      }
    }
  };
};

const factsOf = ({ kind, status, code, retryAfterMs, oauth }: LogtoError) => ({
  kind,
  ...(status !== undefined && { status }),
  ...(code !== undefined && { code }),
  ...(retryAfterMs !== undefined && { retryAfterMs }),
  ...(oauth !== undefined && { oauth }),
});
