#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { startLocalLogto } from './index.ts';
import type { Version } from './tenant.ts';

const USAGE = `local-logto [--port N] [--host H] [--empty] [--state FILE] [--cookie-name NAME] [--logto-version 1.41|1.37] [--no-connector] [--no-mail-limit]`;

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    host: { type: 'string' },
    empty: { type: 'boolean' },
    state: { type: 'string' },
    'cookie-name': { type: 'string' },
    'logto-version': { type: 'string' },
    'no-connector': { type: 'boolean' },
    'no-mail-limit': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  console.error(USAGE);
  process.exit(0);
}

// stdout is for the one line that a script reads.
console.info = console.error;
console.warn = console.error;
console.log = console.error;

try {
  const { endpoint, m2m, noScope, stop } = await startLocalLogto({
    port: values.port === undefined ? undefined : Number(values.port),
    host: values.host,
    empty: values.empty,
    stateFile: values.state,
    cookieName: values['cookie-name'],
    version: values['logto-version'] as Version | undefined,
    connector: !values['no-connector'],
    mailLimit: !values['no-mail-limit'],
  });
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      void stop().then(() => process.exit(0));
    });
  }
  process.stdout.write(`${JSON.stringify({ endpoint, m2m, noScope })}\n`);
} catch (error) {
  const { code } = error as NodeJS.ErrnoException;
  console.error(
    code === 'EADDRINUSE' ? `Port ${values.port} is taken. Choose another with --port, or leave it out.` : error,
  );
  process.exit(1);
}
