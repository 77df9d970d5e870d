/**
 * A real PostgreSQL on this machine, from npm, that persists. Used by `npm run dev` and by the tests.
 *
 * Several processes may use one cluster: the first starts it, the last stops it. A process that is killed leaves a cluster
 * that stops by itself, or is taken over by the next one that starts.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { withLock } from '../scripts/lock.mjs';
import { freePort } from './ports.ts';
import { postgresHome, type PostgresHome } from './postgres-home.ts';
import { joinOwners } from './postgres-owners.ts';
import { runningPort } from './postgres-running.ts';

export type Role = 'postgres' | 'tenantry_owner' | 'tenantry_app' | 'tenantry_system';

export interface Postgres {
  port: number;
  superUrl: string;
  url(role: Role, database: string): string;
  /** Stops the server, unless another process still uses it. */
  stop(): Promise<void>;
}

interface Cluster {
  id: string;
  passwords: Record<Role, string>;
  port: number;
}

export interface PostgresOptions {
  /** Where its state lives. */
  directory: string;
  /** The port to try first; the one it had before wins. */
  port?: number;
  /** Server settings, such as `{ fsync: 'off' }` for databases nobody will miss. */
  settings?: Record<string, string>;
}

export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const directory = resolve(options.directory);
  const lock = join(directory, 'lock');
  return withLock(lock, async () => {
    const home = postgresHome(directory);
    const leave = joinOwners(directory, join(home.data, 'postmaster.pid'));
    try {
      const cluster = loadCluster(directory, home, options.port ?? 54320);
      const url = (role: Role, database: string) =>
        `postgresql://${role}:${cluster.passwords[role]}@127.0.0.1:${cluster.port}/${database}`;

      const running = await runningPort(home, (port) => connects(port, cluster, home));
      if (running) cluster.port = running;
      else await start(home, cluster, options.settings ?? {});
      saveCluster(directory, cluster);
      await ensureRoles(url('postgres', 'postgres'), cluster);

      const stop = () => withLock(lock, () => void (leave().wasLast && pgCtl(home, 'stop', '-m', 'fast', '-w')));
      return { port: cluster.port, superUrl: url('postgres', 'postgres'), url, stop };
    } catch (error) {
      leave();
      throw error;
    }
  });
}

/** Makes a database owned by `tenantry_owner` when there is none of that name. */
export async function ensureDatabase(server: Postgres, name: string): Promise<void> {
  await withClient(server.superUrl, async (client) => {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} OWNER tenantry_owner`);
  });
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function loadCluster(directory: string, home: PostgresHome, port: number): Cluster {
  const file = join(directory, 'cluster.json');
  const mark = join(home.data, 'tenantry-cluster');
  if (existsSync(file) && existsSync(mark)) {
    const cluster = JSON.parse(readFileSync(file, 'utf8')) as Cluster;
    if (readFileSync(mark, 'utf8') === cluster.id) return cluster;
  }
  const secret = () => randomBytes(18).toString('base64url');
  const passwords = { postgres: secret(), tenantry_owner: secret(), tenantry_app: secret(), tenantry_system: secret() };
  const cluster = { id: secret(), passwords, port };
  makeData(home, cluster);
  writeFileSync(mark, cluster.id);
  saveCluster(directory, cluster);
  return cluster;
}

function saveCluster(directory: string, cluster: Cluster): void {
  writeFileSync(join(directory, 'cluster.json'), JSON.stringify(cluster, null, 2), { mode: 0o600 });
}

/** Data that no state file belongs to is of a clone that was here before, or of an initdb that was interrupted. */
function makeData(home: PostgresHome, cluster: Cluster): void {
  rmSync(home.data, { recursive: true, force: true });
  const passwordFile = `${home.data}.password`;
  writeFileSync(passwordFile, cluster.passwords.postgres, { mode: 0o600 });
  if (home.user) chownSync(passwordFile, home.user.uid, home.user.gid);
  const args = [
    '-D',
    home.data,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '-E',
    'UTF8',
    '-N',
  ];
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  try {
    run(home, 'initdb', [...args, ...locale]);
  } finally {
    rmSync(passwordFile);
  }
}

async function start(home: PostgresHome, cluster: Cluster, settings: Record<string, string>): Promise<void> {
  const fixed = { listen_addresses: '127.0.0.1', unix_socket_directories: '', timezone: 'UTC', max_connections: '200' };
  const flags = Object.entries({ ...fixed, ...settings }).map(([name, value]) => `-c ${name}='${value}'`);
  for (let attempt = 1; ; attempt++) {
    cluster.port = await freePort(cluster.port);
    rmSync(home.log, { force: true });
    try {
      pgCtl(home, 'start', '-w', '-t', '60', '-s', '-l', home.log, '-o', `-p ${cluster.port} ${flags.join(' ')}`);
      return;
    } catch (error) {
      const log = existsSync(home.log) ? readFileSync(home.log, 'utf8') : '';
      const portTaken = log.includes('could not bind');
      if (!portTaken || attempt === 5) throw new Error(`PostgreSQL did not start.\n${log}`, { cause: error });
      cluster.port++;
    }
  }
}

/** As the owner is no superuser, the migration's GRANT needs its right to become the system's role given here. */
async function ensureRoles(superUrl: string, { passwords }: Cluster): Promise<void> {
  await withClient(superUrl, async (client) => {
    const found = await client.query(`SELECT FROM pg_roles WHERE rolname = 'tenantry_system'`);
    if (found.rowCount) return;
    await client.query(`
      BEGIN;
      CREATE ROLE tenantry_owner LOGIN CREATEROLE CREATEDB PASSWORD '${passwords.tenantry_owner}';
      CREATE ROLE tenantry_app LOGIN PASSWORD '${passwords.tenantry_app}';
      CREATE ROLE tenantry_system LOGIN PASSWORD '${passwords.tenantry_system}';
      GRANT tenantry_system TO tenantry_owner WITH INHERIT FALSE, SET TRUE;
      COMMIT;`);
  });
}

async function connects(port: number, cluster: Cluster, home: PostgresHome): Promise<boolean> {
  const url = `postgresql://postgres:${cluster.passwords.postgres}@127.0.0.1:${port}/postgres`;
  try {
    return await withClient(url, async (client) => {
      const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
      return rows[0]?.data_directory === home.data;
    });
  } catch {
    return false;
  }
}

function pgCtl(home: PostgresHome, command: string, ...args: string[]): void {
  run(home, 'pg_ctl', [command, '-D', home.data, ...args]);
}

function run(home: PostgresHome, program: string, args: string[]): void {
  const { status, stderr, error } = spawnSync(join(home.bin, program), args, {
    ...home.user,
    cwd: '/',
    encoding: 'utf8',
    // pg_ctl leaves the server with its output, and a pipe would never end.
    stdio: ['ignore', 'ignore', program === 'pg_ctl' ? 'ignore' : 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (status !== 0) throw new Error(`${program} failed (${error?.message ?? `code ${status}`}). ${stderr ?? ''}`);
}
