import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outsideHomePath } from '#local/postgres-home.ts';
import { ensureDatabase, startPostgres, withClient, type Postgres } from '#local/postgres.ts';

let parent: string;
let directory: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'tenantry-environment-'));
  chmodSync(parent, 0o755);
  directory = join(parent, 'postgres');
});

afterEach(() => {
  for (const path of [parent, outsideHomePath(directory)]) rmSync(path, { recursive: true, force: true });
});

describe('the local PostgreSQL', () => {
  it('starts in a folder that only its owner may enter, as any user', async () => {
    chmodSync(parent, 0o700);
    const server = await startPostgres({ directory, port: 0 });
    expect(await whoAmI(server)).toBe('tenantry_owner');
    expect(existsSync(outsideHomePath(directory))).toBe(process.getuid?.() === 0);
    await server.stop();
  });

  it('keeps its data', async () => {
    const first = await startPostgres({ directory, port: 0 });
    await sql(first, 'CREATE TABLE kept ()');
    await first.stop();
    const second = await startPostgres({ directory, port: 0 });
    expect(await sql(second, `SELECT to_regclass('kept') AS value`)).toBe('kept');
    await second.stop();
  });

  it('moves when its port is taken', async () => {
    const stranger = await listen();
    const { port } = stranger.address() as { port: number };
    const server = await startPostgres({ directory, port });
    expect(server.port).not.toBe(port);
    expect(await whoAmI(server)).toBe('tenantry_owner');
    await server.stop();
    stranger.close();
  });

  it('is shared by two that start it, and stops with the last', async () => {
    const [first, second] = await Promise.all([startPostgres({ directory, port: 0 }), startPostgres({ directory })]);
    expect(first.port).toBe(second.port);
    await first.stop();
    expect(await whoAmI(second)).toBe('tenantry_owner');
    await second.stop();
    await expect(whoAmI(second)).rejects.toThrow(/ECONNREFUSED/);
  });

  it('stops by itself when its process is killed, and starts again', async () => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(import.meta.dirname, 'hold-postgres.ts'), directory],
      {
        cwd: fileURLToPath(new URL('../..', import.meta.url)),
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    child.kill('SIGKILL');
    await expect.poll(() => answers(Number(line)), { timeout: 20_000 }).toBe(false);

    const server = await startPostgres({ directory, port: 0 });
    expect(await whoAmI(server)).toBe('tenantry_owner');
    await server.stop();
  });

  it('makes new data when what it finds belongs to another state', async () => {
    const first = await startPostgres({ directory, port: 0 });
    await first.stop();
    writeFileSync(join(directory, 'cluster.json'), JSON.stringify({ id: 'another', passwords: {}, port: 0 }));
    const second = await startPostgres({ directory, port: 0 });
    expect(await whoAmI(second)).toBe('tenantry_owner');
    await second.stop();
  });
});

const whoAmI = (server: Postgres) => sql(server, 'SELECT current_user AS value');

async function sql(server: Postgres, text: string): Promise<unknown> {
  await ensureDatabase(server, 'trial');
  return withClient(server.url('tenantry_owner', 'trial'), async (client) => {
    return (await client.query<{ value: unknown }>(text)).rows[0]?.value;
  });
}

async function listen(): Promise<Server> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function answers(port: number): Promise<boolean> {
  const { connect } = await import('node:net');
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false)).once('connect', () => socket.destroy());
  });
}
