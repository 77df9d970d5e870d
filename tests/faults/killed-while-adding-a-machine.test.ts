import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Access } from '#app/auth/organization.server.ts';
import { addMachine } from '#app/flows/add-machine.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { startWorkers } from '#app/sync/worker.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { listMachines } from '#app/tenants/machines.server.ts';
import { testApp } from '#tests/support/app.ts';
import { accessTo, newKey, newPerson, newWorkspace } from '../flows/people.ts';
import { killWhileWaiting } from './kill.ts';

const { logto: server } = await testApp();
let workers: Awaited<ReturnType<typeof startWorkers>>;

beforeAll(async () => {
  workers = await startWorkers();
});
afterAll(() => workers.stop());

let made = 0;
const workspace = async () => {
  const owner = await newPerson(server, 'Ada');
  const slug = `machines-${++made}`;
  await newWorkspace(owner, slug);
  return accessTo(slug, owner);
};

const inLogto = async ({ organizationId }: Access) => {
  const found: Record<string, string[]> = {};
  for await (const { name, roles } of logto().applications.list(organizationId)) found[name] = roles.map((r) => r.name);
  return found;
};

const applicationsNamed = async (wanted: string) => {
  const query = { types: 'MachineToMachine' as const, page: 1, page_size: 100 };
  const { data = [] } = await server.api.GET('/api/applications', { params: { query } });
  return data.filter(({ name }) => name === wanted).length;
};

const events = ({ tenantId }: Access) =>
  asSystem(async (db) =>
    (
      await db.auditEvent.findMany({ where: { tenantId, action: { startsWith: 'machine.' } }, orderBy: { at: 'asc' } })
    ).map((e) => e.action),
  );

const effects = {
  'which Logto carries out': { delayMs: 2_000 },
  'which Logto never gets': { delayMs: 2_000, drop: 'before' },
};

const calls = [
  { method: 'POST', path: '/applications' },
  { method: 'POST', path: '/organizations/:id/applications' },
  { method: 'POST', path: '/organizations/:id/applications/roles' },
];

describe.each(Object.entries(effects))('a process killed during a call %s', (_name, effect) => {
  it.each(calls)(
    'by $method $path: another one adds the machine, once',
    async (call) => {
      const access = await workspace();
      const [key, name] = [newKey(), `Robot of ${access.slug}`];
      await server.fail({ ...call, ...effect, times: 1 });
      await killWhileWaiting(server, 'press-machine.ts', ['add', JSON.stringify(access), name, key]);
      await server.clearFaults();
      await settled(key);
      expect(await inLogto(access)).toEqual({ [name]: ['machine-member'] });
      expect(await applicationsNamed(name)).toBe(1);
      expect(await listMachines(access.tenantId)).toMatchObject([{ name, roles: ['machine-member'], madeHere: true }]);
      expect(await events(access)).toEqual(['machine.added']);
    },
    90_000,
  );

  it.each([
    { method: 'DELETE', path: '/organizations/:id/applications/:applicationId' },
    { method: 'DELETE', path: '/applications/:id' },
  ])(
    'by $method $path: the machine is cut off, and another one removes it',
    async (call) => {
      const access = await workspace();
      const name = `Robot of ${access.slug}`;
      const added = await addMachine(access, { name, role: 'member' }, newKey());
      if (!added.ok) throw new Error(added.code);
      const key = newKey();
      await server.fail({ ...call, ...effect, times: 1 });
      await killWhileWaiting(server, 'press-machine.ts', [
        'remove',
        JSON.stringify(access),
        added.value.applicationId,
        key,
      ]);
      await server.clearFaults();
      expect(await listMachines(access.tenantId)).toEqual([]);
      await settled(key);
      expect(await inLogto(access)).toEqual({});
      expect(await applicationsNamed(name)).toBe(0);
      expect(await events(access)).toEqual(['machine.added', 'machine.removed']);
    },
    90_000,
  );
});

/** The lease of the dead process ends, the job that waited for that is due, and it is through. */
async function settled(key: string): Promise<void> {
  await asSystem(async (db) => {
    const { id } = await db.operation.findFirstOrThrow({ where: { key }, select: { id: true } });
    await db.operation.update({ where: { id }, data: { leaseUntil: new Date(0) } });
    await db.$executeRaw`SELECT enqueue_operation(${id}::uuid, now())`;
  });
  const state = () => asSystem((db) => db.operation.findFirst({ where: { key }, select: { state: true } }));
  await vi.waitFor(async () => expect(await state()).toEqual({ state: 'done' }), { timeout: 30_000, interval: 200 });
}
