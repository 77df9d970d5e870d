import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { logto } from '#app/logto/logto.server.ts';
import { startWorkers } from '#app/sync/worker.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { testApp } from '#tests/support/app.ts';
import { createOrganization } from '#app/flows/create-organization.server.ts';
import { known, newKey } from '../flows/people.ts';
import { killWhileWaiting } from './kill.ts';

const { logto: server } = await testApp();
let workers: Awaited<ReturnType<typeof startWorkers>>;

beforeAll(async () => {
  workers = await startWorkers();
});
afterAll(() => workers.stop());

const calls = {
  'before Logto has the organization': { method: 'POST', path: '/organizations' },
  'before the creator is a member': { method: 'POST', path: '/organizations/:id/users' },
  'before the creator is the owner': { method: 'PUT', path: '/organizations/:id/users/:userId/roles' },
};

describe('a process killed in the middle of creating an organization', () => {
  it.each(Object.entries(calls))(
    '%s: another one finishes it',
    async (name, call) => {
      const slug = `killed-${name.replace(/\W+/g, '-').slice(-20).toLowerCase()}`;
      const user = await server.createUser({ name: 'Ada' });
      const key = newKey();

      await server.fail({ ...call, delayMs: 2_000, times: 1 });
      await killWhileWaiting(server, 'press-create.ts', [user.id, user.email, slug, key]);
      await server.clearFaults();
      await timePasses(key);

      await vi.waitFor(
        async () => {
          const tenant = await asSystem((db) => db.tenant.findUnique({ where: { slug }, include: { members: true } }));
          expect(tenant).toMatchObject({ state: 'active', members: [{ userId: user.id, roles: ['owner'] }] });
        },
        { timeout: 30_000, interval: 200 },
      );
      const made = [];
      for await (const each of logto().organizations.listAll({ q: `The ${slug}` })) made.push(each);
      expect(made).toHaveLength(1);
      const roles = await logto().members.roles(made[0]!.id, (await known(user)).userId);
      expect(roles).toMatchObject([{ name: 'owner' }]);
      // The person who pressed again in the meantime gets the same one.
      const again = await createOrganization(await known(user), { name: `The ${slug}`, slug, description: null }, key);
      expect(again).toEqual({ ok: true, value: { slug } });
    },
    90_000,
  );
});

/** The lease of the dead process ends, and the job that waited for that is due. */
const timePasses = (key: string) =>
  asSystem(async (db) => {
    const { id } = await db.operation.update({
      where: { ...(await keyed(db, key)) },
      data: { leaseUntil: new Date(0) },
    });
    await db.$executeRaw`SELECT enqueue_operation(${id}::uuid, now())`;
  });

const keyed = async (db: Parameters<Parameters<typeof asSystem>[0]>[0], key: string) => ({
  id: (await db.operation.findFirstOrThrow({ where: { key }, select: { id: true } })).id,
});
