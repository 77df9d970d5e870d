/** What the checks found: one screen for a person, or one JSON document for a program. */
import type { Result, State } from './check.ts';

const marks: Record<State, string> = { ok: '✓', warn: '!', bad: '✗', skipped: '–' };

const indent = ' '.repeat(22);

export const asText = (subject: string, results: Result[]): string => {
  const lines = results.flatMap(({ state, name, what, remedy = [] }) => [
    `  ${marks[state]} ${name.padEnd(18)} ${what}`,
    ...remedy.map((line) => `${indent}→ ${line}`),
  ]);
  return ['', subject, '', ...lines, '', summary(results), ''].join('\n');
};

const summary = (results: Result[]): string => {
  const count = (state: State) => results.filter((result) => result.state === state).length;
  const [wrong, doubtful] = [count('bad'), count('warn')];
  if (wrong + doubtful === 0) return 'All is well.';
  const parts = [wrong > 0 && `${wrong} wrong (✗)`, doubtful > 0 && `${doubtful} to look at (!)`];
  return `${parts.filter(Boolean).join(', ')}.`;
};

export const asJson = (subject: string, results: Result[]): string =>
  JSON.stringify({ subject, ok: isWell(results), checks: results }, null, 2);

export const isWell = (results: Result[]): boolean => results.every(({ state }) => state !== 'bad');
