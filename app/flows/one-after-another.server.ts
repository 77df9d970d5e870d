import { setTimeout as pause } from 'node:timers/promises';
import type { FailureCode, Result } from '#app/failures.ts';
import { findHolder } from '#app/tenants/operations.server.ts';
import { settleOperation } from './operation.server.ts';

const waitMs = 5_000;

/**
 * For operations that claim a name: whoever comes second waits for the first, and an operation that Logto's silence
 * interrupted, or whose process died, is settled first. After five seconds the answer is the failure `busy` that the claim refused with.
 */
export async function oneAfterAnother<T>(
  claimed: string,
  busy: FailureCode,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const end = Date.now() + waitMs;
  for (;;) {
    const result = await work();
    if (result.ok || result.code !== busy || Date.now() > end) return result;
    const holder = await findHolder(claimed);
    if (holder && (holder.state === 'interrupted' || holder.leaseUntil <= new Date())) await settleOperation(holder.id);
    await pause(50);
  }
}
