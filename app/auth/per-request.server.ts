import type { AppLoadContext } from '@remix-run/node';
import { isResponse } from '#app/is-response.ts';

/**
 * Does a thing once per request, however many loaders ask for it at the same time (P3). Remix clones the `Request` for
 * each loader, so what stands for the request is its load context.
 */
const kept = new WeakMap<AppLoadContext, Map<string, Promise<unknown>>>();

export function oncePerRequest<T>(context: AppLoadContext, name: string, work: () => Promise<T>): Promise<T> {
  const mine = kept.get(context) ?? new Map<string, Promise<unknown>>();
  kept.set(context, mine);
  const known = (mine.get(name) ?? work()) as Promise<T>;
  mine.set(name, known);
  return known.catch((thrown: unknown) => {
    // The body of a refusal can be read once, and each loader's is.
    throw isResponse(thrown) ? thrown.clone() : thrown;
  });
}
