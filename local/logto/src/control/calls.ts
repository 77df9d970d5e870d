/** Counts calls of the Management API by route: `{"POST /organizations": 1}`. */
export class Calls {
  #routes = new Map<string, number>();

  count(method: string, route: string): void {
    const key = `${method} ${route}`;
    this.#routes.set(key, (this.#routes.get(key) ?? 0) + 1);
  }

  clear(): void {
    this.#routes.clear();
  }

  toJSON(): { total: number; routes: Record<string, number> } {
    return {
      total: [...this.#routes.values()].reduce((sum, count) => sum + count, 0),
      routes: Object.fromEntries(this.#routes),
    };
  }
}
