/** Generates the Prisma client when the schema or Prisma changed. `npm run build`, `dev` and `test` begin with it. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'app/generated/prisma.stamp');

export async function generateIfNeeded() {
  if (isCurrent()) return false;
  return withLock(join(root, '.local/generate.lock'), () => {
    if (isCurrent()) return false;
    const prisma = spawnSync(process.execPath, [join(root, 'scripts/prisma.mjs'), 'generate'], {
      cwd: root,
      encoding: 'utf8',
    });
    if (prisma.status !== 0) throw new Error(`prisma generate failed.\n${prisma.stdout}${prisma.stderr}`);
    writeFileSync(stamp, fingerprint());
    return true;
  });
}

function isCurrent() {
  return (
    existsSync(join(root, 'app/generated/prisma/client.ts')) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === fingerprint()
  );
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['prisma/schema.prisma', 'node_modules/prisma/package.json'])
    hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generateIfNeeded();
