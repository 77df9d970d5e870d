/** Ids of the organizations that were used last, newest first. Ids only: names of others’ organizations are not kept. */
export type RecentStorage = { read(): string[]; write(ids: string[]): void };

/**
 * In a `Storage`: `recentIn(() => localStorage)`. A page that may not have one (blocked cookies, a sandbox) throws on
 * `localStorage` already: then, and without one, they are kept as long as the page.
 */
export function recentIn(
  storage?: () => { getItem(key: string): string | null; setItem(key: string, value: string): void },
  key = 'tenantry-widgets:recent',
): RecentStorage {
  let kept: string[] = [];
  return {
    read() {
      try {
        const stored: unknown = JSON.parse(storage?.().getItem(key) ?? 'null');
        if (Array.isArray(stored)) kept = stored;
      } catch {
        // What is kept here is left.
      }
      return kept;
    },
    write(ids) {
      kept = ids;
      try {
        storage?.().setItem(key, JSON.stringify(ids));
      } catch {
        // It is kept here.
      }
    },
  };
}
