/** Keys and machines of an organization are behind its door, and a secret opens the row of its own key and nothing else. */
import { beforeAll, describe, expect, it } from 'vitest';
import { hashOf } from '#app/secrets.server.ts';
import { asSystem, type Db, forKey, forTenant, forUser } from '#app/tenants/db.server.ts';
import { asUserId } from '#app/logto/ids.ts';
import { testApp } from '#tests/support/app.ts';

await testApp();

const tenants: Record<string, string> = {};

beforeAll(() =>
  asSystem(async (db) => {
    for (const name of ['acme', 'blue']) {
      const { id } = await db.tenant.create({
        data: { slug: name, name, state: 'active', logtoOrgId: name, createdById: 'x' },
      });
      tenants[name] = id;
      const made = { tenantId: id, role: 'member', createdById: 'x', createdByName: 'x' };
      await db.apiKey.create({
        data: { ...made, name, start: name, secretHash: hashOf(name), previousHash: hashOf(`old ${name}`) },
      });
      await db.machine.create({ data: { tenantId: id, applicationId: name, name, roles: [] } });
    }
  }),
);

const everything = async (db: Db) => ({
  keys: (await db.apiKey.findMany()).map(({ name }) => name),
  machines: (await db.machine.findMany()).map(({ name }) => name),
  tenants: (await db.tenant.findMany()).map(({ name }) => name),
});

describe('a query without WHERE', () => {
  it('sees in a tenant’s door its own keys and machines', async () => {
    const own = { keys: ['acme'], machines: ['acme'], tenants: ['acme'] };
    expect(await forTenant(tenants['acme']!, everything)).toEqual(own);
  });

  it('sees with a key’s secret, this one or the last, that key alone', async () => {
    const only = { keys: ['acme'], machines: [], tenants: [] };
    expect(await forKey(hashOf('acme'), everything)).toEqual(only);
    expect(await forKey(hashOf('old acme'), everything)).toEqual(only);
    expect(await forKey(hashOf('another'), everything)).toEqual({ keys: [], machines: [], tenants: [] });
  });

  it('sees nothing in a person’s door', async () => {
    expect(await forUser(asUserId('x'), everything)).toEqual({ keys: [], machines: [], tenants: [] });
  });
});

describe('a write', () => {
  it('changes nothing of another tenant, nor with a key’s secret', async () => {
    const mine = { role: 'admin' };
    expect(
      await forTenant(tenants['blue']!, (db) => db.apiKey.updateMany({ where: { name: 'acme' }, data: mine })),
    ).toEqual({
      count: 0,
    });
    await expect(forKey(hashOf('acme'), (db) => db.apiKey.updateMany({ data: mine }))).rejects.toThrow(
      /row-level security/,
    );
    const moved = { tenantId: tenants['acme']! };
    await expect(forTenant(tenants['blue']!, (db) => db.machine.updateMany({ data: moved }))).rejects.toThrow(
      /row-level security/,
    );
  });
});

describe('the tenant of a machine', () => {
  const find = (application: string, organization: string) =>
    forKey('', async (db) => {
      const [row] = await db.$queryRaw<{ id: string | null }[]>`
        SELECT tenant_of_machine(${application}, ${organization}) AS id`;
      return row!.id;
    });

  it('is told for the organization in which it is a member only', async () => {
    expect(await find('acme', 'acme')).toBe(tenants['acme']);
    expect([await find('acme', 'blue'), await find('blue', 'acme'), await find('', '')]).toEqual([null, null, null]);
  });
});
