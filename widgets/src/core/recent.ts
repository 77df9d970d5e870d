/** Ids of the organizations that were used last, newest first. Ids only: names of others’ organizations are not kept. */
export type RecentStorage = { read(): string[]; write(ids: string[]): void };

export function recentInMemory(): RecentStorage {
  let kept: string[] = [];
  return { read: () => kept, write: (ids) => (kept = ids) };
}

/**
 * In a `Storage`: `recentIn(() => localStorage)`. A page that may not have one (blocked cookies, a sandbox) throws on
 * `localStorage` already, and a full one on writing: then the list is kept as long as the page.
 */
export function recentIn(
  storage: () => { getItem(key: string): string | null; setItem(key: string, value: string): void },
  key = 'tenantry-widgets:recent',
): RecentStorage {
  const memory = recentInMemory();
  return {
    read() {
      try {
        const kept: unknown = JSON.parse(storage().getItem(key) ?? '[]');
        return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
      } catch {
        return memory.read();
      }
    },
    write(ids) {
      memory.write(ids);
      try {
        storage().setItem(key, JSON.stringify(ids));
      } catch {
        // It stays in memory.
      }
    },
  };
}
