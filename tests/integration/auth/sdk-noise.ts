/** The SDK prints every OAuth error of the callback, and takes nothing that would stop it (P18): here that is expected. */
export async function exceptSdkNoise<T>(work: () => Promise<T>): Promise<T> {
  const print = console.error;
  console.error = (...words: unknown[]) => {
    if (!String(words[0]).startsWith('Logto requester error')) print(...words);
  };
  try {
    return await work();
  } finally {
    console.error = print;
  }
}
