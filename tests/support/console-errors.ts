/** Fails the test that prints to console.error: what a server complains about in a test, it complains about in production. */
import { format } from 'node:util';
import { afterAll, afterEach } from 'vitest';

const print = console.error;
let printed: string[] = [];

console.error = (...words: unknown[]) => {
  printed.push(format(...words));
  print(...words);
};

afterEach(() => {
  const lines = printed;
  printed = [];
  if (lines.length > 0) throw new Error(`The test printed to console.error:\n${lines.join('\n')}`);
});

/** The next file of this process has its own. */
afterAll(() => {
  console.error = print;
});
