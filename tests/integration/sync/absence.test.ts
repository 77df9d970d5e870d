import { afterAll, expect, it, vi } from 'vitest';
import { startWorkers } from '#app/sync/worker.server.ts';
import { openStage } from './stage.ts';

const stage = await openStage();

it('what Logto told while nobody was here is mended by the first who comes back', async () => {
  const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
  const acme = await stage.organization('Acme', { [ada.id]: 'owner' });
  await stage.join(acme, bob.id);
  await stage.loseEvents();
  await stage.sql(
    `INSERT INTO graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
     VALUES ('reconcile-after-absence', now() - interval '1 day', now() - interval '1 hour')`,
  );
  const workers = await startWorkers();
  afterAll(() => workers.stop());
  const soon = { timeout: 15_000, interval: 100 };
  await vi.waitFor(async () => expect(await stage.members(acme)).toHaveLength(2), soon);
  // It goes on after that, and a worker which is stopped would leave it to others.
  const jobs = `SELECT FROM graphile_worker.jobs WHERE task_identifier = 'reconcile'`;
  await vi.waitFor(async () => expect(await stage.sql(jobs)).toEqual([]), soon);
});
