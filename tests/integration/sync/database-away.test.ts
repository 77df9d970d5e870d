import { afterAll, expect, it, vi } from 'vitest';
import { logto } from '#app/logto/logto.server.ts';
import { asUserId } from '#app/logto/ids.ts';
import { cable } from '#tests/support/cable.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
const wire = await cable(process.env['DATABASE_WORKER_URL']!);
process.env['DATABASE_WORKER_URL'] = wire.url;
afterAll(wire.cut);

const rename = async (id: string, name: string) => {
  await stage.awaiting('User.Data.Updated', () => logto().users.patch(asUserId(id), { name }));
  return stage.deliveries.at(-1)!.status;
};
const reconciliations = () => stage.sql(`SELECT FROM graphile_worker.jobs WHERE key = 'reconcile'`);

it('a moment without PostgreSQL loses no event; a longer one is told, and mended by a reconciliation', async () => {
  const ada = await stage.person('Ada');
  wire.cut();
  const renamed = rename(ada.id, 'Short');
  await vi.waitFor(() => expect(stage.lines.join()).toContain('is tried again'), { timeout: 5_000 });
  await wire.mend();
  expect(await renamed).toBe(204);
  await stage.settle();
  expect(await stage.user(ada.id)).toMatchObject({ name: 'Short' });
  expect(await reconciliations()).toHaveLength(0);

  wire.cut();
  expect(await rename(ada.id, 'Long')).toBe(503);
  expect(stage.lines.at(-1)).toContain('was lost');
  await wire.mend();
  await stage.person('Bob');
  await stage.person('Cyd');
  expect(await reconciliations()).toHaveLength(1);
});
