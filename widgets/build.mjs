/**
 * `npm run build` here: what is published, in `dist/`. Modules without their dependencies for bundlers, declarations, the
 * manifest of the elements, and `standalone/`: the same with everything in, for a page without a bundler.
 */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { minifyTemplates } from './minify-templates.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));
const dist = join(folder, 'dist');
const require = createRequire(import.meta.url);
const node = (script, ...args) => promisify(execFile)(process.execPath, [script, ...args], { cwd: folder });

const shared = {
  absWorkingDir: folder,
  ...{ bundle: true, splitting: true, format: 'esm', target: 'es2022', minify: true, sourcemap: true },
  ...{ outbase: 'src', chunkNames: 'shared/[name]-[hash]', legalComments: 'none', plugins: [minifyTemplates] },
};

const locales = readdirSync(join(folder, 'src/locales')).map((file) => `src/locales/${file}`);
const entries = ['src/index.ts', 'src/core/index.ts', 'src/elements/org-switcher.ts', 'src/define.ts', 'src/react.ts'];

await rm(dist, { recursive: true, force: true });
await Promise.all([
  build({
    ...shared,
    entryPoints: [...entries.filter((entry) => existsSync(join(folder, entry))), ...locales],
    outdir: dist,
    packages: 'external',
  }),
  build({
    ...shared,
    entryPoints: ['src/define.ts', ...locales],
    outdir: join(dist, 'standalone'),
    conditions: ['production'],
  }),
  declarations(),
  manifest(),
]);

async function declarations() {
  const tsc = require.resolve('typescript/bin/tsc');
  await node(tsc, '-p', 'tsconfig.json', '--noEmit', 'false', '--emitDeclarationOnly', '--outDir', 'dist');
  const files = readdirSync(dist, { recursive: true }).filter((file) => file.endsWith('.d.ts'));
  // The sources name each other with `.ts`, which is not there in what is published.
  await Promise.all(
    files.map((file) => edit(join(dist, file), (text) => text.replace(/(['"]\.[^'"]*)\.ts(['"])/g, '$1.js$2'))),
  );
}

async function manifest() {
  const analyzer = dirname(require.resolve('@custom-elements-manifest/analyzer/package.json'));
  const globs = ['--globs', 'src/define.ts', 'src/elements/*.ts'];
  await node(join(analyzer, 'cem.js'), 'analyze', '--litelement', '--quiet', '--outdir', 'dist', ...globs);
  const events = await eventsOf('src/elements/org-switcher.events.ts');
  await edit(join(dist, 'custom-elements.json'), (text) => {
    const found = JSON.parse(text.replace(/"\/?src\/([^"]*)\.ts"/g, '"dist/$1.js"'));
    const elements = found.modules.flatMap(({ declarations }) => declarations).filter(({ tagName }) => tagName);
    for (const element of elements) publish(element, events);
    return JSON.stringify(found, null, 2);
  });
}

/** The analyzer does not know how our elements declare attributes, and lists what is nobody else’s. */
function publish(element, events) {
  const { default: props } = element.members.find(({ name }) => name === 'props');
  element.members = element.members.filter(
    ({ name, privacy, static: isStatic, inheritedFrom }) =>
      !isStatic && !name.startsWith('#') && (privacy ?? 'public') === 'public' && !inheritedFrom,
  );
  element.attributes = [...props.matchAll(/(\w+): '(text|flag)'/g)].map(([, fieldName, kind]) => ({
    name: fieldName.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    fieldName,
    type: { text: kind === 'flag' ? 'boolean' : 'string' },
    description: element.members.find(({ name }) => name === fieldName)?.description,
  }));
  element.events = events;
}

async function eventsOf(file) {
  const source = await readFile(join(folder, file), 'utf8');
  return [...source.matchAll(/^ {2}'([\w-]+)': (CustomEvent<.+>);$/gm)].map(([, name, text]) => ({
    name,
    type: { text },
  }));
}

async function edit(file, change) {
  await writeFile(file, change(await readFile(file, 'utf8')));
}
