import { newKey } from './client.ts';
import { WidgetFailure } from './failure.ts';

/** What became of something that the person asked for. Pending: it may not be asked for again. */
export type Progress = { type: 'idle' } | { type: 'pending' } | { type: 'failed'; failure: WidgetFailure };

export const idle: Progress = { type: 'idle' };

export const failureIn = (error: unknown): WidgetFailure =>
  error instanceof WidgetFailure ? error : new WidgetFailure('unexpected', { cause: error });

export type Act = <Answer>(
  action: string,
  mark: (progress: Progress) => void,
  write: (key: string) => Promise<Answer>,
  /** What is wanted: another wish is another action, though it is about the same. */
  wish?: string,
) => Promise<{ answer: Answer } | null>;

/**
 * What people do: with one key until it worked, or until it is known that it will not. Then the next try is a new action.
 * Null: it failed, and `mark` was told why.
 */
export function actions(): Act {
  const keys = new Map<string, { wish: string; key: string }>();
  return async (action, mark, write, wish = '') => {
    const before = keys.get(action);
    const key = before?.wish === wish ? before.key : newKey();
    keys.set(action, { wish, key });
    mark({ type: 'pending' });
    try {
      const answer = await write(key);
      keys.delete(action);
      return { answer };
    } catch (error) {
      const failure = failureIn(error);
      if (!failure.retryable) keys.delete(action);
      mark({ type: 'failed', failure });
      return null;
    }
  };
}
