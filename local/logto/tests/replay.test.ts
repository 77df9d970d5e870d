import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { testLogto } from './server.ts';

const cases = process.env.REPLAY_CASES ?? '';
const replay = join(dirname(cases), 'replay.mjs');
const logto = testLogto({ empty: true });

/** REPLAY_CASES names a file of exchanges recorded from a real server, with its replay.mjs beside it. */
it.skipIf(!existsSync(cases) || !existsSync(replay))(
  'answers recorded exchanges like the server they come from',
  async () => {
    const { endpoint, m2m, noScope } = logto();
    const { stdout } = await promisify(execFile)(process.execPath, [
      replay,
      '--endpoint',
      endpoint,
      '--client-id',
      m2m.id,
      '--client-secret',
      m2m.secret,
      '--noscope-id',
      noScope.id,
      '--noscope-secret',
      noScope.secret,
      '--cases',
      cases,
    ]).catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? String(error) }));
    expect(stdout).not.toContain('DIFFERS');
    expect(stdout).toMatch(/(\d+) of \1 exchanges match/);
  },
  60_000,
);
