import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outsideHomePath } from '#local/postgres-home.ts';
import { ensureDatabase, startPostgres, withClient, type Postgres } from '#local/postgres.ts';

const root = join(import.meta.dirname, '../..');
const schema = (columns: string) => `
  generator client {
    provider = "prisma-client"
    output = "../generated"
  }
  datasource db {
    provider = "postgresql"
  }
  model Thing {
    id String @id
    ${columns}
  }`;

let project: string;
let server: Postgres;

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'tenantry-prisma-'));
  mkdirSync(join(project, 'prisma/migrations/1_init'), { recursive: true });
  cpSync(join(root, 'prisma.config.ts'), join(project, 'prisma.config.ts'));
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  writeFileSync(join(project, 'prisma/migrations/migration_lock.toml'), 'provider = "postgresql"\n');
  chmodSync(project, 0o755);
  server = await startPostgres({ directory: join(project, 'postgres'), port: 0 });
});

afterAll(async () => {
  await server.stop();
  for (const path of [project, outsideHomePath(join(project, 'postgres'))])
    rmSync(path, { recursive: true, force: true });
});

/** As on a machine that reaches no host but npm's: a download would fail at once. */
async function prisma(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'scripts/prisma.mjs'), ...args], {
    cwd: project,
    env: {
      ...process.env,
      DATABASE_OWNER_URL: server.url('tenantry_owner', 'things'),
      PRISMA_ENGINES_MIRROR: 'http://127.0.0.1:9',
    },
  });
  return stdout;
}

const write = (columns: string) => writeFileSync(join(project, 'prisma/schema.prisma'), schema(columns));

describe('Prisma with the engine from npm', () => {
  it('generates a client', async () => {
    write('name String');
    await prisma('generate');
    expect(readFileSync(join(project, 'generated/client.ts'), 'utf8')).toContain('PrismaClient');
  });

  it('applies migrations, with functions whose bodies hold semicolons', async () => {
    const sql = await prisma('migrate', 'diff', '--from-empty', '--to-schema', 'prisma/schema.prisma', '--script');
    const body = 'CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 1; END $$;';
    writeFileSync(join(project, 'prisma/migrations/1_init/migration.sql'), `${sql}\n${body}\n`);
    await ensureDatabase(server, 'things');
    await prisma('migrate', 'deploy');
    const answer = await withClient(server.url('tenantry_owner', 'things'), (client) => client.query('SELECT one()'));
    expect(answer.rows).toEqual([{ one: 1 }]);
    expect(await prisma('migrate', 'status')).toContain('up to date');
  });

  it('compares a schema with a database and with its migrations', async () => {
    write('name String\n size Int?');
    for (const from of [['--from-config-datasource'], ['--from-migrations', 'prisma/migrations']]) {
      const sql = await prisma('migrate', 'diff', ...from, '--to-schema', 'prisma/schema.prisma', '--script');
      expect(sql).toContain('ALTER TABLE "Thing" ADD COLUMN     "size" INTEGER;');
    }
  });

  it('says what a migration fails of', async () => {
    mkdirSync(join(project, 'prisma/migrations/2_wrong'));
    writeFileSync(join(project, 'prisma/migrations/2_wrong/migration.sql'), 'SELECT 1/0;');
    await expect(prisma('migrate', 'deploy')).rejects.toThrow(/division by zero/);
  });
});
