/** The app between a local Logto that sends its events to it, and a database; jobs run when a test says so. */
import { createHmac } from 'node:crypto';
import { Logger, runOnce } from 'graphile-worker';
import pg from 'pg';
import { afterAll } from 'vitest';
import { asUserId, type OrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import type { Role } from '#app/permissions.ts';
import { copyTasks } from '#app/sync/tasks.server.ts';
import { closeDatabase } from '#app/tenants/db.server.ts';
import { testApp } from '#tests/support/app.ts';
import { startReceiver } from './receiver.ts';

let sentAgain = 0;

const quiet = new Logger(() => () => {});

export type Stage = Awaited<ReturnType<typeof openStage>>;

export async function openStage() {
  const receiver = await startReceiver();
  const { database, logto: server } = await testApp(receiver.url);
  const pool = new pg.Pool({ connectionString: database.superUrl, max: 2 });
  afterAll(async () => {
    await closeDatabase();
    await pool.end();
  });

  const sql = <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    pool.query<Row>(text, values).then(({ rows }) => rows);

  /** The copy's, not those of operations. */
  const jobs = () =>
    sql<{ task: string; payload: Record<string, unknown>; attempts: number; error: string | null }>(
      `SELECT t.identifier AS task, j.payload, j.attempts, j.last_error AS error
         FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
        WHERE t.identifier LIKE 'copy-%' ORDER BY j.id`,
    );

  /** Runs the jobs whose time comes within so many seconds. */
  const workAfter = async (seconds: number): Promise<void> => {
    const due = `run_at < now() + $1 * interval '1 s'`;
    await sql(`UPDATE graphile_worker._private_jobs SET run_at = now() - interval '1 s' WHERE ${due}`, [seconds]);
    await runOnce({
      connectionString: database.systemUrl,
      schema: 'graphile_worker',
      taskList: copyTasks,
      concurrency: 4,
      logger: quiet,
    });
  };

  /** Runs all jobs, those for later too, and once those that they added. */
  const work = async (rounds = 2): Promise<void> => {
    for (let round = 0; round < rounds; round++) await workAfter(3_600);
  };

  const sign = (body: string) =>
    createHmac('sha256', server.environment.LOGTO_WEBHOOK_SIGNING_KEY).update(body).digest('hex');

  const post = (body: string, signature: string | null = sign(body)): Promise<Response> =>
    fetch(`${receiver.url}/webhooks/logto`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        ...(signature !== null && { 'logto-signature-sha-256': signature }),
      },
    });

  const join = (organizationId: OrganizationId, userId: string) =>
    receiver.awaiting('Organization.Membership.Updated', () => logto().members.add(organizationId, asUserId(userId)));

  return {
    ...receiver,
    server,
    sql,
    jobs,
    work,
    workAfter,
    /** Until there is nothing to do any more. */
    async settle(): Promise<void> {
      for (let rounds = 0; rounds < 20 && (await jobs()).length > 0; rounds++) await work(1);
    },
    post,
    /** What another event said, as one that was never seen. */
    again: (body: string) => post(JSON.stringify({ ...(JSON.parse(body) as object), hookId: `hook${++sentAgain}` })),
    /** What has happened until now is not told to the app. */
    async loseEvents(): Promise<void> {
      await sql('DELETE FROM graphile_worker._private_jobs');
      await sql('DELETE FROM webhook_deliveries');
    },
    /** An event as Logto would sign it. */
    send: (event: string, payload: Record<string, unknown>) =>
      post(JSON.stringify({ event, createdAt: new Date().toISOString(), hookId: 'hook', ...payload })),

    user: (id: string) =>
      sql<{ name: string; email: string; avatar_url: string | null; suspended: boolean }>(
        'SELECT name, email, avatar_url, suspended FROM users WHERE id = $1',
        [id],
      ).then(([row]) => row),
    tenant: (organizationId: string) =>
      sql<{
        id: string;
        name: string;
        description: string | null;
        is_mfa_required: boolean;
        slug: string;
        state: string;
      }>('SELECT id, name, description, is_mfa_required, slug, state FROM tenants WHERE logto_org_id = $1', [
        organizationId,
      ]).then(([row]) => row),
    members: (organizationId: string) =>
      sql<{ user_id: string; roles: string[]; name: string; sort_name: string }>(
        `SELECT user_id, roles, m.name, sort_name FROM members m JOIN tenants t ON t.id = m.tenant_id
          WHERE t.logto_org_id = $1 ORDER BY sort_name`,
        [organizationId],
      ),

    /** A signed-in browser. */
    async session(userId: string): Promise<string> {
      const id = createHmac('sha256', 'session').update(`${userId}${Math.random()}`).digest('hex');
      await sql(
        `INSERT INTO sessions (id, user_id, refresh_token, granted_scopes, expires_at)
         VALUES ($1, $2, '', '{}', now() + interval '1 day')`,
        [id, userId],
      );
      return id;
    },
    /** Cached access of a new session. */
    async access(userId: string, organizationId: string): Promise<void> {
      const id = await this.session(userId);
      await sql(
        `INSERT INTO organization_access (session_id, tenant_id, user_id, scopes, expires_at)
         SELECT $1, id, $2, '{read:data}', now() + interval '1 hour' FROM tenants WHERE logto_org_id = $3`,
        [id, userId, organizationId],
      );
    },
    withAccess: (organizationId: string) =>
      sql<{ user_id: string }>(
        `SELECT a.user_id FROM organization_access a JOIN tenants t ON t.id = a.tenant_id WHERE t.logto_org_id = $1 ORDER BY 1`,
        [organizationId],
      ).then((rows) => rows.map(({ user_id }) => user_id)),
    signedIn: (userId: string) =>
      sql('SELECT FROM sessions WHERE user_id = $1', [userId]).then((rows) => rows.length > 0),

    /** Somebody in Logto, of whom the app has heard. */
    person: (name: string) => receiver.awaiting('User.Created', () => server.createUser({ name })),
    /** An organization made in Logto's console, that the copy has with all its members. */
    async organization(name: string, members: Record<string, Role>): Promise<OrganizationId> {
      const { id } = await logto().organizations.create({ name });
      for (const [userId, role] of Object.entries(members)) {
        await join(id, userId);
        await logto().members.setRoles(id, asUserId(userId), [role]);
      }
      await work();
      return id;
    },
    join,
    leave: (organizationId: OrganizationId, userId: string) =>
      receiver.awaiting('Organization.Membership.Updated', () =>
        logto().members.remove(organizationId, asUserId(userId)),
      ),
  };
}
