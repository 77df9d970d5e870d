/**
 * What `<widget-frame>` and the page in it say to each other. The first two go by `postMessage`, each to one origin and
 * checked by origin and window at the other end; all others, and every token, by the port that the second one brings.
 * Pages name a version of the script and frames load the newest, so what is here only grows.
 */

/** The page in the frame is there, and these are the properties of CSS that its looks are made of. */
export type Hello = { tenantryLooks: string[] };

/** Here is the port. */
export const over = 'tenantry:port';

export type FromPage =
  | { type: 'attributes'; attributes: Record<string, string>; looks: Record<string, string> }
  | { type: 'token'; id: number; token?: string; isOffline?: boolean }
  | { type: 'retry'; retry: number };

export type FromInside =
  | { type: 'token'; id: number; fresh: boolean }
  /** In pixels; `isOpen`: something lies over what is below. `title`: what the frame is called. */
  | { type: 'size'; height: number; isOpen: boolean; title: string }
  /** `retry`: what brings `detail.retry` back. */
  | { type: 'event'; name: string; detail: Record<string, unknown>; retry?: number };
