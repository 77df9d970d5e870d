import { longId } from '../ids.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const KEPT = 2_000;

export interface Delivery {
  id: string;
  key: string;
  payload: { hookId: string; key: string; result: 'Success' | 'Error' } & Record<string, unknown>;
  createdAt: number;
}

/** What was sent to whom, newest first, for a day: `/hooks/:id/recent-logs` and the execution stats. */
export class DeliveryLog {
  #rows: Delivery[] = [];

  add(hookId: string, event: string, result: 'Success' | 'Error', details: Record<string, unknown>): void {
    const key = `TriggerHook.${event}`;
    const row = { id: longId(), key, payload: { hookId, key, result, ...details }, createdAt: Date.now() };
    this.#rows = [row, ...this.#rows].slice(0, KEPT);
  }

  of(hookId: string): Delivery[] {
    const since = Date.now() - DAY_MS;
    return this.#rows.filter((row) => row.payload.hookId === hookId && row.createdAt > since);
  }

  statsOf(hookId: string): { successCount: number; requestCount: number } {
    const rows = this.of(hookId);
    return {
      successCount: rows.filter(({ payload }) => payload.result === 'Success').length,
      requestCount: rows.length,
    };
  }
}
