/** The SDK's requests to Logto have no time-out (P18): the longest a page waits for one; milliseconds. */
const longestMs = 10_000;

export class TookTooLong extends Error {
  override readonly name = 'TookTooLong';
}

/** The work's outcome, or after 10 s a throw. The work itself goes on: its outcome must not matter then. */
export async function inTime<T>(work: Promise<T>, ms = longestMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const alarm = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TookTooLong()), ms);
  });
  try {
    return await Promise.race([work, alarm]);
  } finally {
    clearTimeout(timer);
  }
}
