import type { Failure } from '#app/failures.ts';

/**
 * What became of one person in a change of several: done, or why not. Each is whole by themselves, and one that is
 * refused stops no other.
 */
export type Outcome = { userId: string; name: string; refused: Failure | null };
