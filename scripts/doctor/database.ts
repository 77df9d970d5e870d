/** PostgreSQL as each of the three roles sees it: docs/decisions/0003-row-level-security.md says what they must be. */
import { once } from 'node:events';
import { bad, ok, skipped, warn, type Check, type Finding } from './check.ts';
import { addressOf, connect, explainConnection, type Connection, type Rows } from './postgres.ts';

export type Databases = { app?: Connection; owner?: Connection; workers?: Connection };

type Urls = { app: string | undefined; owner: string | undefined; workers: string | undefined };

const oldest = 16;

export function databaseChecks(urls: Urls, found: Databases): Check[] {
  return [
    {
      name: 'database: app',
      look: () => open('DATABASE_URL', urls.app, (made) => (found.app = made), lookAsApp),
    },
    {
      name: 'database: owner',
      look: () =>
        urls.owner === undefined
          ? Promise.resolve(skipped('DATABASE_OWNER_URL is not set here; only `npm run migrate` needs it'))
          : open('DATABASE_OWNER_URL', urls.owner, (made) => (found.owner = made), lookAsOwner),
    },
    {
      name: 'database: workers',
      look: () => open('DATABASE_WORKER_URL', urls.workers, (made) => (found.workers = made), lookAsWorkers),
    },
    { name: 'row-level security', needs: ['database: app'], look: () => everyTableForced(found.app!) },
  ];
}

async function open(
  setting: string,
  url: string | undefined,
  keep: (made: Connection) => void,
  look: (made: Connection, role: Role, url: string) => Promise<Finding>,
): Promise<Finding> {
  if (url === undefined) return skipped(`${setting} is not set`);
  let made: Connection;
  try {
    made = await connect(url);
  } catch (error) {
    return bad(...explainConnection(error, setting, url));
  }
  keep(made);
  const role = await roleOf(made.rows);
  if (role.version < oldest) {
    return bad(`PostgreSQL ${role.version} is too old`, `Use PostgreSQL ${oldest} or newer.`);
  }
  return look(made, role, url);
}

type Role = {
  name: string;
  version: number;
  superuser: boolean;
  bypasses: boolean;
  isMigrated: boolean;
  inheritsApp: boolean;
  inheritsSystem: boolean;
  becomesSystem: boolean;
};

async function roleOf(rows: Rows): Promise<Role> {
  const exists = (role: string) => `EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}')`;
  const has = (role: string, right: string) =>
    `CASE WHEN ${exists(role)} THEN pg_has_role(current_user, (SELECT oid FROM pg_roles WHERE rolname = '${role}'), '${right}') ELSE false END`;
  const [role] = await rows<Role>(`
    SELECT current_user::text AS name, current_setting('server_version_num')::int / 10000 AS version,
           rolsuper AS superuser, rolbypassrls AS bypasses,
           ${exists('tenantry_app')} AND ${exists('tenantry_system')} AS "isMigrated",
           ${has('tenantry_app', 'USAGE')} AS "inheritsApp",
           ${has('tenantry_system', 'USAGE')} AS "inheritsSystem", ${has('tenantry_system', 'SET')} AS "becomesSystem"
      FROM pg_roles WHERE rolname = current_user`);
  return role!;
}

const unbound = ({ superuser, bypasses }: Role) =>
  superuser ? 'a superuser' : bypasses ? 'allowed to bypass row-level security' : undefined;

const told = ({ version }: Role, url: string) => ok(`PostgreSQL ${version}, ${addressOf(url)}`);

async function lookAsApp(_: Connection, role: Role, url: string): Promise<Finding> {
  const above = unbound(role);
  if (above) {
    return bad(
      `${role.name} is ${above}: no policy binds it`,
      'Give DATABASE_URL a role of its own: CREATE ROLE … LOGIN PASSWORD … IN ROLE tenantry_app;',
    );
  }
  if (!role.isMigrated)
    return bad('the roles tenantry_app and tenantry_system are not there', 'Run `npm run migrate`.');
  if (!role.inheritsApp) {
    return bad(`${role.name} is no member of tenantry_app`, `As the owner: GRANT tenantry_app TO "${role.name}";`);
  }
  if (role.inheritsSystem) {
    return bad(
      `${role.name} has the rights of tenantry_system, which sees the rows of all tenants`,
      `As the owner: REVOKE tenantry_system FROM "${role.name}";`,
    );
  }
  return told(role, url);
}

async function lookAsOwner(_: Connection, role: Role, url: string): Promise<Finding> {
  const above = unbound(role);
  if (above) {
    return warn(
      `${role.name} is ${above}`,
      'A role that only owns the database would do: mistakes of a migration would meet the policies.',
    );
  }
  if (!role.isMigrated) return warn(`nothing is migrated yet, ${addressOf(url)}`, 'Run `npm run migrate`.');
  if (!role.becomesSystem) {
    return bad(
      `${role.name} may not SET ROLE tenantry_system, which migrations do`,
      `As a superuser: GRANT tenantry_system TO "${role.name}" WITH INHERIT FALSE, SET TRUE;`,
    );
  }
  return told(role, url);
}

async function lookAsWorkers(made: Connection, role: Role, url: string): Promise<Finding> {
  if (!role.isMigrated) return bad('the role tenantry_system is not there', 'Run `npm run migrate`.');
  if (!role.becomesSystem) {
    return bad(
      `${role.name} is no member of tenantry_system`,
      `As a superuser: GRANT tenantry_system TO "${role.name}";`,
    );
  }
  if (!(await hears(made, url))) {
    return bad(
      'LISTEN hears nothing: DATABASE_WORKER_URL seems to go through a pooler',
      'Give it PostgreSQL’s own address and port.',
    );
  }
  const above = unbound(role);
  if (above)
    return warn(`${role.name} is ${above}`, 'CREATE ROLE … LOGIN PASSWORD … IN ROLE tenantry_system; would do.');
  return told(role, url);
}

/** What is said on one connection is heard on another: not so behind a pooler that lends connections by transaction. */
async function hears({ client, rows }: Connection, url: string): Promise<boolean> {
  const channel = `tenantry_doctor_${process.pid}`;
  await rows(`LISTEN ${channel}`);
  const heard = once(client, 'notification', { signal: AbortSignal.timeout(2_000) }).then(
    () => true,
    () => false,
  );
  const other = await connect(url);
  try {
    await other.rows(`NOTIFY ${channel}`);
    return await heard;
  } finally {
    await other.client.end();
  }
}

async function everyTableForced({ rows }: Connection): Promise<Finding> {
  const tables = await rows<{ name: string; forced: boolean }>(`
    SELECT relname::text AS name, relrowsecurity AND relforcerowsecurity AS forced
      FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
       AND relname <> '_prisma_migrations' ORDER BY relname`);
  if (tables.length === 0) return bad('there are no tables', 'Run `npm run migrate`.');
  const open = tables.filter(({ forced }) => !forced).map(({ name }) => name);
  if (open.length === 0) return ok(`forced on all ${tables.length} tables`);
  return bad(
    `not forced on ${open.join(', ')}`,
    ...open.map((name) => `ALTER TABLE "${name}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;`),
  );
}
