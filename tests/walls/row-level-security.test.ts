import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { asUserId } from '#app/logto/ids.ts';
import { asSystem, type Db, forKey, forMember, forTenant, forUser } from '#app/tenants/db.server.ts';
import { testApp } from '#tests/support/app.ts';

const { database } = await testApp();

const ann = asUserId('ann000000000');
const ben = asUserId('ben000000000');
const secret = 'a'.repeat(64);
let acme = '';
let blue = '';

/** Two tenants with one person, one invitation, one session and one event each: whatever leaks, leaks here. */
beforeAll(() =>
  asSystem(async (db) => {
    for (const [id, name] of [
      [ann, 'ann'],
      [ben, 'ben'],
    ] as const) {
      await db.user.create({ data: { id, name, email: `${name}@example.test` } });
      await db.session.create({
        data: {
          id: (name === 'ann' ? 'a' : 'b').repeat(64),
          userId: id,
          refreshToken: new Uint8Array(),
          expiresAt: soon(),
        },
      });
    }
    acme = await tenantOf(db, 'acme', ann);
    blue = await tenantOf(db, 'blue', ben);
    await db.invitation.create({
      data: {
        tenantId: acme,
        email: 'ben@example.test',
        role: 'member',
        status: 'pending',
        invitedByName: 'ann',
        expiresAt: soon(),
        links: { create: { secretHash: 'c'.repeat(64), tenantId: acme } },
      },
    });
  }),
);

const soon = () => new Date(Date.now() + 3_600_000);

async function tenantOf(db: Db, slug: string, owner: string): Promise<string> {
  const { id } = await db.tenant.create({
    data: { slug, name: slug, state: 'active', logtoOrgId: slug, createdById: owner },
  });
  await db.member.create({ data: { tenantId: id, userId: owner, roles: ['owner'], name: slug } });
  await db.operation.create({
    data: { kind: 'x', actorId: owner, key: slug, inputHash: secret, input: {}, context: {}, leaseUntil: soon() },
  });
  await db.auditEvent.create({ data: { tenantId: id, actorId: owner, actorName: slug, action: 'x' } });
  return id;
}

/** What queries without any WHERE see. */
const everything = async (db: Db) => ({
  tenants: (await db.tenant.findMany({ orderBy: { slug: 'asc' } })).map(({ slug }) => slug),
  members: (await db.member.findMany()).map(({ name }) => name),
  users: (await db.user.findMany({ orderBy: { id: 'asc' } })).map(({ name }) => name),
  invitations: (await db.invitation.findMany()).map(({ email }) => email),
  links: await db.invitationLink.count(),
  sessions: (await db.session.findMany()).map(({ userId }) => userId),
  operations: (await db.operation.findMany()).map(({ key }) => key),
  events: (await db.auditEvent.findMany()).map(({ actorName }) => actorName),
});

describe('a query without WHERE', () => {
  it('sees in a tenant’s door that tenant and its members, and no session', async () => {
    expect(await forTenant(blue, everything)).toEqual({
      tenants: ['blue'],
      members: ['blue'],
      users: ['ben'],
      invitations: [],
      links: 0,
      sessions: [],
      operations: [],
      events: ['blue'],
    });
  });

  it('sees in a person’s door themselves, where they belong, and what invites them', async () => {
    expect(await forUser(ben, everything)).toEqual({
      tenants: ['acme', 'blue'], // the first by its invitation
      members: ['blue'],
      users: ['ben'],
      invitations: ['ben@example.test'],
      links: 0,
      sessions: [ben],
      operations: ['blue'],
      events: [],
    });
  });

  it('sees with a mailed secret that invitation and who invites, and nothing else', async () => {
    expect(await forKey('c'.repeat(64), everything)).toEqual({
      tenants: ['acme'],
      members: [],
      users: [],
      invitations: ['ben@example.test'],
      links: 1,
      sessions: [],
      operations: [],
      events: [],
    });
  });

  it('sees nothing with a secret that nobody gave out, and nothing in no door', async () => {
    const nothing = {
      tenants: [],
      members: [],
      users: [],
      invitations: [],
      links: 0,
      sessions: [],
      operations: [],
      events: [],
    };
    expect(await forKey(secret.replace('a', 'd'), everything)).toEqual(nothing);
    expect(await forTenant('00000000-0000-0000-0000-000000000000', everything)).toEqual(nothing);
    expect(await forUser(asUserId('nobody'), everything)).toEqual(nothing);
  });
});

