/** The cases: every call and every commit that a flow was seen to make, broken in every way. */
import { createHash } from 'node:crypto';
import type { Picture } from './picture.ts';

/** The `nth` of these calls in one press. */
export type Call = { method: string; path: string; nth: number };

/** A run in which nothing went wrong: before, right after the press, and once workers and reconcile were through. */
export type Recording = {
  flow: string;
  mayMailTwice: boolean;
  before: Picture;
  atOnce: Picture;
  after: Picture;
  calls: Call[];
  commits: number;
};

export type Break =
  | { kind: 'call'; call: Call; fault: keyof typeof callFaults }
  | { kind: 'kill'; call: Call; when: 'before' | 'after' }
  | { kind: 'commit'; commit: number; when: 'before' | 'after' };

export type Case = { flow: string; break: Break };

/** How long the lanes wait for Logto. */
export const timeoutMs = 1_000;

/** What the local Logto does from that call on, as long as somebody waits for the press. */
export const callFaults = {
  'answers 500': { status: 500 },
  'answers 429': { status: 429, body: { code: 'request.rate_limited', message: '' } },
  // And carries it out when nobody waits for it any more.
  'does not answer in time': { delayMs: timeoutMs + 800 },
  'hangs up before': { drop: 'before' },
  'hangs up after': { drop: 'after' },
} as const;

const whens = ['before', 'after'] as const;

export function casesOf({ flow, calls, commits }: Recording): Case[] {
  const breaks: Break[] = [
    ...calls.flatMap((call) => [
      ...(Object.keys(callFaults) as (keyof typeof callFaults)[]).map(
        (fault) => ({ kind: 'call', call, fault }) as const,
      ),
      ...whens.map((when) => ({ kind: 'kill', call, when }) as const),
    ]),
    ...Array.from({ length: commits }, (_, index) =>
      whens.map((when) => ({ kind: 'commit', commit: index + 1, when }) as const),
    ).flat(),
  ];
  return breaks.map((each) => ({ flow, break: each }));
}

export function nameOf({ flow, break: how }: Case): string {
  if (how.kind === 'commit') return `${flow}: connection lost ${how.when} commit ${how.commit}`;
  const { method, path, nth } = how.call;
  const call = `${method} ${path}${nth > 1 ? ` (${nth})` : ''}`;
  return how.kind === 'kill' ? `${flow}: killed ${how.when} ${call}` : `${flow}: ${call} ${how.fault}`;
}

/** So many of them, the same for the same seed; of each flow about as many. */
export function sampleOf(cases: Case[], size: number, seed: string): Case[] {
  const chance = (one: Case) =>
    createHash('sha256')
      .update(`${seed} ${nameOf(one)}`)
      .digest('hex');
  const drawn = cases.map((one) => ({ one, chance: chance(one) })).sort((a, b) => (a.chance < b.chance ? -1 : 1));
  const turns = new Map<string, number>();
  return drawn
    .map((each) => {
      const turn = turns.get(each.one.flow) ?? 0;
      turns.set(each.one.flow, turn + 1);
      return { ...each, turn };
    })
    .sort((a, b) => a.turn - b.turn)
    .slice(0, size)
    .map(({ one }) => one);
}
