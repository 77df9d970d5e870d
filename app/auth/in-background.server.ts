const underWay = new Set<Promise<unknown>>();

/** Work that nobody waits for. What it throws goes to `failed`, so that no process dies of it. */
export function inBackground(work: Promise<unknown>, failed: (error: unknown) => void): void {
  const task: Promise<unknown> = work.catch(failed).finally(() => underWay.delete(task));
  underWay.add(task);
}

/** For a graceful stop: a renewal cut off in the middle could lose a rotated refresh token. */
export const backgroundDone = (): Promise<unknown> => Promise.all(underWay);
