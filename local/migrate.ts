/**
 * Brings a database to the schema of this release: Prisma's migrations as the owner, then graphile-worker's as the system,
 * which owns the schema of its jobs. Quick when nothing is pending. `npm run migrate` does it for a deployment.
 */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';
import { asSystemRole } from '#app/tenants/system-role.ts';
import { withClient } from './postgres.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const quiet = new Logger(() => () => {});

export interface MigrateOptions {
  ownerUrl: string;
  systemUrl: string;
}

export async function migrate({ ownerUrl, systemUrl }: MigrateOptions): Promise<{ applied: string[] }> {
  const applied = await pendingMigrations(ownerUrl);
  if (applied.length > 0) await deploy(ownerUrl);
  await migrateJobs(ownerUrl, systemUrl);
  return { applied };
}

async function pendingMigrations(ownerUrl: string): Promise<string[]> {
  const folder = `${root}/prisma/migrations`;
  const all = readdirSync(folder).filter((name) => existsSync(`${folder}/${name}/migration.sql`));
  const done = await withClient(ownerUrl, async (client) => {
    const table = await client.query(`SELECT to_regclass('_prisma_migrations') AS name`);
    if (!table.rows[0].name) return [];
    const { rows } = await client.query<{ migration_name: string }>(
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    return rows.map((row) => row.migration_name);
  });
  return all.filter((name) => !done.includes(name));
}

async function deploy(ownerUrl: string): Promise<void> {
  const env = { ...process.env, DATABASE_OWNER_URL: ownerUrl };
  try {
    await promisify(execFile)(process.execPath, [`${root}/scripts/prisma.mjs`, 'migrate', 'deploy'], {
      cwd: root,
      env,
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`prisma migrate deploy failed.\n${stdout}\n${stderr}`, { cause: error });
  }
}

/** graphile-worker makes its schema itself, and a role needs the right to make schemas for that: it has it for this once. */
async function migrateJobs(ownerUrl: string, systemUrl: string): Promise<void> {
  const run = () => runMigrations({ connectionString: asSystemRole(systemUrl), logger: quiet });
  await withClient(ownerUrl, async (client) => {
    const found = await client.query(`SELECT FROM pg_namespace WHERE nspname = 'graphile_worker'`);
    if (found.rowCount) return run();
    const database = pg.escapeIdentifier(client.database ?? '');
    await client.query(`GRANT CREATE ON DATABASE ${database} TO tenantry_system`);
    await run().finally(() => client.query(`REVOKE CREATE ON DATABASE ${database} FROM tenantry_system`));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { DATABASE_OWNER_URL: ownerUrl, DATABASE_WORKER_URL: systemUrl = ownerUrl } = process.env;
  if (!ownerUrl || !systemUrl) {
    console.error(
      'Set DATABASE_OWNER_URL (the owner of the database) and DATABASE_WORKER_URL (the role of the workers).',
    );
    process.exit(1);
  }
  const { applied } = await migrate({ ownerUrl, systemUrl });
  console.log(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'Nothing to migrate.');
}
