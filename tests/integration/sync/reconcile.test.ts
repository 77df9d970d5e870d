/** No event reaches the app here: what the copy knows, it knows from the reconciliation alone. RECONCILE_SEED repeats a run. */
import pg from 'pg';
import { afterAll, expect, it } from 'vitest';
import { asUserId, type InvitationId, type OrganizationId, type UserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import type { Finding } from '#app/sync/reconcile/finding.ts';
import { everyRow } from '#app/sync/reconcile/every-row.server.ts';
import { reconcile, type ReconcileOptions } from '#app/sync/reconcile/reconcile.server.ts';
import { testApp } from '#tests/support/app.ts';

const { database, logto: server } = await testApp();
const pool = new pg.Pool({ connectionString: database.superUrl, max: 2 });
afterAll(() => pool.end());

const sql = <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
  pool.query<Row>(text, values).then(({ rows }) => rows);

const fast = { pace: 100_000 };

async function run(options: ReconcileOptions = {}): Promise<Finding[]> {
  const findings: Finding[] = [];
  await reconcile({ ...fast, ...options, told: (finding) => findings.push(finding) });
  return findings;
}

const tenantOf = async (id: OrganizationId) =>
  (await sql<{ id: string; name: string }>('SELECT id, name FROM tenants WHERE logto_org_id = $1', [id]))[0];

const rolesIn = async (id: OrganizationId) =>
  Object.fromEntries(
    (
      await sql<{ user_id: string; roles: string[] }>(
        'SELECT user_id, roles FROM members m JOIN tenants t ON t.id = m.tenant_id WHERE t.logto_org_id = $1',
        [id],
      )
    ).map(({ user_id, roles }) => [user_id, roles.toSorted()]),
  );

async function everythingInLogto() {
  const users: Record<string, unknown> = {};
  for await (const user of logto().users.listAll()) {
    users[user.id] = [user.name, user.email, user.avatar, user.isSuspended];
  }
  const organizations: Record<string, unknown> = {};
  for await (const { id, name } of logto().organizations.listAll()) {
    const members: Record<string, string[]> = {};
    for await (const member of logto().members.list(id)) members[member.id] = member.roles.map((r) => r.name).sort();
    if (Object.keys(members).length === 0 && !(await tenantOf(id))) continue; // belongs to nobody yet
    const open = await logto().invitations.list({ organizationId: id });
    const invitations = Object.fromEntries(open.map((each) => [each.id, each.status.toLowerCase()]));
    organizations[id] = { name, members, invitations };
  }
  return { users, organizations };
}

async function everythingInTheCopy() {
  const users = Object.fromEntries(
    (await sql('SELECT * FROM users')).map((row) => [row.id, [row.name, row.email, row.avatar_url, row.suspended]]),
  );
  const organizations: Record<string, unknown> = {};
  for (const { id, logto_org_id, name } of await sql('SELECT * FROM tenants')) {
    const rows = await sql('SELECT logto_invitation_id, status FROM invitations WHERE tenant_id = $1', [id]);
    const invitations = Object.fromEntries(rows.map((row) => [row.logto_invitation_id, row.status]));
    organizations[logto_org_id] = { name, members: await rolesIn(logto_org_id), invitations };
  }
  return { users, organizations };
}

const seed = Number(process.env.RECONCILE_SEED ?? Date.now() % 1_000_000);
let state = seed;
/** mulberry32 */
const random = (below: number): number => {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
};
const one = <T>(from: T[]): T => from[random(from.length)]!;

const management = async (method: string, path: string, body: object) => {
  const { LOGTO_ENDPOINT: endpoint, LOGTO_M2M_APP_ID: id, LOGTO_M2M_APP_SECRET: secret } = server.environment;
  const token = await fetch(`${endpoint}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'all',
      resource: 'https://default.logto.app/api',
    }),
  }).then((answer) => answer.json() as Promise<{ access_token: string }>);
  const answer = await fetch(`${endpoint}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${token.access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.ok, `${method} ${path}`).toBe(true);
};

const people: UserId[] = [];
const organizations: OrganizationId[] = [];
const invitations: InvitationId[] = [];
let made = 0;

const newPerson = async () => people.push(asUserId((await server.createUser({ name: `Person ${++made}` })).id));
const newOrganization = async () => {
  const { id } = await logto().organizations.create({ name: `Organization ${++made}` });
  organizations.push(id);
  await logto().members.add(id, one(people));
};

const changes: (() => Promise<unknown>)[] = [
  newPerson,
  newOrganization,
  () => logto().organizations.update(one(organizations), { name: `Renamed ${++made}` }),
  () => logto().members.add(one(organizations), one(people)),
  () => logto().members.add(one(organizations), one(people)),
  () => logto().members.remove(one(organizations), one(people)),
  async () => {
    const [id, person] = [one(organizations), one(people)];
    await logto().members.add(id, person);
    await logto().members.setRoles(id, person, [one(['owner', 'admin', 'member'])]);
  },
  () => logto().users.patch(one(people), { name: `Other ${++made}` }),
  () => logto().users.patch(one(people), { avatar: `https://example.com/${++made}.png` }),
  () => management('PATCH', `/users/${one(people)}/is-suspended`, { isSuspended: random(2) === 0 }),
  () => management('PATCH', `/users/${one(people)}`, { primaryEmail: `person${++made}@example.com` }),
  async () => {
    const roleIds = await logto().roles.idsOf(['member']);
    const invitee = `invited${++made}@example.com`;
    const expiresAt = new Date(Date.now() + 86_400_000);
    const { id } = await logto().invitations.create({
      organizationId: one(organizations),
      invitee,
      roleIds,
      expiresAt,
    });
    invitations.push(id);
  },
  async () => {
    if (invitations.length > 0) await logto().invitations.revoke(invitations.splice(random(invitations.length), 1)[0]!);
  },
  async () => people.length > 4 && logto().users.delete(people.splice(random(people.length), 1)[0]!),
];

it('brings the copy to what Logto has after any changes, of which a dry run tells and writes nothing', async () => {
  console.log(`seed ${seed}`);
  for (let count = 0; count < 4; count++) await newPerson();
  for (let count = 0; count < 3; count++) await newOrganization();
  await run();
  expect(await everythingInTheCopy()).toEqual(await everythingInLogto());

  const many = Number(process.env.RECONCILE_CHANGES ?? 60);
  for (let count = 0; count < many; count++) await one(changes)();
  const before = await everythingInTheCopy();
  const dry = await run({ dryRun: true });
  expect(await everythingInTheCopy()).toEqual(before);

  const mended = await run();
  expect(await everythingInTheCopy()).toEqual(await everythingInLogto());
  expect(mended.filter(({ outcome }) => outcome !== 'mended')).toEqual([]);
  const keys = mended.map(({ what, id }) => `${what} ${id}`);
  for (const { what, id, difference } of dry) {
    // With a person who is gone their memberships go.
    if (what === 'member' && difference === 'gone') continue;
    expect(keys).toContain(`${what} ${id}`);
  }
  expect(await run()).toEqual([]);
}, 120_000);

it('goes on after it was stopped half-way, and writes what it changes into the log once', async () => {
  const id = organizations[0]!;
  await newPerson();
  await logto().members.add(id, people.at(-1)!);
  await expect(
    reconcile({
      ...fast,
      told: () => {
        throw new Error('stopped');
      },
    }),
  ).rejects.toThrow('stopped');
  await run();
  await run();
  expect(await rolesIn(id)).toHaveProperty(people.at(-1)!);
  const told = await sql(`SELECT FROM audit_events WHERE action = 'member.joined' AND target_id = $1`, [people.at(-1)]);
  expect(told).toHaveLength(1);
});

it('leaves alone who an operation is changing, and says so', async () => {
  const id = organizations[0]!;
  const person = people.at(-1)!;
  await logto().members.setRoles(id, person, ['admin']);
  await sql('UPDATE members SET changing_by = gen_random_uuid() WHERE user_id = $1', [person]);
  expect(await run({ organization: id })).toMatchObject([{ what: 'member', id: person, outcome: 'left-alone' }]);
  expect((await rolesIn(id))[person]).toEqual([]);
  await sql('UPDATE members SET changing_by = NULL');
  expect(await run({ organization: id })).toMatchObject([{ what: 'member', id: person, outcome: 'mended' }]);
});

it('calls Logto no more often than it was told', async () => {
  const started = performance.now();
  await reconcile({ pace: 1_000, organization: organizations[0] }); // a call every 10 ms
  // The organization, members, invitations, machines, and four for the way people come in.
  expect(performance.now() - started).toBeGreaterThan(7 * 10);
});

it('misses no row that moves between pages while it reads', async () => {
  const rows = Array.from({ length: 150 }, (_, index) => ({ id: `${index}` }));
  let pass = 0;
  async function* list() {
    // The first pass meets row 0 twice and 149 not at all.
    yield* pass++ === 0 ? [...rows.slice(0, 149), rows[0]!] : rows;
  }
  const read: string[] = [];
  for await (const { id } of everyRow(list)) read.push(id);
  expect(read.toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
});
