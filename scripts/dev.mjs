/** `npm run dev`: installs what is missing, then hands over to `local/dev.ts`. `--reset` forgets all local data first. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { requireNode } from './node-version.mjs';

requireNode();
const began = Date.now();
const root = fileURLToPath(new URL('..', import.meta.url));
const { installOrExit } = await import('./install.mjs');
await installOrExit();

const child = spawn(process.execPath, ['--import', 'tsx', 'local/dev.ts', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, TENANTRY_BEGAN: String(began) },
});
// A terminal sends Ctrl-C to both; whoever stops this process by its number means the child.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'));
child.on('exit', (code) => process.exit(code ?? 1));
