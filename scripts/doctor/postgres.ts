/** Connections of the three roles, each made once and shared by the checks. */
import pg from 'pg';

export type Rows = <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>;

export type Connection = {
  rows: Rows;
  /** What the workers see, also when their URL is the owner's. No parameters: it is one message with its `SET ROLE`. */
  rowsOfSystem: <Row extends pg.QueryResultRow>(text: string) => Promise<Row[]>;
  client: pg.Client;
};

const connectMs = 5_000;
const queryMs = 5_000;

export async function connect(url: string): Promise<Connection> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectMs,
    query_timeout: queryMs,
    application_name: 'tenantry doctor',
  });
  client.on('error', () => undefined); // a server that goes away meanwhile: the query that waits says so
  await client.connect();

  // Checks share a connection, and a connection has one query at a time.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };

  return {
    client,
    rows: <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      inTurn(async () => (await client.query<Row>(text, values)).rows),
    rowsOfSystem: <Row extends pg.QueryResultRow>(text: string) =>
      inTurn(async () => {
        const answers: unknown = await client.query(`BEGIN; SET LOCAL ROLE tenantry_system; ${text}; COMMIT`);
        return (answers as pg.QueryResult<Row>[])[2]?.rows ?? [];
      }),
  };
}

/** Where a URL leads, without its password. */
export function addressOf(url: string): string {
  const { hostname, port, pathname, username } = new URL(url);
  return `${decodeURIComponent(username)} at ${hostname}:${port || 5432}${pathname}`;
}

/** Why there is no connection, in words of the setting. PostgreSQL's messages hold no passwords. */
export function explainConnection(error: unknown, setting: string, url: string): [what: string, remedy: string] {
  const { code, message } = error as { code?: string; message: string };
  const where = addressOf(url);
  const host = new URL(url).hostname;
  switch (code) {
    case 'ECONNREFUSED':
      return [`nothing listens for ${where}`, `Start PostgreSQL, or correct host and port of ${setting}.`];
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return [`no host has the name ${host}`, `Correct the host of ${setting}.`];
    case '28P01':
    case '28000':
      return [`PostgreSQL does not let in ${where}`, `Correct user and password of ${setting}. It says: ${message}`];
    case '3D000':
      return [`there is no such database: ${where}`, `Make it, or correct the name in ${setting}.`];
    case '53300':
      return [`PostgreSQL has no connection left for ${where}`, 'Raise max_connections, or run fewer instances.'];
    default:
      return [`no connection for ${where}: ${message}`, `Correct ${setting}, or look into PostgreSQL’s log.`];
  }
}
