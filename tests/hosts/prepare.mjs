/**
 * Builds and packs the widgets, and installs them here as anybody would: what is missing comes from the lockfiles, the
 * tarball takes the place of the one before. Nothing is done twice. Used by the step `package` and by the browser tests.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { installIfNeeded } from '../../scripts/install.mjs';
import { withLock } from '../../scripts/lock.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = join(root, 'tests/hosts');
const widgets = join(root, 'widgets');
const packed = join(root, '.local/package');
export const tarball = join(packed, 'tenantry-widgets.tgz');

const run = (command, args, cwd) => promisify(execFile)(command, args, { cwd, shell: process.platform === 'win32' });

/** Two projects: one has one React. */
const projects = [here, join(here, 'react-18')];

export async function prepareHosts() {
  await withLock(join(root, '.local/package.lock'), async () => {
    const sources = hashOf(widgets);
    if (read(`${tarball}.of`) !== sources) await pack(sources);
    const stamp = createHash('sha256').update(readFileSync(tarball)).digest('hex');
    await Promise.all(
      projects.map(async (project) => {
        await installIfNeeded(project);
        await replace(project, stamp);
      }),
    );
  });
}

async function pack(sources) {
  mkdirSync(packed, { recursive: true });
  await run(process.execPath, ['build.mjs'], widgets);
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', packed], widgets);
  renameSync(join(packed, JSON.parse(stdout)[0].filename), tarball);
  writeFileSync(`${tarball}.of`, sources);
}

/** npm would install everything anew for another tarball; of a package without scripts this is all that it does. */
async function replace(project, stamp) {
  const folder = join(project, 'node_modules/@tenantry/widgets');
  if (read(join(folder, '.stamp')) === stamp) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components', '1'], project);
  writeFileSync(join(folder, '.stamp'), stamp);
}

/** Everything that the tarball is made of. */
function hashOf(folder) {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !/[\\/](dist|node_modules)[\\/]/.test(file.slice(folder.length)));
  for (const file of files.sort()) hash.update(`${file.slice(folder.length)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
