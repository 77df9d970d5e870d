import { afterAll, expect, it, vi } from 'vitest';
import { startWorkers } from '#app/sync/worker.server.ts';
import { openStage } from './stage.ts';

const stage = await openStage();

it('the server’s own workers bring what an event tells of into the copy', async () => {
  const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
  const acme = await stage.organization('Acme', { [ada.id]: 'owner' });
  const workers = await startWorkers();
  afterAll(() => workers.stop());
  await stage.join(acme, bob.id);
  await vi.waitFor(async () => expect(await stage.members(acme)).toHaveLength(2), { timeout: 15_000, interval: 100 });
});
