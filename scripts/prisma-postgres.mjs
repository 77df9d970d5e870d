/**
 * `@prisma/adapter-pg` as the schema engine needs it. Three things the adapter gets wrong for migrations are put right
 * here, at its public objects: it does not know the catalog's type "char" (prisma/orm#27403), it cuts scripts at every
 * semicolon (which breaks functions and DO blocks), and its shadow database is the main one when configured by URL.
 */
import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';

const CHAR = 18;
const TEXT = 25;

/** A factory for `bindMigrationAwareSqlAdapterFactory`: the database at `url`, one connection, so that its locks and settings hold. */
export function postgresForMigrations(url) {
  const schema = new URL(url).searchParams.get('schema') ?? undefined;
  const connection = fields(url);
  const connectTo = async (config) => teach(await new PrismaPg({ ...config, max: 1 }, { schema }).connect());

  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => connectTo(connection),
    async connectToShadowDb() {
      const main = await connectTo(connection);
      const database = `prisma_migrate_shadow_${randomUUID()}`;
      await main.executeScript(`CREATE DATABASE "${database}"`);
      const shadow = await connectTo({ ...connection, database });
      const close = shadow.dispose.bind(shadow);
      shadow.dispose = async () => {
        await close();
        await main.executeScript(`DROP DATABASE "${database}" WITH (FORCE)`);
        await main.dispose();
      };
      return shadow;
    },
    async check() {
      const client = new pg.Client(connection);
      await client.connect();
      await client.end();
    },
  };
}

/** Stands in where only files are compared: the engine asks for the server's version before anything else, and then nothing. */
export const noDatabase = {
  provider: 'postgres',
  adapterName: 'none',
  connect: async () => ({
    provider: 'postgres',
    adapterName: 'none',
    async queryRaw({ sql }) {
      if (!sql.includes('server_version_num')) throw new Error('No database: set DATABASE_OWNER_URL.');
      return {
        columnNames: ['exists', 'version', 'numeric_version'],
        columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
        rows: [[true, 'PostgreSQL 18', 180000]],
      };
    },
    executeRaw: async () => 0,
    executeScript: async () => {},
    startTransaction: () => Promise.reject(new Error('No database: set DATABASE_OWNER_URL.')),
    getConnectionInfo: () => ({ supportsRelationJoins: true }),
    dispose: async () => {},
  }),
  connectToShadowDb: () => noDatabase.connect(),
};

export async function createDatabase(url) {
  const connection = fields(url);
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(connection.database)}`);
  } finally {
    await client.end();
  }
  return connection.database;
}

function fields(url) {
  const address = new URL(url);
  address.searchParams.delete('schema');
  const { host, port, user, password, database, ssl } = new pg.Client({ connectionString: address.href });
  return { host, port, user, password, database, ssl };
}

function teach(adapter) {
  const charColumns = new WeakMap();
  const performIO = adapter.performIO.bind(adapter);
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    charColumns.set(
      query,
      result.fields.map((field) => field.dataTypeID === CHAR),
    );
    const fields = result.fields.map((field) => (field.dataTypeID === CHAR ? { ...field, dataTypeID: TEXT } : field));
    return { fields, rows: result.rows, rowCount: result.rowCount };
  };
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const answer = await queryRaw(query);
    const isChar = charColumns.get(query);
    const columnTypes = answer.columnTypes.map((type, i) => (isChar[i] ? ColumnTypeEnum.Character : type));
    return { ...answer, columnTypes };
  };
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  const startTransaction = adapter.startTransaction.bind(adapter);
  adapter.startTransaction = async (level) => teach(await startTransaction(level));
  return adapter;
}
