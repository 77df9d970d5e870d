/**
 * Installs the packages when they differ from package-lock.json, and only then: `npm ci` deletes node_modules, which a
 * server that runs from it would not survive. A stamp in node_modules tells what was installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const runtime = `node ${process.versions.node.split('.')[0]} ${process.platform} ${process.arch}`;

/**
 * @param {string} [folder] one that has a package-lock.json
 * @returns {Promise<boolean>} whether anything had to be installed
 */
export async function installIfNeeded(folder = root) {
  if (isInstalled(folder)) return false;
  // Not in node_modules, which goes away while it is held.
  const lock = join(root, '.local', `install-${createHash('sha256').update(folder).digest('hex').slice(0, 8)}.lock`);
  return withLock(
    lock,
    () => {
      if (isInstalled(folder)) return false;
      if (isInstalledByHand(folder)) return writeStamp(folder);
      console.log(
        existsSync(join(folder, 'node_modules')) ? 'The packages changed: npm ci' : 'Installing packages: npm ci',
      );
      npmCi(folder);
      writeStamp(folder);
      return true;
    },
    () => console.log('Another process is installing the packages; waiting for it.'),
  );
}

/** What is installed belongs to this lockfile, and to this Node on this machine. */
export function stampOf(folder) {
  const lockfile = readFileSync(join(folder, 'package-lock.json'));
  return `${createHash('sha256').update(lockfile).digest('hex')}\n${runtime}\n`;
}

export function isInstalled(folder) {
  return readStamp(folder) === stampOf(folder);
}

/** Somebody ran `npm ci` or `npm install` themselves: npm's own record then agrees with the lockfile. */
function isInstalledByHand(folder) {
  const record = join(folder, 'node_modules/.package-lock.json');
  const stamp = readStamp(folder);
  if (!existsSync(record) || (stamp && !stamp.endsWith(`\n${runtime}\n`))) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
  const mayBeMissing = ([path, { link, optional, os, cpu, libc }]) =>
    !path.includes('node_modules/') || link || optional || os || cpu || libc;
  return Object.entries(wanted).every(
    (entry) => mayBeMissing(entry) || installed[entry[0]]?.version === entry[1].version,
  );
}

function readStamp(folder) {
  const file = stampFile(folder);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function writeStamp(folder) {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  writeFileSync(stampFile(folder), stampOf(folder));
  return false;
}

function stampFile(folder) {
  return join(folder, 'node_modules/.tenantry-stamp');
}

function npmCi(folder) {
  const engine = fileURLToPath(new URL('prisma-schema-engine.mjs', import.meta.url));
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
    // Named, Prisma's install script has nothing to download.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: engine },
  });
  if (status === 0) return;
  throw new InstallFailed(`
Installing the packages failed (npm ci in ${folder}, code ${status}); npm says why above.
If the registry could not be reached, run the command again when it can. If package.json and
package-lock.json disagree, run \`npm install\` once.`);
}

class InstallFailed extends Error {}

/** For commands that begin with it: says what is wrong and ends. */
export async function installOrExit() {
  try {
    await installIfNeeded();
  } catch (error) {
    if (!(error instanceof InstallFailed)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
