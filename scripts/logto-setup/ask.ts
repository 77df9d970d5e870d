import { createInterface } from 'node:readline/promises';

/** Anything but yes is no; so are Ctrl-C, Ctrl-D and a terminal that goes away. */
export const ask = async (
  question: string,
  streams: { input: NodeJS.ReadableStream; output: NodeJS.WritableStream } = {
    input: process.stdin,
    output: process.stdout,
  },
): Promise<boolean> => {
  const terminal = createInterface(streams);
  const gone = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([terminal.question(question), gone]);
    return /^\s*y(es)?\s*$/i.test(answer);
  } finally {
    terminal.close();
  }
};