describe('a write', () => {
  it('changes and deletes nothing of another tenant', async () => {
    const changed = await forMember({ user: ben, tenant: blue }, async (db) => [
      await db.tenant.updateMany({ data: { name: 'mine' }, where: { id: acme } }),
      await db.member.updateMany({ data: { roles: ['owner'] }, where: { tenantId: acme } }),
      await db.member.deleteMany({ where: { tenantId: acme } }),
      await db.session.deleteMany({ where: { userId: ann } }),
      await db.operation.deleteMany({ where: { actorId: ann } }),
    ]);
    expect(changed).toEqual(Array(5).fill({ count: 0 }));
  });

  it('puts nothing into another tenant', async () => {
    const member = { tenantId: acme, userId: ben, roles: ['owner'] };
    await expect(forTenant(blue, (db) => db.member.create({ data: member }))).rejects.toThrow(/row-level security/);
    await expect(forUser(ben, (db) => db.member.create({ data: member }))).rejects.toThrow(/row-level security/);
  });

  it('does not move a row into another tenant', async () => {
    const move = forTenant(blue, (db) => db.member.updateMany({ where: { tenantId: blue }, data: { tenantId: acme } }));
    await expect(move).rejects.toThrow(/row-level security/);
  });

  it('neither changes nor deletes what the audit log says', async () => {
    await expect(forTenant(blue, (db) => db.auditEvent.deleteMany())).rejects.toThrow(/permission denied/);
    await expect(forTenant(blue, (db) => db.auditEvent.updateMany({ data: { action: 'y' } }))).rejects.toThrow(
      /permission denied/,
    );
  });

  it('adds to no other tenant’s log, and empties none', async () => {
    const forged = { tenantId: acme, actorId: ben, actorName: 'ben', action: 'x' };
    const write = (db: Db) => db.auditEvent.create({ data: forged });
    await expect(forMember({ user: ann, tenant: blue }, write)).rejects.toThrow(/row-level security/);
    await expect(forUser(ann, write)).rejects.toThrow(/row-level security/);
    await expect(forTenant(blue, (db) => db.$executeRaw`TRUNCATE audit_events`)).rejects.toThrow(/permission denied/);
    expect(
      await forMember({ user: ben, tenant: blue }, (db) => db.auditEvent.count({ where: { tenantId: acme } })),
    ).toBe(0);
  });

  it('lets the app add the one kind of job it needs, and no other', async () => {
    await forUser(ben, (db) => db.$executeRaw`SELECT enqueue_operation(gen_random_uuid(), now() + interval '1 day')`);
    await expect(
      forUser(ben, (db) => db.$executeRaw`SELECT graphile_worker.add_job('anything', '{}'::json)`),
    ).rejects.toThrow(/permission denied/);
  });
});

describe('every table', () => {
  const ask = async <T>(url: string, query: string): Promise<T[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(query)).rows as T[];
    } finally {
      await client.end();
    }
  };

  /** Prisma's own record of migrations holds no tenant's data, and the app may not read it. */
  const exempt = ['_prisma_migrations'];

  it('has row-level security that binds its owner too, and a policy for the app', async () => {
    const tables = await ask<{ name: string; enabled: boolean; forced: boolean; policies: number }>(
      database.ownerUrl,
      `SELECT relname AS name, relrowsecurity AS enabled, relforcerowsecurity AS forced,
              (SELECT count(*)::int FROM pg_policies
                WHERE schemaname = 'public' AND tablename = relname AND 'tenantry_app' = ANY (roles)) AS policies
         FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
    );
    const open = tables.filter(
      ({ name, enabled, forced, policies }) => !exempt.includes(name) && !(enabled && forced && policies > 0),
    );
    expect(tables.length).toBeGreaterThan(9);
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  it('shows its owner nothing', async () => {
    expect(await ask(database.ownerUrl, 'SELECT count(*)::int AS count FROM members')).toEqual([{ count: 0 }]);
  });

  it('that is exempt is closed to the app', async () => {
    await expect(ask(database.appUrl, 'SELECT * FROM _prisma_migrations')).rejects.toThrow(/permission denied/);
  });
});
