import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { closeOrganization } from '#app/flows/close-organization.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { startWorkers } from '#app/sync/worker.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { testApp } from '#tests/support/app.ts';
import { newKey, newPerson, newWorkspace } from '../flows/people.ts';
import { killWhileWaiting } from './kill.ts';

const { logto: server } = await testApp();
let workers: Awaited<ReturnType<typeof startWorkers>>;
let workspaces = 0;

beforeAll(async () => {
  workers = await startWorkers();
});
afterAll(() => workers.stop());

const newAccess = async () => newWorkspace(await newPerson(server, 'Ada'), `killed-${++workspaces}`);
const tenant = (id: string) => asSystem((db) => db.tenant.findUnique({ where: { id } }));

// Logto goes on with a request whose sender is gone; or it never gets it.
const effects = {
  'which Logto carries out': { delayMs: 2_000 },
  'which Logto never gets': { delayMs: 2_000, drop: 'before' },
} as const;

describe.each(Object.entries(effects))('a process killed during a call %s', (_name, effect) => {
  it.each(['/applications/:id', '/organizations/:id'])(
    'while it erases, at DELETE %s: the next turn of a worker ends it, and there is no way back meanwhile',
    async (path) => {
      const access = await newAccess();
      const id = await logto().applications.findOrCreate({ name: 'Robot', operationId: newKey(), resumed: false });
      await asSystem((db) =>
        db.machine.create({ data: { tenantId: access.tenantId, applicationId: id, name: 'Robot', madeHere: true } }),
      );
      await closeOrganization(access, { confirmation: access.organizationName });
      await asSystem((db) => db.tenant.update({ where: { id: access.tenantId }, data: { deletionDueAt: new Date() } }));
      await server.fail({ method: 'DELETE', path, ...effect, times: 1 });
      await killWhileWaiting(server, 'erase.ts', [], 'began');
      await server.clearFaults();
      expect(await tenant(access.tenantId)).toMatchObject({ erasing: true });

      await asSystem((db) => db.$executeRaw`SELECT graphile_worker.add_job('erase-organizations')`);
      await vi.waitFor(async () => expect(await tenant(access.tenantId)).toBeNull(), {
        timeout: 30_000,
        interval: 200,
      });
      expect(await logto().organizations.get(access.organizationId)).toBeNull();
      expect(await server.api.GET('/api/applications/{id}', { params: { path: { id } } }).catch(() => null)).toBeNull();
    },
    90_000,
  );

  it('while it renames: a worker finishes it, and tells of it once', async () => {
    const access = await newAccess();
    const key = newKey();
    await server.fail({ method: 'PATCH', path: '/organizations/:id', ...effect, times: 1 });
    await killWhileWaiting(server, 'erase.ts', [JSON.stringify(access), key], 'began');
    await server.clearFaults();
    await asSystem(async (db) => {
      const { id } = await db.operation.findFirstOrThrow({ where: { key }, select: { id: true } });
      await db.operation.update({ where: { id }, data: { leaseUntil: new Date(0) } });
      await db.$executeRaw`SELECT enqueue_operation(${id}::uuid, now())`;
    });
    const renamed = { name: 'Renamed', description: 'Anew' };
    await vi.waitFor(async () => expect(await tenant(access.tenantId)).toMatchObject(renamed), {
      timeout: 30_000,
      interval: 200,
    });
    expect(await logto().organizations.get(access.organizationId)).toMatchObject(renamed);
    const action = { in: ['organization.renamed', 'organization.described'] };
    const where = { tenantId: access.tenantId, action };
    expect(await asSystem((db) => db.auditEvent.count({ where }))).toBe(2);
  }, 90_000);
});
