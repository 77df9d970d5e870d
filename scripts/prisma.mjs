/** `npm run prisma -- <command>`: the Prisma CLI with the schema engine from npm, so that no command downloads anything. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../node_modules/prisma/build/index.js', import.meta.url));
const engine = fileURLToPath(new URL('prisma-schema-engine.mjs', import.meta.url));

const child = spawn(process.execPath, [cli, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: {
    PRISMA_SCHEMA_ENGINE_BINARY: engine,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
    ...process.env,
  },
});
child.on('exit', (code) => process.exit(code ?? 1));
