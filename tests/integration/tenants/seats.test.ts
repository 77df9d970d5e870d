/** Who has a seat and who waits, whoever writes members: PostgreSQL’s own rule. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limitsOf, plans } from '#app/plans.ts';
import { closeDatabase } from '#app/tenants/db.server.ts';
import { listMembers } from '#app/tenants/member-list.server.ts';
import { bringUpSeats, countSeats } from '#app/tenants/seats.server.ts';
import { testApp } from '#tests/support/app.ts';

const { database } = await testApp();
const pool = new pg.Pool({ connectionString: database.superUrl, max: 12 });
afterAll(async () => {
  await closeDatabase();
  await pool.end();
});
beforeAll(bringUpSeats);

const { seats } = plans.free; // 5
const sql = <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
  pool.query<Row>(text, values).then(({ rows }) => rows);

let tenants = 0;

/** On the free plan, with these members: `o` an owner, `m` a member, who joined in this order. */
async function tenant(members: string, plan = 'free') {
  const name = `t${++tenants}`;
  const [row] = await sql<{ id: string }>(
    `INSERT INTO tenants (id, logto_org_id, name, slug, state, created_by_id, updated_at, plan)
     VALUES (gen_random_uuid(), $1, $1, $1, 'active', 'x', now(), $2) RETURNING id`,
    [name, plan],
  );
  const { id } = row!;
  let joined = 0;
  const person = (at: number) => `${name}-${String(at).padStart(2, '0')}`;
  const join = async (role: string) => {
    const userId = person(++joined);
    await sql('INSERT INTO users (id, updated_at) VALUES ($1, now())', [userId]);
    await sql(
      `INSERT INTO members (tenant_id, user_id, roles, joined_at, sort_name)
       VALUES ($1, $2, $3, '2026-01-01'::timestamptz + $4 * interval '1 hour', $2)`,
      [id, userId, role === 'o' ? ['owner'] : ['member'], joined],
    );
  };
  for (const role of members) await join(role);
  return {
    id,
    join,
    leave: (at: number) => sql('DELETE FROM members WHERE tenant_id = $1 AND user_id = $2', [id, person(at)]),
    become: (at: number, roles: string[]) =>
      sql('UPDATE members SET roles = $3 WHERE tenant_id = $1 AND user_id = $2', [id, person(at), roles]),
    onPlan: (plan: string) => sql('UPDATE tenants SET plan = $2 WHERE id = $1', [id, plan]),
    /** The numbers of those who wait. */
    waiting: async () => {
      const { members } = await listMembers(id, { sort: 'joined', limit: 100 });
      return members
        .filter(({ waitsForSeat }) => waitsForSeat)
        .map(({ userId }) => Number(userId.slice(-2)))
        .sort((one, two) => one - two);
    },
  };
}

describe('of more members than seats', () => {
  it('those wait who joined last', async () => {
    expect(await (await tenant('ommmm')).waiting()).toEqual([]);
    const { id, waiting } = await tenant('ommmmmmm');
    expect(await waiting()).toEqual([6, 7, 8]);
    expect(await countSeats(id)).toEqual({ limit: seats, members: 8, waiting: 3, invited: 0 });
  });

  it('no owner waits, however late or many they are', async () => {
    expect(await (await tenant('ommmmmo')).waiting()).toEqual([5, 6]);
    const { id, waiting } = await tenant('oooooomm');
    expect(await waiting()).toEqual([7, 8]);
    expect(await countSeats(id)).toMatchObject({ waiting: 2 });
  });

  it('whoever waits longest is in as soon as somebody goes', async () => {
    const { waiting, leave } = await tenant('ommmmmmm');
    await leave(2);
    expect(await waiting()).toEqual([7, 8]);
    await leave(8); // who waits and goes frees nothing
    expect(await waiting()).toEqual([7]);
    await leave(3);
    expect(await waiting()).toEqual([]);
  });

  it('who becomes owner has a seat, and who is none any more is in their place', async () => {
    const { waiting, become } = await tenant('ommmmmm');
    expect(await waiting()).toEqual([6, 7]);
    await become(7, ['owner']);
    expect(await waiting()).toEqual([5, 6]);
    await become(7, ['member', 'admin']);
    expect(await waiting()).toEqual([6, 7]);
    await become(2, []); // no change of owners
    expect(await waiting()).toEqual([6, 7]);
  });

  it('a larger plan lets all in, a smaller one removes nobody', async () => {
    const { id, waiting, onPlan } = await tenant('ommmmmm');
    await onPlan('team');
    expect(await waiting()).toEqual([]);
    await onPlan('unlimited');
    expect(await countSeats(id)).toMatchObject({ limit: null, waiting: 0, members: 7 });
    await onPlan('free');
    expect(await waiting()).toEqual([6, 7]);
    await onPlan('a-plan-that-is-gone');
    expect(await countSeats(id)).toMatchObject({ limit: limitsOf('a-plan-that-is-gone').seats, waiting: 0 });
  });

  it('the limit holds when ten join and ten go at once', async () => {
    const { id, join, leave, waiting } = await tenant('ommmmmmmmmm');
    await Promise.all([...Array(10).keys()].flatMap((at) => [join('m'), leave(at + 2)]));
    expect(await countSeats(id)).toMatchObject({ members: 11, waiting: 6 });
    expect(await waiting()).toEqual([16, 17, 18, 19, 20, 21]);
  });

  it('a person who is deleted makes room everywhere', async () => {
    const { waiting } = await tenant('ommmmm');
    expect(await waiting()).toEqual([6]);
    await sql('DELETE FROM users WHERE id = $1', [`t${tenants}-03`]);
    expect(await waiting()).toEqual([]);
  });
});

