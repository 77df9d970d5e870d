/**
 * `npm run size`: what a page loads for a widget, everything in (Lit, core, English, styles), as gzip -9 makes it of a
 * minified bundle. Fails past the budgets. No stylesheet is counted, because none is needed.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { minifyTemplates } from './minify-templates.mjs';
import { buildScript, smallest } from './script.mjs';

/* eslint-disable no-console -- it prints a table */
const kilobyte = 1024;

/** `entry`: a source; `code`: what a page imports. `external`: what it has anyway. `all`: also what is imported later. */
const items = [
  { name: '<org-switcher> on first load', entry: 'src/elements/org-switcher.ts', budget: 13 * kilobyte },
  { name: '… with what comes when idle', entry: 'src/elements/org-switcher.ts', all: true },
  { name: '<member-list>', entry: 'src/elements/member-list.ts', all: true },
  { name: 'both widgets, everything in, one file', entry: 'src/define.ts', oneFile: true, budget: 26 * kilobyte },
  {
    name: 'core, as the switcher uses it',
    code: `export { createClient, openChannel, organizationsStore, recentIn } from './src/core/index.ts';`,
    budget: 3.75 * kilobyte,
  },
  { name: 'English, with what fills it in', code: `export { translator } from './src/core/index.ts';` },
  { name: 'Lit’s templates', code: `export { html, nothing, render } from 'lit/html.js';` },
  { name: '<widget-frame>', entry: 'src/frame.ts', oneFile: true, budget: 1.5 * kilobyte },
  { name: 'React wrapper', entry: 'src/react.ts', budget: kilobyte, external: ['react'] },
];

const folder = fileURLToPath(new URL('.', import.meta.url));

/** Bytes of what is loaded at once: the entry and what it imports statically. */
async function sizeOf({ entry, code, external, all, oneFile = false }) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: folder,
    ...(entry ? { entryPoints: [entry] } : { stdin: { contents: code, resolveDir: folder, loader: 'ts' } }),
    ...{
      bundle: true,
      minify: true,
      splitting: !oneFile,
      format: oneFile ? 'iife' : 'esm',
      target: 'es2022',
      write: false,
      metafile: true,
    },
    ...{ outdir: 'dist', logLevel: 'error', legalComments: 'none', charset: 'utf8', external },
    plugins: [minifyTemplates],
    conditions: ['tenantry-source', 'production'],
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const outputs = Object.entries(metafile.outputs);
  const stylesheet = outputs.find(([path]) => path.endsWith('.css'));
  if (stylesheet) throw new Error(`${stylesheet[0]}: a widget needs no stylesheet`);
  const [first] = outputs.find(([, { entryPoint }]) => entryPoint !== undefined);
  const loaded = new Set([first]);
  for (const path of loaded) {
    for (const { path: next, kind, external } of metafile.outputs[path].imports) {
      if ((all || kind === 'import-statement') && !external) loaded.add(next);
    }
  }
  const files = outputFiles.filter(({ path }) => [...loaded].some((each) => path.endsWith(`/${each}`)));
  if (oneFile) return weigh(await smallest(files[0].text));
  return files.reduce((sum, { contents }) => sum + weigh(contents), 0);
}

const weigh = (contents) => gzipSync(contents, { level: 9 }).length;

const kilobytes = (bytes) => (bytes / kilobyte).toFixed(2).padStart(6);

console.log(`${'gzip, KB'.padEnd(38)}   size  budget`);
for (const item of items) {
  const { name, entry, budget } = item;
  if (entry && !existsSync(`${folder}/${entry}`)) {
    console.log(`${name.padEnd(38)} not there yet`);
    continue;
  }
  const size = await sizeOf(item);
  const over = budget !== undefined && size > budget;
  console.log(
    `${name.padEnd(38)} ${kilobytes(size)}  ${budget ? kilobytes(budget) : '     –'}${over ? '  too large' : ''}`,
  );
  if (over) process.exitCode = 1;
}
const { code } = await buildScript();
console.log(`${'the script file: all this and Spanish'.padEnd(38)} ${kilobytes(weigh(code))}       –`);
console.log('Stylesheets needed: none');
