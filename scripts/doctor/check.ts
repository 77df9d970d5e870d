/**
 * Runs checks: all at once, each as soon as what it needs was found well, none longer than its time. A server that hangs
 * costs a line, not the command.
 */
export type State = 'ok' | 'warn' | 'bad' | 'skipped';

export type Finding = {
  state: State;
  /** What was found, for one line; no secrets. */
  what: string;
  /** What to do, a line each. */
  remedy?: string[];
};

export type Check = {
  name: string;
  /** Names of checks without which this one would only repeat what they say. */
  needs?: string[];
  /** May throw: then the message is what was found. */
  look: () => Promise<Finding>;
};

export type Result = Finding & { name: string };

export const ok = (what: string): Finding => ({ state: 'ok', what });
export const warn = (what: string, ...remedy: string[]): Finding => ({ state: 'warn', what, remedy });
export const bad = (what: string, ...remedy: string[]): Finding => ({ state: 'bad', what, remedy });
export const skipped = (what: string): Finding => ({ state: 'skipped', what });

/** Milliseconds: for one check, and for all of them. */
export type Limits = { each: number; all: number };

export async function runChecks(checks: Check[], limits: Limits = { each: 9_000, all: 14_000 }): Promise<Result[]> {
  const end = performance.now() + limits.all;
  const running = new Map<string, Promise<Finding>>();
  for (const check of checks) running.set(check.name, start(check));
  return Promise.all(checks.map(async ({ name }) => ({ name, ...(await running.get(name)!) })));

  // A check may need only those before it in the list.
  async function start({ needs = [], look }: Check): Promise<Finding> {
    for (const need of needs) {
      const found = await running.get(need);
      if (found?.state === 'bad' || found?.state === 'skipped') return skipped(`needs “${need}”`);
    }
    return inTime(look(), Math.max(1, Math.min(limits.each, end - performance.now()))).catch((error: unknown) =>
      bad(error instanceof Error ? error.message : String(error)),
    );
  }
}

async function inTime(work: Promise<Finding>, ms: number): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => resolve(bad(`no answer within ${(ms / 1000).toFixed(0)} s`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