describe('when the server starts', () => {
  it('organizations of a plan that a release changed have its seats, and others are left alone', async () => {
    const { id, waiting } = await tenant('ommmmm');
    const [before] = await sql<{ updated: string }>('SELECT xmin AS updated FROM tenants WHERE id = $1', [id]);
    await bringUpSeats();
    expect(await sql('SELECT xmin AS updated FROM tenants WHERE id = $1', [id])).toEqual([before]);

    const free = plans.free as { seats: number };
    free.seats = 3; // as a forker would in app/plans.ts
    await Promise.all([bringUpSeats(), bringUpSeats()]);
    expect(await waiting()).toEqual([4, 5, 6]);
    free.seats = seats;
    await bringUpSeats();
    expect(await waiting()).toEqual([6]);
  });
});

describe('100,000 members', () => {
  it('cost no more than few: the rule reads the nearer end of an index', async () => {
    const { id } = await tenant('o', 'unlimited');
    await sql(`INSERT INTO users (id, updated_at) SELECT 'big-' || n, now() FROM generate_series(1, 100100) AS n`);
    const join = `INSERT INTO members (tenant_id, user_id, roles, joined_at)
                  SELECT $1, 'big-' || n, '{member}', '2026-02-01'::timestamptz + n * interval '1 s'
                    FROM generate_series($2::int, $3::int) AS n`;
    await sql(join, [id, 1, 100_000]);
    await sql('ANALYZE members');

    const client = await pool.connect(); // what is read is counted by connection
    const readsOf = async (text: string, values: unknown[] = []) => {
      const read = async () => {
        await client.query('SELECT pg_stat_force_next_flush()');
        const { rows } = await client.query<{ read: string }>(
          `SELECT coalesce(idx_tup_fetch, 0) + seq_tup_read AS read FROM pg_stat_user_tables WHERE relname = 'members'`,
        );
        return Number(rows[0]!.read);
      };
      const before = await read();
      await client.query(text, values);
      return (await read()) - before;
    };
    const changePlan = 'UPDATE tenants SET plan = $2 WHERE id = $1';
    const leave = 'DELETE FROM members WHERE tenant_id = $1 AND user_id = $2';
    try {
      expect(await readsOf('SELECT count(roles) FROM members')).toBeGreaterThan(100_000);
      expect(await readsOf(changePlan, [id, 'free'])).toBeLessThan(100);
      expect(await countSeats(id)).toMatchObject({ limit: seats, members: 100_001, waiting: 100_001 - seats });
      expect(await readsOf(join, [id, 100_001, 100_001])).toBeLessThan(100);
      expect(await readsOf(leave, [id, 'big-2'])).toBeLessThan(100);
      expect(await readsOf('UPDATE tenants SET seats = 99990 WHERE id = $1', [id])).toBeLessThan(100);
      expect(await readsOf(join, [id, 100_002, 100_002])).toBeLessThan(100);
      expect(await readsOf(changePlan, [id, 'unlimited'])).toBeLessThan(100);
    } finally {
      client.release();
    }
  }, 60_000);
});
