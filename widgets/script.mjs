/**
 * The script file: everything in one, for a page that names it with its hash. The widgets, `<widget-frame>`, English and
 * Spanish. No part of it comes later, because no hash of a page would hold it. The app serves it (`/widgets/…`), so
 * scripts/generate.mjs makes it; `size.mjs` weighs it.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { minify } from 'terser';
import { minifyTemplates } from './minify-templates.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));

const widgets = `
  import * as defined from './src/define.ts';
  import { es } from './src/locales/es.ts';
  for (const each of Object.values(defined)) {
    if (each?.locales && !each.locales.includes(es)) each.locales.push(es);
  }`;

const tags = ['org-switcher', 'member-list'];

/**
 * `name`: of the file, without `.js`; its hash is the beginning of the SHA-384 that `integrity` is, so that what is served
 * under a name can be held to it. `inside`: what the page in a frame adds.
 */
export async function buildScript() {
  const { version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const [frame, both, inside] = await Promise.all([
    bundle({ entryPoints: ['src/frame.ts'] }),
    bundle({ stdin: { contents: widgets, resolveDir: folder, loader: 'ts' } }),
    bundle({ entryPoints: ['src/frame-inside.ts'] }),
  ]);
  // Another script has them already: one of its version or another, or the page's own bundle. It stays theirs, and Lit is
  // not even begun, for a page with Trusted Types allows its policy once.
  const taken = tags.filter((tag) => both.includes(`"${tag}"`)).map((tag) => `customElements.get("${tag}")`);
  const code = [
    `/* @tenantry/widgets ${version}, MIT; with Lit, BSD-3-Clause, Copyright 2017 Google LLC */`,
    `(()=>{${frame}if(${taken.join('&&')})return;${both}})();\n`,
  ].join('\n');
  const hash = createHash('sha384').update(code).digest();
  return {
    version,
    name: `${version}-${hash.toString('hex').slice(0, 32)}`,
    integrity: `sha384-${hash.toString('base64')}`,
    code,
    inside,
  };
}

async function bundle(entry) {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    ...entry,
    ...{ bundle: true, minify: true, format: 'iife', target: 'es2022', write: false },
    ...{ logLevel: 'error', legalComments: 'none', charset: 'utf8' },
    plugins: [minifyTemplates],
    conditions: ['tenantry-source', 'production'],
  });
  const text = await smallest(outputFiles[0].text);
  if (/\bimport\s*[("']|<\/script/i.test(text)) throw new Error('The script has to stand alone, also inside a page.');
  return text;
}

/** What our modules call each other’s, and nobody else: neither the browser, nor the API, nor a page. */
const internal = /^(on[A-Z]\w*|connectsAnew|speech|removals|invitationsFailure|undoSeconds|searchDelayMs|lookEveryMs)$/;

/** What esbuild leaves: it changes no code, Terser does. */
export async function smallest(text) {
  const compress = { passes: 3, unsafe_arrows: true, pure_getters: true, keep_fargs: false };
  const mangle = { properties: { regex: internal } };
  const { code } = await minify(text, { module: true, ecma: 2022, compress, mangle });
  return code.trim();
}
