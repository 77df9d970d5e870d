/**
 * The app hears of Logto by its deliveries alone, of which any may come late, twice, and after younger ones. DELIVERIES_SEED
 * repeats a run, DELIVERIES_CHANGES makes it longer.
 */
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { inLogto, inTheCopy } from './both-sides.ts';
import { changesIn } from './random-changes.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
const seed = Number(process.env['DELIVERIES_SEED'] ?? Date.now() % 1_000_000);
const many = Number(process.env['DELIVERIES_CHANGES'] ?? 60);

const { populate, make, arbitrary } = changesIn(stage.server);

/** An answer of Logto's may be older than what the app hears before it arrives. */
const { fetch } = globalThis;
let late = 0;
globalThis.fetch = async (input, init) => {
  const answer = await fetch(input, init);
  const { method, url } = input as Request;
  if (method === 'GET' && url.includes('/api/')) await pause((late += 7) % 40);
  return answer;
};

/** What happens after a change: so many deliveries come, each one of those that wait; workers have their turn, or not. */
const meanwhile = fc.record({
  deliveries: fc.array(fc.record({ which: fc.nat(10_000), again: fc.nat(3) }), { maxLength: 2 }),
  work: fc.nat(4).map((chance) => chance === 0),
});

it('brings the copy to what Logto has after any changes, roles and invitations aside', async () => {
  console.log(`deliveries: seed ${seed}, ${many} changes`);
  const before = stage.deliveries.length;
  const waiting = stage.hold();
  const sent: string[] = [];

  const deliver = async (which: number, again: number): Promise<void> => {
    if (waiting.length === 0) return;
    const body = waiting.splice(which % waiting.length, 1)[0]!;
    sent.push(body);
    expect((await stage.post(body)).status).toBe(204);
    // One that was sent before comes once more, at times in the same moment.
    if (again === 0) await stage.post(sent[which % sent.length]!);
    if (again === 1) await Promise.all([stage.post(body), stage.post(body)]);
  };

  const history = fc.array(fc.tuple(arbitrary, meanwhile), { minLength: many, maxLength: many });
  const property = fc.asyncProperty(history, async (steps) => {
    await populate();
    let working = Promise.resolve();
    for (const [change, { deliveries, work }] of steps) {
      await make(change);
      for (const { which, again } of deliveries) await deliver(which, again);
      if (work) working = working.then(() => stage.workAfter(10));
    }
    await working;
    await allHaveArrived(() => before + waiting.length + sent.length);
    while (waiting.length > 0) await deliver(seed + waiting.length, waiting.length % 4);
    await stage.settle();
    const copy = await inTheCopy(stage);
    expect(copy).toEqual(await inLogto(copy));
    expect(Object.keys(copy.organizations).length).toBeGreaterThan(1);
  });
  await fc.assert(property, { seed, numRuns: 1, endOnFailure: true });
}, 600_000);

/** Logto sends after it has answered: its own log tells how many there were. */
const allHaveArrived = (arrived: () => number): Promise<void> =>
  vi.waitFor(async () => {
    const [hook] = await bodyOf(
      stage.server.api.GET('/api/hooks', { params: { query: { includeExecutionStats: 'true' } } }),
    );
    expect(arrived()).toBe((hook as { executionStats?: { requestCount: number } }).executionStats?.requestCount);
  });
