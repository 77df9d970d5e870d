/**
 * No event reaches the app here: what the copy knows, it knows by the reconciliation alone. RECONCILE_SEED repeats a run,
 * RECONCILE_CHANGES makes it longer.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allChangesIn } from './reconcile-changes.ts';
import { reconcileStage } from './reconcile-stage.ts';

const { server, run, copy, expectEqual } = await reconcileStage();
const seed = Number(process.env['RECONCILE_SEED'] ?? Date.now() % 1_000_000);
const many = Number(process.env['RECONCILE_CHANGES'] ?? 100);

it('brings the copy to what Logto has after any changes, of which a dry run tells and writes nothing', async () => {
  console.log(`reconcile: RECONCILE_SEED=${seed} RECONCILE_CHANGES=${many}`);
  const { populate, make, arbitrary } = allChangesIn(server);
  const history = fc.array(arbitrary, { minLength: many, maxLength: many });
  const property = fc.asyncProperty(history, async (changes) => {
    await populate();
    for (const change of changes.slice(0, many / 4)) await make(change);
    await run();
    await expectEqual();

    for (const change of changes.slice(many / 4)) await make(change);
    const before = await copy();
    const dry = await run({ dryRun: true });
    expect(await copy()).toEqual(before);

    const mended = await run();
    const after = await expectEqual();
    expect(Object.keys(after.organizations).length).toBeGreaterThan(1);
    expect(mended.filter(({ outcome }) => outcome !== 'mended')).toEqual([]);
    const keys = mended.map(({ what, id }) => `${what} ${id}`);
    for (const { what, id, difference } of dry) {
      // With a person who is gone their memberships go, and with an application that of a machine.
      if (difference !== 'gone') expect(keys).toContain(`${what} ${id}`);
    }
    expect(await run()).toEqual([]);
  });
  await fc.assert(property, { seed, numRuns: 1, endOnFailure: true });
}, 900_000);
