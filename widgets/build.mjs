/**
 * `npm run build` here: what is published, in `dist/`. Modules without their dependencies for bundlers, declarations, the
 * manifest of the elements, and `standalone/`: the same with everything in, for a page without a bundler.
 */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
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

const { exports } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
const locales = readdirSync(join(folder, 'src/locales')).map((file) => `src/locales/${file}`);
const entries = Object.values(exports).flatMap(({ 'tenantry-source': source = '' }) =>
  existsSync(join(folder, source)) && source.endsWith('.ts') ? [source] : [],
);
const elements = entries.filter((entry) => entry.startsWith('./src/elements/'));

await rm(dist, { recursive: true, force: true });
await Promise.all([
  build({
    ...shared,
    entryPoints: [...entries, ...locales],
    outdir: dist,
    packages: 'external',
  }),
  build({
    ...shared,
    entryPoints: ['src/define.ts', 'src/frame.ts', ...locales],
    outdir: join(dist, 'standalone'),
    conditions: ['production'],
  }),
  declarations(),
  manifest(),
]);

async function declarations() {
  const tsc = require.resolve('typescript/bin/tsc');
  await node(tsc, '-p', 'tsconfig.json', '--noEmit', 'false', '--emitDeclarationOnly', '--noCheck', '--outDir', 'dist');
  const files = readdirSync(dist, { recursive: true }).filter((file) => file.endsWith('.d.ts'));
  // The sources name each other with `.ts`, which is not there in what is published.
  await Promise.all(
    files.map((file) => edit(join(dist, file), (text) => text.replace(/(['"]\.[^'"]*)\.ts(['"])/g, '$1.js$2'))),
  );
}

async function manifest() {
  const analyzer = dirname(require.resolve('@custom-elements-manifest/analyzer/package.json'));
  const globs = ['--globs', 'src/define.ts', 'src/frame.ts', 'src/elements/*.ts'];
  await node(join(analyzer, 'cem.js'), 'analyze', '--litelement', '--quiet', '--outdir', 'dist', ...globs);
  const events = new Map();
  const shared = await eventsOf('src/elements/widget-events.ts');
  for (const entry of elements) {
    events.set(basename(entry, '.ts'), [...(await eventsOf(entry.replace('.ts', '.events.ts'))), ...shared]);
  }
  events.set('widget-frame', [...new Map([...events.values()].flat().map((event) => [event.name, event])).values()]);
  await edit(join(dist, 'custom-elements.json'), (text) => {
    const found = JSON.parse(text.replace(/"\/?src\/([^"]*)\.ts"/g, '"dist/$1.js"'));
    const declared = found.modules.flatMap(({ declarations }) => declarations).filter(({ tagName }) => tagName);
    for (const element of declared) publish(element, events.get(element.tagName));
    return JSON.stringify(found, null, 2);
  });
}

/** The analyzer does not know how our elements declare attributes, and lists what is nobody else’s. */
function publish(element, events) {
  const declared = element.members.find(({ name }) => name === 'props')?.default ?? '';
  const props = [...declared.matchAll(/(\w+): '(text|flag)'/g)];
  element.members = element.members.filter(
    ({ name, privacy, static: isStatic, inheritedFrom }) =>
      !isStatic && !/^#|^adoptedStyleSheets$/.test(name) && (privacy ?? 'public') === 'public' && !inheritedFrom,
  );
  element.events = events;
  if (props.length === 0) return;
  element.attributes = props.map(([, fieldName, kind]) => ({
    name: fieldName.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    fieldName,
    type: { text: kind === 'flag' ? 'boolean' : 'string' },
    description: element.members.find(({ name }) => name === fieldName)?.description,
  }));
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
