/**
 * RECONCILE_MEMORY=1: what a reconciliation of 1,000 organizations × 20 members and one of 5,000 takes, against a tenth of
 * that: calls, seconds and memory of a process with a heap of 96 MB. It prints the numbers.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { logto } from '#app/logto/logto.server.ts';
import { reconcileStage } from './reconcile-stage.ts';

const { server } = await reconcileStage();
let made = 0;

const inGroups = async (count: number, work: () => Promise<unknown>) => {
  for (let done = 0; done < count; done += 20)
    await Promise.all(Array.from({ length: Math.min(20, count - done) }, work));
};

async function populate(organizations: number, members: number, crowd: number): Promise<void> {
  const people: string[] = [];
  await inGroups(crowd, async () => {
    const { data } = await server.api.POST('/api/users', { body: { name: `Person ${++made}` } });
    people.push(data!.id);
  });
  const organization = async (userIds: string[]) => {
    const { id } = await logto().organizations.create({ name: `Organization ${++made}` });
    await server.api.POST('/api/organizations/{id}/users', { params: { path: { id } }, body: { userIds } });
  };
  await organization(people);
  await inGroups(organizations, () =>
    organization(Array.from({ length: members }, (_, index) => people[(made * 7 + index) % people.length]!)),
  );
}

/** The most that was seen at any time, in MB. */
async function measure(args: string[] = []) {
  const child = spawn(
    process.execPath,
    [
      '--max-old-space-size=96',
      '--expose-gc',
      '--import',
      'tsx',
      '--import',
      './tests/integration/sync/reconcile-heap.ts',
      'scripts/reconcile.ts',
      '--pace',
      '100000',
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let out = '';
  child.stdout.on('data', (chunk) => (out = (out + chunk).slice(-2_000)));
  await server.clearCalls();
  const began = performance.now();
  const [exit] = (await once(child, 'close')) as [number];
  const seconds = Math.round((performance.now() - began) / 1_000);
  const heap = JSON.parse(out.trim().split('\n').at(-1)!) as { mostAfterGc: number; rss: number };
  return { exit, seconds, calls: (await server.calls()).total, ...heap };
}

it.runIf(process.env['RECONCILE_MEMORY'])(
  'takes as much memory for ten times as much',
  async () => {
    await populate(100, 20, 500);
    const small = [await measure(), await measure()];
    await populate(900, 20, 4_500);
    const large = [await measure(), await measure()];
    console.log(
      JSON.stringify({ small: { new: small[0], equal: small[1] }, large: { new: large[0], equal: large[1] } }, null, 2),
    );
    expect([...small, ...large].map(({ exit }) => exit)).toEqual([0, 0, 0, 0]);
    expect(large[1]!.mostAfterGc).toBeLessThan(small[1]!.mostAfterGc + 10);
  },
  1_800_000,
);
