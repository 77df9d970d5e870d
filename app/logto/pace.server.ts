import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';

/** How often work in the background may call Logto. What people wait for is not slowed down by it. */

const current = new AsyncLocalStorage<() => Promise<void>>();

const windowMs = 10_000;

/** A call that waits its turn longer than it may take would never be made. */
export const slowestPace = 10;

/**
 * Every call to Logto inside of `work`, tries and tokens included, waits its turn: evenly, at most `calls` in any 10 s,
 * and none once `signal` says so.
 */
export function atPace<T>(calls: number, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const everyMs = windowMs / Math.max(calls, slowestPace);
  let next = 0;
  const turn = async (): Promise<void> => {
    const at = Math.max(performance.now(), next);
    next = at + everyMs;
    signal?.throwIfAborted();
    // A timer may be early by a moment: none starts before its time.
    while (performance.now() < at) await pause(Math.ceil(at - performance.now()), undefined, { signal });
  };
  return current.run(turn, work);
}

export const pacedFetch: typeof fetch = async (input, init) => {
  await current.getStore()?.();
  return fetch(input, init);
};
