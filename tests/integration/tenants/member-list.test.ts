import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, forTenant } from '#app/tenants/db.server.ts';
import { listMembers, type MemberPage, type MemberQuery, readMembers } from '#app/tenants/member-list.server.ts';
import { memberSorts } from '#app/tenants/member-rows.server.ts';
import { withSortName } from '#app/tenants/members.server.ts';
import { testApp } from '#tests/support/app.ts';

const { database } = await testApp();
const sql = new pg.Pool({ connectionString: database.superUrl, max: 1 });
afterAll(async () => {
  await closeDatabase();
  await sql.end();
});

let tenants = 0;

async function tenant(): Promise<string> {
  const { rows } = await sql.query<{ id: string }>(
    `INSERT INTO tenants (id, logto_org_id, name, slug, state, created_by_id, updated_at)
     VALUES (gen_random_uuid(), $1, $1, $1, 'active', 'somebody', now()) RETURNING id`,
    [`tenant-${++tenants}`],
  );
  return rows[0]!.id;
}

type Given = { name?: string; email?: string; roles?: string[]; joined?: string; seen?: string };

async function people(tenantId: string, given: Given[]): Promise<void> {
  for (const [
    index,
    { name = null, email = null, roles = ['member'], joined = '2026-01-01', seen },
  ] of given.entries()) {
    const id = `${tenantId.slice(0, 8)}-${String(index).padStart(3, '0')}`;
    await sql.query('INSERT INTO users (id, updated_at) VALUES ($1, now())', [id]);
    await sql.query(
      `INSERT INTO members (tenant_id, user_id, roles, name, email, sort_name, joined_at, last_seen_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tenantId, id, roles, name, email, withSortName({ name, email }).sortName, joined, seen ?? null],
    );
  }
}

async function of(given: Given[]) {
  const id = await tenant();
  await people(id, given);
  return {
    id,
    found: async (query: MemberQuery) => (await listMembers(id, query)).members.map(({ name, email }) => name ?? email),
  };
}

describe('the list of members', () => {
  it('goes by name, else by e-mail; by who joined last; by who was here last, and who never was at the end', async () => {
    const { found } = await of([
      { name: 'Zoë', joined: '2026-01-03', seen: '2026-02-01' },
      { email: 'mei@example.test', joined: '2026-01-01' },
      { name: 'Ada', joined: '2026-01-02', seen: '2026-02-02' },
    ]);
    expect(await found({ sort: 'name' })).toEqual(['Ada', 'mei@example.test', 'Zoë']);
    expect(await found({ sort: 'joined' })).toEqual(['Zoë', 'Ada', 'mei@example.test']);
    expect(await found({ sort: 'seen' })).toEqual(['Ada', 'Zoë', 'mei@example.test']);
  });

  it('lets through who has a role, also among several, and with `other` who has none of ours', async () => {
    const { found } = await of([
      { name: 'Ada', roles: ['owner'] },
      { name: 'Ben', roles: ['member', 'admin'] },
      { name: 'Cem', roles: ['admin', 'billing'] },
      { name: 'Dan', roles: ['billing', 'auditor'] },
      { name: 'Eva', roles: [] },
    ]);
    expect(await found({ role: 'owner' })).toEqual(['Ada']);
    expect(await found({ role: 'admin' })).toEqual(['Ben', 'Cem']);
    expect(await found({ role: 'other' })).toEqual(['Dan', 'Eva']);
    expect(await found({ role: 'admin', search: 'cem' })).toEqual(['Cem']);
  });

  it('is numbered from one, there and back, in each order, whoever shares a name or a time', async () => {
    const { id } = await of(
      Array.from({ length: 23 }, (_, n) => ({
        name: `Twin ${n % 3}`,
        joined: `2026-01-0${1 + (n % 2)}`,
        ...(n % 4 > 0 && { seen: `2026-02-0${1 + (n % 3)}` }),
        roles: n % 2 ? ['member'] : ['admin'],
      })),
    );
    for (const sort of memberSorts) {
      for (const role of [undefined, 'admin'] as const) {
        const all = await listMembers(id, { sort, role });
        const pages = [await listMembers(id, { sort, role, limit: 5 })];
        for (let { next } = pages[0]!; next; next = pages.at(-1)!.next) {
          pages.push(await listMembers(id, { sort, role, limit: 5, from: next }));
        }
        expect(pages.flatMap(idsOf)).toEqual(idsOf(all));
        expect(pages.map(({ first }) => first)).toEqual(pages.map((_, page) => 1 + page * 5));
        const back = [pages.at(-1)!];
        for (let { previous } = back[0]!; previous; previous = back[0]!.previous) {
          back.unshift(await listMembers(id, { sort, role, limit: 5, from: previous }));
        }
        expect(back.map(({ first, members }) => [first, ...members])).toEqual(
          pages.map(({ first, members }) => [first, ...members]),
        );
      }
    }
  });

  it('goes on behind as many as are to be left out, in each order, of a role and with words', async () => {
    const { id } = await of(
      Array.from({ length: 23 }, (_, n) => ({
        name: `Twin ${n % 3}`,
        joined: `2026-01-0${1 + (n % 2)}`,
        ...(n % 4 > 0 && { seen: `2026-02-0${1 + (n % 3)}` }),
        roles: n % 2 ? ['member'] : n % 3 ? ['admin'] : ['admin', 'billing'],
      })),
    );
    for (const sort of memberSorts) {
      for (const role of [undefined, 'admin'] as const) {
        for (const search of [undefined, 'twin', 'twin 1']) {
          const all = idsOf(await listMembers(id, { sort, role, search }));
          for (const offset of [1, all.length - 1]) {
            const page = await listMembers(id, { sort, role, search, offset, limit: 5 });
            expect([sort, offset, page.first, idsOf(page)]).toEqual([
              ...[sort, offset, offset + 1, all.slice(offset, offset + 5)],
            ]);
          }
          expect(await listMembers(id, { sort, role, search, offset: all.length })).toMatchObject({ first: 1 });
        }
      }
    }
  });

  it('begins anew when what came before the place is gone, and when nothing comes after it', async () => {
    const { id } = await of(Array.from({ length: 8 }, (_, n) => ({ name: `P${n}` })));
    const second = await listMembers(id, { limit: 3, from: (await listMembers(id, { limit: 3 })).next! });
    await sql.query(`DELETE FROM members WHERE tenant_id = $1 AND name < 'P2'`, [id]);
    const back = await listMembers(id, { limit: 3, from: second.previous! });
    expect([back.first, back.members.map(({ name }) => name)]).toEqual([1, ['P2', 'P3', 'P4']]);
    const end = await listMembers(id, { limit: 3, from: { ...second.next!, key: 'zzz' } });
    expect([end.first, end.previous]).toEqual([1, null]);
  });

  it('says of how many, and follows who comes and goes', async () => {
    const { id } = await of([{ name: 'Ada', roles: ['owner'] }, { name: 'Ben' }]);
    expect(await listMembers(id)).toMatchObject({
      memberCount: 2,
      total: { count: 2, more: false },
      owners: [idOf(id, 0)],
    });
    await sql.query('DELETE FROM members WHERE tenant_id = $1 AND user_id = $2', [id, idOf(id, 1)]);
    expect(await listMembers(id)).toMatchObject({ memberCount: 1 });
  });
});

const idsOf = ({ members }: MemberPage) => members.map(({ userId }) => userId);
const idOf = (tenantId: string, index: number) => `${tenantId.slice(0, 8)}-${String(index).padStart(3, '0')}`;

describe('a search', () => {
  const given = [
    { name: 'Zoë Søndergård', email: 'z.s@example.test' },
    { name: 'José García', email: 'jose@acme.test' },
    { name: '100% Sure_Thing', email: 'sure@example.test' },
    { name: 'Renata', email: 'n@example.test' },
    { name: '王小明', email: 'wang@example.test' },
    { name: String.raw`Back\slash`, email: 'back@example.test' },
  ];
  let found: Awaited<ReturnType<typeof of>>['found'];
  beforeAll(async () => void ({ found } = await of(given)));

  it.each([
    ['zoe', ['Zoë Søndergård']],
    ['ZOË', ['Zoë Søndergård']],
    ['sondergard', ['Zoë Søndergård']],
    ['garcia jose', ['José García']],
    ['jose acme', ['José García']],
    ['jose example', []],
    ['acme.test', ['José García']],
    ['100%', ['100% Sure_Thing']],
    ['%%%', []],
    ['e_t', ['100% Sure_Thing']],
    ['_____', []],
    [String.raw`k\s`, [String.raw`Back\slash`]],
    ['小明', ['王小明']],
    ['nata', ['Renata']],
    ["'; DROP TABLE members; --", []],
    ['a\0b', []],
  ])('for “%s” finds %j', async (search, names) => {
    expect(await found({ search })).toEqual(names);
  });

  it('for one or two letters finds words that begin so, not every word with them inside', async () => {
    expect(await found({ search: 'na' })).toEqual([]);
    expect(await found({ search: 'jo' })).toEqual(['José García']);
    expect(await found({ search: 'g' })).toEqual(['José García']);
  });
});

describe('a tenant of 20,000 beside others', () => {
  let big = '';

  beforeAll(async () => {
    big = await tenant();
    const beside = await tenant();
    await sql.query(`INSERT INTO users (id, updated_at) SELECT 'big-' || n, now() FROM generate_series(1, 22000) n`);
    await sql.query(
      `INSERT INTO members (tenant_id, user_id, roles, name, email, sort_name, joined_at, last_seen_at)
       SELECT CASE WHEN n <= 20000 THEN $1::uuid ELSE $2::uuid END, 'big-' || n,
              CASE WHEN n % 9000 = 1 THEN '{owner}' WHEN n % 400 = 2 THEN '{admin}' WHEN n % 4000 = 3 THEN '{billing}'
                   ELSE '{member}' END::text[],
              CASE WHEN n % 500 = 0 THEN 'Zelda ' ELSE 'Person ' END || n, 'p' || n || '@mail.test',
              CASE WHEN n % 500 = 0 THEN 'zelda ' ELSE 'person ' END || n,
              timestamptz '2020-01-01' + n * interval '1 hour',
              CASE WHEN n % 3 > 0 THEN timestamptz '2026-01-01' - n * interval '1 minute' END
         FROM generate_series(1, 22000) n`,
      [big, beside],
    );
    await sql.query('ANALYZE members');
  });

  /** Rows that PostgreSQL read for a page, and how many of them one after the other from the table. */
  const rowsRead = (query: MemberQuery) =>
    forTenant(big, async (db) => {
      const [before] = await db.$queryRaw<{ all: number; inTurn: number }[]>`
        SELECT sum(seq_tup_read + idx_tup_fetch)::int AS all, sum(seq_scan)::int AS "inTurn"
          FROM pg_stat_xact_user_tables WHERE relname = 'members'`;
      const page = await readMembers(db, big, query);
      const [after] = await db.$queryRaw<{ all: number; inTurn: number }[]>`
        SELECT sum(seq_tup_read + idx_tup_fetch)::int AS all, sum(seq_scan)::int AS "inTurn"
          FROM pg_stat_xact_user_tables WHERE relname = 'members'`;
      return { page, rows: after!.all - before!.all, scans: after!.inTurn - before!.inTurn };
    });

  const searches: [what: string, search: string | undefined][] = [
    ['nothing', undefined],
    ['what all have', 'mail.test'],
    ['what few have', 'zelda'],
    ['what nobody has', 'nowhere'],
    ['two letters of all', 'pe'],
    ['two letters of few', 'ze'],
    ['two letters of nobody', 'qx'],
    ['two words', 'zelda 5000'],
  ];
  const roles = [undefined, 'owner', 'admin', 'member', 'other'] as const;

  it.each(searches)('reads no table through, and few rows, when asked for %s', async (_, search) => {
    for (const sort of memberSorts) {
      for (const role of roles) {
        const { rows, scans } = await rowsRead({ search, sort, role });
        const limit = search === undefined ? 1_500 : 12_500;
        expect({ sort, role, scans, few: rows <= limit || rows }).toEqual({ sort, role, scans: 0, few: true });
      }
    }
  });

  it('reads as few rows for a page far down as for the first', async () => {
    for (const sort of memberSorts) {
      const key = { name: 'person 7', joined: '2022-01-01T00:00:00.000Z', seen: '2025-12-25T00:00:00.000Z' }[sort];
      const { page, rows } = await rowsRead({ sort, from: { way: 'after', sort, key, userId: '', number: 15_000 } });
      expect([sort, page.members.length, page.first, rows < 400 || rows]).toEqual([sort, 50, 15_001, true]);
    }
  });

  it('leaves out thousands by walking down an index, and finds few matches without walking', async () => {
    for (const sort of memberSorts) {
      for (const role of [undefined, 'member'] as const) {
        const { page, rows, scans } = await rowsRead({ sort, role, offset: 15_000 });
        // None of those left out is looked at twice, nor any beyond the page.
        const once = rows <= 15_000 + 1_500 || rows;
        expect({ sort, role, first: page.first, shown: page.members.length, scans, once }).toEqual({
          ...{ sort, role, first: 15_001, shown: 50, scans: 0, once: true },
        });
      }
      const { page, rows, scans } = await rowsRead({ sort, search: 'zelda', offset: 30 });
      const found = [page.first, page.members.length, scans, rows <= 15_000 || rows];
      expect([sort, ...found]).toEqual([sort, 31, 10, 0, true]);
    }
  });

  it('counts exactly what is few, and says of many that there are more', async () => {
    const total = async (query: MemberQuery) => (await listMembers(big, query)).total;
    expect(await total({})).toEqual({ count: 20_000, more: false });
    expect(await total({ role: 'admin' })).toEqual({ count: 50, more: false });
    expect(await total({ role: 'member' })).toEqual({ count: 1_000, more: true });
    expect(await total({ search: 'zelda' })).toEqual({ count: 40, more: false });
    expect(await total({ search: 'mail.test' })).toEqual({ count: 1_000, more: true });
  });
});
