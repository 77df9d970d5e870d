// Makes dist/ a package of its own (`npm publish ./dist`): inside the repository the sources run as they are.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';

const { scripts: _, devDependencies: __, ...manifest } = JSON.parse(readFileSync('package.json', 'utf8'));
const published = {
  ...manifest,
  exports: { '.': { types: './index.d.ts', default: './index.js' } },
  bin: { 'local-logto': './cli.js' },
};
writeFileSync('dist/package.json', `${JSON.stringify(published, null, 2)}\n`);
for (const file of ['README.md', 'LICENSE']) copyFileSync(file, `dist/${file}`);
