import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startWorkers } from '#app/sync/worker.server.ts';
import { cancelRemoval } from '#app/flows/remove-members.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { testApp } from '#tests/support/app.ts';
import { memberStage } from '../flows/member-stage.ts';
import { newKey } from '../flows/people.ts';
import { killOnceSaid } from './kill.ts';

const { logto: server } = await testApp();
const stage = memberStage(server);
let workers: Awaited<ReturnType<typeof startWorkers>>;

beforeAll(async () => {
  workers = await startWorkers();
});
afterAll(() => workers.stop());

describe('a process killed while a removal waits', () => {
  const press = async (flow: string) => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['member'] });
    const key = newKey();
    const args = [flow, JSON.stringify(await party.access('Ada')), party.id('Bob'), key];
    await killOnceSaid('press-removal.ts', args, 'pressed\nwritten\n');
    return { party, key };
  };

  it('is not missed: another one removes them at the time', async () => {
    const { party } = await press('remove-later');
    await vi.waitFor(async () => expect(await party.operations()).toMatchObject([{ state: 'done' }]), {
      timeout: 30_000,
      interval: 200,
    });
    expect(await party.members()).toEqual({ Ada: ['owner'] });
    expect(await party.audit()).toHaveLength(1);
  }, 90_000);

  it('after it was taken back: nobody removes them, and taking it back again is told so', async () => {
    const { party, key } = await press('take-back');
    const [{ id } = { id: '' }] = await party.operations();
    await timePasses(key);
    await vi.waitFor(async () => expect(await jobsOf(id)).toBe(0), { timeout: 30_000, interval: 200 });
    expect(await cancelRemoval(await party.access('Ada'), id)).toMatchObject({ ok: true });
    expect(await party.members()).toEqual({ Ada: ['owner'], Bob: ['member'] });
    expect(await party.audit()).toEqual([]);
  }, 90_000);
});

const jobsOf = async (id: string): Promise<number> =>
  asSystem(async (db) => {
    const [found] = await db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM graphile_worker.jobs WHERE key = ${`operation:${id}`}`;
    return found!.count;
  });

/** The lease of the dead process ends, and the job that waited for that is due. */
const timePasses = (key: string) =>
  asSystem(async (db) => {
    const { id } = await db.operation.findFirstOrThrow({ where: { key }, select: { id: true } });
    await db.operation.update({ where: { id }, data: { leaseUntil: new Date(0) } });
    await db.$executeRaw`SELECT enqueue_operation(${id}::uuid, now())`;
  });
