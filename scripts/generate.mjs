/**
 * Generates what the app needs and nobody writes, when what it is made of changed: the Prisma client, and the script file of
 * the widgets. `npm run build`, `dev` and `test` begin with it.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const generated = join(root, 'app/generated');

const parts = [
  {
    name: 'prisma',
    output: 'prisma/client.ts',
    sources: () => ['prisma/schema.prisma', 'node_modules/prisma/package.json'],
    make: prismaClient,
  },
  {
    name: 'widget-script',
    output: 'widget-script.json',
    sources: () => [
      ...filesIn('widgets/src'),
      ...[
        'widgets/script.mjs',
        'widgets/minify-templates.mjs',
        'widgets/package.json',
        'node_modules/lit/package.json',
      ],
    ],
    make: widgetScript,
  },
];

/** Answers whether anything had to be made. */
export async function generateIfNeeded() {
  if (parts.every(isCurrent)) return false;
  return withLock(join(root, '.local/generate.lock'), async () => {
    const old = parts.filter((part) => !isCurrent(part));
    mkdirSync(generated, { recursive: true });
    for (const part of old) {
      const now = fingerprint(part);
      await part.make(join(generated, part.output));
      writeFileSync(stampOf(part), now);
    }
    return old.length > 0;
  });
}

function prismaClient() {
  const prisma = spawnSync(process.execPath, [join(root, 'scripts/prisma.mjs'), 'generate'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (prisma.status !== 0) throw new Error(`prisma generate failed.\n${prisma.stdout}${prisma.stderr}`);
}

async function widgetScript(file) {
  const { buildScript } = await import('../widgets/script.mjs'); // its compiler is loaded when there is something to compile
  writeFileSync(file, JSON.stringify(await buildScript()));
}

const stampOf = ({ name }) => join(generated, `${name}.stamp`);

function isCurrent(part) {
  return (
    existsSync(join(generated, part.output)) &&
    existsSync(stampOf(part)) &&
    readFileSync(stampOf(part), 'utf8') === fingerprint(part)
  );
}

function fingerprint({ sources }) {
  const hash = createHash('sha256');
  for (const file of sources()) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function filesIn(folder) {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return files.map((file) => file.slice(root.length)).sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generateIfNeeded();
