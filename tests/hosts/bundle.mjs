/** Makes a host's scripts, as its own bundler would: what runs in the browser, and what renders it on a server. */
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const require = createRequire(new URL('../../widgets/package.json', import.meta.url));

/**
 * @param {string} kind a folder here
 * @param {object} more options of esbuild
 * @returns {Promise<Map<string, string>>} text by path
 */
export async function bundleHost(kind, more = {}) {
  const { outputFiles } = await build(entryOf(kind, 'host'), { splitting: true, platform: 'browser', ...more });
  return new Map(outputFiles.map(({ path, text }) => [path, text]));
}

/** @param {string} kind @returns {Promise<((props: object) => string) | undefined>} what its server sends */
export async function rendererOf(kind) {
  const entry = entryOf(kind, 'server');
  if (!existsSync(entry)) return undefined;
  const outfile = join(here, kind, 'node_modules/.server', `${process.pid}.cjs`);
  await build(entry, { platform: 'node', format: 'cjs', write: true, outdir: undefined, outfile });
  return createRequire(pathToFileURL(outfile))(outfile).render;
}

const entryOf = (kind, name) =>
  [`${name}.ts`, `${name}.tsx`].map((file) => join(here, kind, file)).find(existsSync) ?? join(here, kind, name);

function build(entry, more) {
  return require('esbuild').build({
    entryPoints: [entry],
    ...{
      bundle: true,
      format: 'esm',
      target: 'es2022',
      jsx: 'automatic',
      outdir: '/',
      write: false,
      logLevel: 'error',
    },
    define: { 'process.env.NODE_ENV': '"development"' },
    conditions: ['svelte'],
    plugins: [components],
    ...more,
  });
}

/** What is not TypeScript, by the framework's own compiler. */
const components = {
  name: 'components',
  setup({ onLoad }) {
    onLoad({ filter: /\.vue$/ }, async ({ path }) => {
      const { compileScript, parse } = await import('vue/compiler-sfc');
      const { descriptor } = parse(await readFile(path, 'utf8'), { filename: path });
      const compilerOptions = { isCustomElement: (tag) => tag.includes('-') };
      const { content } = compileScript(descriptor, {
        id: path,
        inlineTemplate: true,
        templateOptions: { compilerOptions },
      });
      return { contents: content, loader: 'ts' };
    });
    onLoad({ filter: /\.svelte(\.js)?$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (path.endsWith('.js')) return { contents: source, loader: 'js' };
      const { compile } = await import('svelte/compiler');
      return { contents: compile(source, { filename: path, generate: 'client' }).js.code, loader: 'js' };
    });
  },
};
