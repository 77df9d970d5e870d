/**
 * How much JavaScript the first page of the app brings before it is idle: the modules that Remix preloads for its routes,
 * what they import, and one language. As gzip -9 makes it; what comes later by `import()` is not in it. Fails past the
 * budgets. Needs a build.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const kilobyte = 1024;
const assets = fileURLToPath(new URL('../build/client/assets/', import.meta.url));

const pages = [
  { name: 'Landing page', routes: ['root', 'routes/_index'], budget: 95 * kilobyte },
  {
    name: 'Home of a workspace',
    routes: ['root', 'routes/organization', 'routes/organization.home'],
    budget: 115 * kilobyte,
  },
];

if (!existsSync(assets)) {
  console.log('No build, no sizes of pages: run `npm run build`.');
  process.exit();
}

const files = readdirSync(assets);
const { entry, routes } = manifest();
const catalogs = files.filter((name) => /^(en|es)-.*\.js$/.test(name)).filter(isCatalog);
if (catalogs.length === 0) throw new Error('There is no catalog of texts among the assets.');

console.log(`${'JavaScript of pages, gzip, KB'.padEnd(32)}   size  budget`);
for (const { name, routes: ids, budget } of pages) {
  const first = [entry, ...ids.map(routeOf)].flatMap(({ module, imports = [] }) => [module, ...imports]);
  const loaded = withImports(first.map((path) => path.split('/').at(-1)));
  const code = [...loaded].reduce((sum, file) => sum + sizeOf(file), 0);
  const size = isStatic(ids.at(-1)) ? 0 : code + Math.max(...catalogs.map(sizeOf));
  const over = size > budget;
  console.log(`${name.padEnd(32)} ${kilobytes(size)}  ${kilobytes(budget)}${over ? '  too large' : ''}`);
  if (over) process.exitCode = 1;
}

function manifest() {
  const file = files.find((name) => name.startsWith('manifest-'));
  return JSON.parse(
    read(file)
      .replace(/^window\.__remixManifest=/, '')
      .replace(/;\s*$/, ''),
  );
}

function routeOf(id) {
  if (!routes[id]) throw new Error(`There is no route ${id}: ${Object.keys(routes).join(', ')}`);
  return routes[id];
}

/** Then `root.tsx` leaves the scripts out of the page. */
function isStatic(id) {
  return /handle = \{ static: true/.test(
    readFileSync(fileURLToPath(new URL(`../app/${id}.tsx`, import.meta.url)), 'utf8'),
  );
}

/** The app’s texts; the widget’s own are files of the same names. */
function isCatalog(file) {
  return read(file).includes('skipToContent');
}

/** Of static imports only: `import … from "./x.js"` and `import "./x.js"`, never `import("./x.js")`. */
function withImports(first) {
  const loaded = new Set(first);
  for (const file of loaded) {
    for (const [, next] of read(file).matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.js)["']/g)) loaded.add(next);
  }
  return loaded;
}

function read(file) {
  return readFileSync(`${assets}/${file}`, 'utf8');
}

function sizeOf(file) {
  return gzipSync(read(file), { level: 9 }).length;
}

function kilobytes(bytes) {
  return (bytes / kilobyte).toFixed(2).padStart(6);
}
