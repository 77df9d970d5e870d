import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';

/** How often work in the background may call Logto. What people wait for is not slowed down by it. */

const current = new AsyncLocalStorage<() => Promise<void>>();

const windowMs = 10_000;

/** Every call to Logto inside of `work`, tries and tokens included, waits its turn: evenly, at most `calls` in any 10 s. */
export function atPace<T>(calls: number, work: () => Promise<T>): Promise<T> {
  const everyMs = windowMs / calls;
  let next = 0;
  const turn = async (): Promise<void> => {
    const at = Math.max(performance.now(), next);
    next = at + everyMs;
    // A timer may be late by a moment, and one that is makes the next come closer: none starts before its time.
    while (performance.now() < at) await pause(Math.ceil(at - performance.now()));
  };
  return current.run(turn, work);
}

export const pacedFetch: typeof fetch = async (input, init) => {
  await current.getStore()?.();
  return fetch(input, init);
};
