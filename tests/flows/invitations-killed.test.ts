/** A worker that is killed with SIGKILL in the middle of a long list. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { afterAll, expect, it, vi } from 'vitest';
import { asSystem } from '#app/tenants/db.server.ts';
import { testApp } from '#tests/support/app.ts';
import { invitationStage } from './invitations-stage.ts';
import { newKey } from './people.ts';

const { logto: server, database } = await testApp();
const children: ChildProcess[] = [];

const startWorker = (): ChildProcess => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/flows/invitations-worker.ts'], { stdio: 'ignore' });
  children.push(child);
  return child;
};
const kill = async (child: ChildProcess) => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
};
afterAll(() => Promise.all(children.map(kill)));

it('another one goes on where it stopped: every address gets one mail', async () => {
  const { invite, inLogto, all } = await invitationStage(server);
  const emails = Array.from({ length: 120 }, (_, n) => `p${n}@example.test`).sort();
  const key = newKey();
  await invite(emails, { key });

  for (const enough of [25, 70]) {
    const worker = startWorker();
    await vi.waitFor(async () => expect((await server.mails()).length).toBeGreaterThan(enough), {
      timeout: 60_000,
      interval: 20,
    });
    await kill(worker);
    expect((await server.mails()).length).toBeLessThan(120);
    await timePasses(key);
  }
  startWorker();
  const settled = () => asSystem((db) => db.operation.findFirstOrThrow({ where: { key } }));
  await vi.waitFor(async () => expect((await settled()).state).toBe('done'), { timeout: 60_000, interval: 200 });

  expect((await server.mails()).map(({ to }) => to).sort()).toEqual(emails);
  expect((await inLogto()).map(({ invitee }) => invitee).sort()).toEqual(emails);
  expect((await all()).every(({ status }) => status === 'pending')).toBe(true);
}, 180_000);

/** The lease of the dead worker ends. Its own job stays locked for hours; the one that it left behind is due. */
async function timePasses(key: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.superUrl });
  await client.connect();
  await client.query('UPDATE operations SET lease_until = now() WHERE key = $1', [key]);
  const { rowCount } = await client.query(
    `UPDATE graphile_worker._private_jobs SET run_at = now() 
      WHERE key = (SELECT 'operation:' || id FROM operations WHERE key = $1) AND locked_at IS NULL`,
    [key],
  );
  await client.end();
  expect(rowCount).toBe(1);
}
