/**
 * The step `package` of `npm test`: the widgets are packed, installed by projects apart from this one, and looked at there:
 * by publint and by attw, by the compiler (the hosts and the declarations that they load), and bundled.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleHost } from './bundle.mjs';
import { prepareHosts, tarball } from './prepare.mjs';
import { extractReadme, renderReadme } from './readme.mjs';
import { wrongTypes } from './types.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const hosts = ['plain', 'react-18', 'react-19', 'vue', 'svelte', 'frame'];

await prepareHosts();
const attw = join(here, 'node_modules/@arethetypeswrong/cli/dist/index.js');
const publint = join(here, 'node_modules/publint/src/cli.js');
const results = await Promise.all([
  // Node 10 knows no `exports`, and a package of browsers' modules needs no CommonJS. A pattern and JSON have no types.
  checked('attw', [attw, tarball, '--profile', 'esm-only', '--exclude-entrypoints', './custom-elements.json']),
  checked('publint', [publint, tarball, '--strict']),
  bundled(),
]);
const readme = extractReadme();
await renderReadme();
console.log('✓ examples of the README');
const wrong = wrongTypes([...hosts.map((host) => join(here, host)), readme]);
if (wrong) console.error(wrong);
else console.log(`✓ types: ${hosts.join(', ')}`);
process.exitCode = wrong || results.includes(false) ? 1 : 0;

function checked(name, args) {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd: here, env: { ...process.env, FORCE_COLOR: '0' } },
      (error, stdout, stderr) => {
        if (error) console.error(`✗ ${name}\n${stdout}${stderr}`);
        else console.log(`✓ ${name}`);
        resolve(!error);
      },
    );
  });
}

async function bundled() {
  await Promise.all(hosts.map((host) => bundleHost(host)));
  console.log('✓ bundles');
  return true;
}
