import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Case, casesOf, nameOf, type Recording, sampleOf } from '#tests/faults/cases.ts';

/** They answer as flows do, and change nothing by themselves. */
const notFlows: Record<string, string> = {
  'change-sign-in': 'what the flows of Settings › Sign-in have in common',
  'continue-as-invitee': 'makes a token that ends by itself',
  'copy-sign-in-settings': 'reads Logto',
  'one-after-another': 'waits its turn',
  'one-answer': 'waits its turn',
};

const source = (flow: string) => readFileSync(`app/flows/${flow}.server.ts`, 'utf8');
const answers = /^export (?:async function|const) \w+(?:[^;{]|\{[^}]*\}(?=[:,]))*?Promise<Result</ms;

const flows = readdirSync('app/flows')
  .flatMap((file) => /^(.+)\.server\.ts$/.exec(file)?.[1] ?? [])
  .filter((flow) => answers.test(source(flow)) || source(flow).includes('= operation<'))
  .filter((flow) => !Object.hasOwn(notFlows, flow));

it.each(flows)('the flow %s is broken by the fault test', (flow) => {
  expect(existsSync(`tests/faults/flows/${flow}.ts`), `tests/faults/flows/${flow}.ts`).toBe(true);
});

const picture = { logto: '', copy: '', ours: '', events: [], mails: 0, loose: [] };
const recording = (flow: string, commits: number): Recording => ({
  ...{ flow, mayMailTwice: false, before: picture, atOnce: picture, after: picture, commits },
  calls: [{ method: 'GET', path: '/users/:userId', nth: 1 }],
});

describe('the cases', () => {
  it('are each call in seven ways, and each commit in two', () => {
    expect(casesOf(recording('a flow', 3)).map(nameOf)).toEqual([
      'a flow: GET /users/:userId answers 500',
      'a flow: GET /users/:userId answers 429',
      'a flow: GET /users/:userId does not answer in time',
      'a flow: GET /users/:userId hangs up before',
      'a flow: GET /users/:userId hangs up after',
      'a flow: killed before GET /users/:userId',
      'a flow: killed after GET /users/:userId',
      'a flow: connection lost before commit 1',
      'a flow: connection lost after commit 1',
      'a flow: connection lost before commit 2',
      'a flow: connection lost after commit 2',
      'a flow: connection lost before commit 3',
      'a flow: connection lost after commit 3',
    ]);
  });

  it('are sampled by a seed, some of every flow', () => {
    const all = [...casesOf(recording('a long flow', 50)), ...casesOf(recording('a short one', 1))];
    const sample = (seed: string) => sampleOf(all, 20, seed);
    expect(sample('a')).toEqual(sample('a'));
    expect(sample('a')).not.toEqual(sample('b'));
    const of = (flow: string) => sample('a').filter((each: Case) => each.flow === flow).length;
    expect([of('a short one'), of('a long flow')]).toEqual([9, 11]);
  });
});
