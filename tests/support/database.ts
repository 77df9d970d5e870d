/**
 * A database of a test file's own, cloned from the migrated template in a few milliseconds and dropped after the file.
 *
 *     const database = await testDatabase();
 */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { withClient } from '#local/postgres.ts';

export interface TestDatabase {
  /** Owns the tables, and is bound by row-level security like the app. */
  ownerUrl: string;
  /** What the app uses: bound by policies. */
  appUrl: string;
  /** Sees all rows; webhooks, reconcile and workers use it. */
  systemUrl: string;
  /** The superuser: for a test that looks behind all doors. */
  superUrl: string;
}

let made = 0;

export async function testDatabase(): Promise<TestDatabase> {
  const { template, superUrl, ownerUrl, appUrl, systemUrl } = inject('postgres');
  const name = `test_${process.pid}_${Date.now().toString(36)}_${++made}`;
  await inPostgres(superUrl, `CREATE DATABASE ${name} TEMPLATE ${pg.escapeIdentifier(template)} OWNER tenantry_owner`);
  afterAll(() => drop(superUrl, name));

  const at = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  return { ownerUrl: at(ownerUrl), appUrl: at(appUrl), systemUrl: at(systemUrl), superUrl: at(superUrl) };
}

/** A pool that was ended has clients on their way out, which take being cut off for an error nobody waits for. */
async function drop(superUrl: string, name: string): Promise<void> {
  await withClient(superUrl, async (client) => {
    const others = `SELECT FROM pg_stat_activity WHERE datname = '${name}'`;
    for (let looks = 0; looks < 50 && (await client.query(others)).rowCount; looks++) await pause(10);
    await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
  });
}

async function inPostgres(superUrl: string, statement: string): Promise<void> {
  await withClient(superUrl, (client) => client.query(statement));
}
