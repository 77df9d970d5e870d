/** Removes what a run of the browser tests made in Logto, on any server: what bears the run's mark, and nothing else. */
import { connectLogto, LogtoAnswer } from './browser-logto.ts';
import type { Stack } from './browser-stack.ts';

export async function removeLeftovers({ logto, run }: Stack): Promise<void> {
  const { manage } = connectLogto(logto);
  await emptyOut(
    (page) => manage<{ id: string; name: string }[]>('GET', `/organizations?q=${run}&${page}`),
    ({ name }) => name.includes(run),
    (id) => manage('DELETE', `/organizations/${id}`),
  );
  await emptyOut(
    (page) => manage<Registered[]>('GET', `/users?search.primaryEmail=%25${run}%25&${page}`),
    ({ primaryEmail }) => primaryEmail?.includes(run) ?? false,
    (id) => manage('DELETE', `/users/${id}`),
  );
}

interface Registered {
  id: string;
  primaryEmail: string | null;
}

/** Always the first page: the rest moves up, and Logto's order is not stable. */
async function emptyOut<T extends { id: string }>(
  firstPage: (query: string) => Promise<T[]>,
  isOurs: (found: T) => boolean,
  remove: (id: string) => Promise<unknown>,
): Promise<void> {
  for (let round = 0; round < 100; round++) {
    const found = (await firstPage('page=1&page_size=100')).filter(isOurs);
    if (found.length === 0) return;
    await Promise.all(
      [0, 1, 2, 3].map(async (lane) => {
        for (const { id } of found.filter((_, index) => index % 4 === lane)) await remove(id).catch(unlessGone);
      }),
    );
  }
  throw new Error('What the browser tests made in Logto cannot be removed.');
}

function unlessGone(error: unknown): void {
  if (!(error instanceof LogtoAnswer) || error.status !== 404) throw error;
}
