/** So many are enough to tell how fast somebody calls. */
const mostTimes = 10_000;

/** Counts calls of the Management API by route: `{"POST /organizations": 1}`. */
export class Calls {
  #routes = new Map<string, number>();
  #times: number[] = [];

  count(method: string, route: string): void {
    const key = `${method} ${route}`;
    this.#routes.set(key, (this.#routes.get(key) ?? 0) + 1);
    if (this.#times.length < mostTimes) this.#times.push(Date.now());
  }

  clear(): void {
    this.#routes.clear();
    this.#times = [];
  }

  /** When the first 10,000 came, in ms since 1970. */
  get times(): readonly number[] {
    return this.#times;
  }

  toJSON(): { total: number; routes: Record<string, number> } {
    return {
      total: [...this.#routes.values()].reduce((sum, count) => sum + count, 0),
      routes: Object.fromEntries(this.#routes),
    };
  }
}
