/** What docker-compose.yml makes of an empty PostgreSQL must do for the app. No Docker here: the statements are its own. */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asSystemRole } from '#app/tenants/system-role.ts';
import { migrate } from '#local/migrate.ts';
import { outsideHomePath } from '#local/postgres-home.ts';
import { startPostgres, withClient, type Postgres } from '#local/postgres.ts';

const directory = mkdtempSync(join(tmpdir(), 'tenantry-compose-'));
const script = readFileSync(new URL('../../docker/postgres-init.sql', import.meta.url), 'utf8');
const roles = ['tenantry_owner', 'tenantry_app', 'tenantry_system'] as const;
let server: Postgres;

const url = (role: (typeof roles)[number]) => `postgresql://${role}:tenantry@127.0.0.1:${server.port}/tenantry`;

beforeAll(async () => {
  chmodSync(directory, 0o755);
  server = await startPostgres({ directory: join(directory, 'postgres'), port: 0 });
  await withClient(server.superUrl, async (client) => {
    for (const role of roles) await client.query(`DROP ROLE ${role}`); // those of our own start, to see the script's
    for (const statement of statementsOf(script)) await client.query(statement);
  });
});

afterAll(async () => {
  await server.stop();
  for (const path of [directory, outsideHomePath(join(directory, 'postgres'))])
    rmSync(path, { recursive: true, force: true });
});

/** One at a time, as psql sends them: CREATE DATABASE bears no company. */
const statementsOf = (text: string): string[] =>
  text
    .replace(/^--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter(Boolean);

it('takes all migrations, twice', async () => {
  const database = { ownerUrl: url('tenantry_owner'), systemUrl: url('tenantry_system') };
  expect((await migrate(database)).applied.length).toBeGreaterThan(0);
  expect((await migrate(database)).applied).toEqual([]);
});

it('gives the jobs to the system’s role, also when the workers come as the owner', async () => {
  await withClient(server.superUrl, (client) => client.query('CREATE DATABASE other OWNER tenantry_owner'));
  const at = (role: (typeof roles)[number]) => url(role).replace(/tenantry$/, 'other');
  await migrate({ ownerUrl: at('tenantry_owner'), systemUrl: at('tenantry_owner') });
  const jobs = (role: (typeof roles)[number], query: string) =>
    withClient(asSystemRole(at(role)), (c) => c.query(query));
  await jobs('tenantry_system', `SELECT enqueue_operation(gen_random_uuid(), now())`);
  const found = await jobs('tenantry_owner', 'SELECT count(*)::int FROM graphile_worker.jobs');
  expect(found.rows).toEqual([{ count: 1 }]);
});

it('binds the app by row-level security, and not the workers', async () => {
  const count = (role: (typeof roles)[number]) =>
    withClient(url(role), async (client) => (await client.query('SELECT FROM tenants')).rowCount);
  await withClient(url('tenantry_system'), (client) =>
    client.query(
      `INSERT INTO tenants (id, name, slug, state, created_by_id, updated_at)
       VALUES (gen_random_uuid(), 'Acme', 'acme', 'active', 'somebody', now())`,
    ),
  );
  expect([await count('tenantry_system'), await count('tenantry_app')]).toEqual([1, 0]);
});

it('makes no superuser', async () => {
  const { rows } = await withClient(server.superUrl, (client) =>
    client.query<{ rolname: string; rolsuper: boolean; rolbypassrls: boolean }>(
      `SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname IN (${roles.map((role) => pg.escapeLiteral(role))})`,
    ),
  );
  expect(rows).toHaveLength(3);
  for (const { rolsuper, rolbypassrls } of rows) expect([rolsuper, rolbypassrls]).toEqual([false, false]);
});
