/** Whether the database has the schema of this code: neither older nor newer, and no migration stopped half way. */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bad, ok, skipped, warn, type Check, type Finding } from './check.ts';
import type { Databases } from './database.ts';
import type { Rows } from './postgres.ts';

const folder = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
const run = 'Run `npm run migrate`.';

export const migrationChecks = (found: Databases): Check[] => [
  { name: 'migrations', needs: ['database: workers'], look: () => compareMigrations(found) },
  { name: 'job queue', needs: ['database: workers'], look: () => compareJobQueue(found.workers!.rows) },
];

type Migration = { name: string; finished: boolean };

async function compareMigrations({ owner, workers }: Databases): Promise<Finding> {
  const rows = (owner ?? workers)!.rows;
  const [state] = await rows<{ there: boolean; readable: boolean }>(`
    SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS there,
           coalesce(has_table_privilege(to_regclass('public._prisma_migrations')::oid, 'SELECT'), false) AS readable`);
  if (!state?.there) return bad('the database was never migrated', run);
  if (!state.readable) return skipped('only the owner may see them, and DATABASE_OWNER_URL is not set here');

  const done = await rows<Migration>(
    'SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  const ours = readdirSync(folder).filter((name) => existsSync(`${folder}/${name}/migration.sql`));
  const failed = done.filter(({ finished }) => !finished).map(({ name }) => name);
  if (failed.length > 0) {
    return bad(
      `${failed.join(', ')} stopped half way`,
      `Put right what it left, then \`npm run prisma -- migrate resolve --rolled-back ${failed[0]}\` and \`npm run migrate\`.`,
    );
  }
  const pending = ours.filter((name) => !done.some((migration) => migration.name === name));
  if (pending.length > 0) return bad(`${pending.join(', ')} not applied`, run);
  const newer = done.filter(({ name }) => !ours.includes(name)).map(({ name }) => name);
  if (newer.length > 0) {
    return warn(`the database is newer than this code: ${newer.join(', ')}`, 'Look with the release that is running.');
  }
  return ok(`all ${ours.length} applied`);
}

async function compareJobQueue(rows: Rows): Promise<Finding> {
  const [there] = await rows<{ name: string | null; usable: boolean; system: boolean }>(`
    SELECT nspname::text AS name, has_schema_privilege(nspname, 'USAGE') AS usable,
           has_schema_privilege('tenantry_system', nspname, 'USAGE') AS system
      FROM pg_namespace WHERE nspname = 'graphile_worker'`);
  if (!there) return bad('its schema graphile_worker is not there', run);
  if (!there.usable || !there.system) {
    return bad(
      'its schema graphile_worker belongs to another role than tenantry_system or a member of it',
      'Make DATABASE_WORKER_URL that of a login role IN ROLE tenantry_system; as the owner of the schema: DROP SCHEMA graphile_worker CASCADE; then `npm run migrate`.',
    );
  }
  const [row] = await rows<{ id: number }>('SELECT coalesce(max(id), 0)::int AS id FROM graphile_worker.migrations');
  const newest = newestOfCode();
  const id = row?.id ?? 0;
  if (id < newest) return bad(`its schema is of version ${id}, this code’s is ${newest}`, run);
  if (id > newest) return warn(`its schema is of version ${id}, newer than this code’s ${newest}`);
  return ok(`schema of version ${id}`);
}

/** graphile-worker keeps a numbered file a migration beside its code. */
function newestOfCode(): number {
  const sql = join(createRequire(import.meta.url).resolve('graphile-worker'), '../../sql');
  return Math.max(...readdirSync(sql).map((name) => Number.parseInt(name, 10) || 0));
}
