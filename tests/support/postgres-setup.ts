/**
 * One PostgreSQL for a run of the tests, and in it a migrated template that each test file's database is cloned from.
 * The template is named after the migrations, so that it is made again only when they change.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '#local/migrate.ts';
import { ensureDatabase, startPostgres, withClient, type Postgres } from '#local/postgres.ts';
import { isAlive, withLock } from '#scripts/lock.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: { template: string; superUrl: string; ownerUrl: string; appUrl: string; systemUrl: string };
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const directory = join(root, '.local/test/postgres');

export default async function setup(project: TestProject) {
  const server = await startTestPostgres();
  const template = await prepareTemplate(server);
  project.provide('postgres', {
    template,
    superUrl: server.superUrl,
    ownerUrl: server.url('tenantry_owner', template),
    appUrl: server.url('tenantry_app', template),
    systemUrl: server.url('tenantry_system', template),
  });
  return () => server.stop();
}

/** Nobody misses these databases after a power cut, so PostgreSQL need not wait for the disk. */
export function startTestPostgres(): Promise<Postgres> {
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  return startPostgres({ directory, port: 54420, settings });
}

/** The name of a migrated database. Its clones may be made while other processes do the same. */
export async function prepareTemplate(server: Postgres): Promise<string> {
  const template = `template_${fingerprint()}`;
  await withLock(`${directory}/template.lock`, async () => {
    await removeLeftovers(server, template);
    if (await exists(server, template)) return;
    const unfinished = `${template}_unfinished`;
    await ensureDatabase(server, unfinished);
    await migrate({
      ownerUrl: server.url('tenantry_owner', unfinished),
      systemUrl: server.url('tenantry_system', unfinished),
    });
    await withClient(server.superUrl, (client) => client.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`));
  });
  return template;
}

function fingerprint(): string {
  const hash = createHash('sha256');
  const folder = join(root, 'prisma/migrations');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    if (name.endsWith('.sql')) hash.update(name).update(readFileSync(join(folder, name)));
  }
  hash.update(readFileSync(join(root, 'local/migrate.ts')));
  return hash
    .update(readFileSync(join(root, 'node_modules/graphile-worker/package.json')))
    .digest('hex')
    .slice(0, 12);
}

async function exists(server: Postgres, name: string): Promise<boolean> {
  return withClient(server.superUrl, async (client) => {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    return found.rowCount === 1;
  });
}

/** Former templates, and the databases of test processes that were killed: a name holds the process that made it. */
async function removeLeftovers(server: Postgres, current: string): Promise<void> {
  await withClient(server.superUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datname ~ '^(template_|test_)' AND datname <> $1`,
      [current],
    );
    for (const { datname } of rows) {
      const owner = Number(/^test_(\d+)_/.exec(datname)?.[1] ?? 0);
      if (owner && isAlive(owner)) continue;
      await client.query(`DROP DATABASE ${pg.escapeIdentifier(datname)} WITH (FORCE)`);
    }
  });
}
