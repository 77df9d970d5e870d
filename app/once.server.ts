/**
 * Makes something once per process and keeps it across Vite's reloads, which run modules again but keep `globalThis`:
 * without this, each edit in development would open another pool.
 */
export const once = <T>(name: string, make: () => T): (() => T) => {
  const kept = ((globalThis as { tenantry?: Map<string, unknown> }).tenantry ??= new Map<string, unknown>());
  return () => {
    if (!kept.has(name)) kept.set(name, make());
    return kept.get(name) as T;
  };
};
