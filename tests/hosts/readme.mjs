/** The examples in the README of the package: compiled as a project beside the hosts, and the one for React rendered. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rendererOf } from './bundle.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = join(here, 'readme');

/** @returns {string} the project's folder */
export function extractReadme() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const text = readFileSync(join(here, 'node_modules/@tenantry/widgets/README.md'), 'utf8');
  const blocks = [...text.matchAll(/^```(tsx?)\n(.*?)^```/gms)];
  if (blocks.length < 3) throw new Error('The README has lost its examples.');
  for (const [place, [, kind, code]] of blocks.entries()) writeFileSync(join(folder, `example-${place}.${kind}`), code);
  const config = readFileSync(join(here, 'react-19/tsconfig.json'), 'utf8');
  writeFileSync(join(folder, 'tsconfig.json'), config);
  const react = blocks.findIndex(([, kind]) => kind === 'tsx');
  writeFileSync(
    join(folder, 'server.tsx'),
    `import { renderToString } from 'react-dom/server';
import { Team } from './example-${react}.tsx';
export const render = () => renderToString(<Team getToken={async () => ''} open={() => {}} />);\n`,
  );
  return folder;
}

export async function renderReadme() {
  const html = (await rendererOf('readme'))?.({});
  const [first, second] = [
    '<org-switcher base-url="https://app.example.com"><a href="https://app.example.com">',
    '<member-list base-url=',
  ];
  if (html?.startsWith(first) && html.includes(second)) return;
  throw new Error(`The README’s example for React renders ${html}`);
}
