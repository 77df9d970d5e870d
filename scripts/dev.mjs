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
// A terminal sends Ctrl-C to both, others only to this process: the child may hear it twice.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
