/** Two instances of the app on one database and one local Logto, and organizations whose API keys call them. */
import { createHash, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, expect, vi } from 'vitest';
import { createApiKey } from '#app/flows/create-api-key.server.ts';
import { env } from '#app/env.server.ts';
import { logto as api } from '#app/logto/logto.server.ts';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { reconcile } from '#app/sync/reconcile/reconcile.server.ts';
import { freePort } from '#local/ports.ts';
import { Browser } from '#tests/integration/auth/browser.ts';
import { known, newKey, newWorkspace } from '#tests/flows/people.ts';
import { testApp } from '#tests/support/app.ts';
import { Instance } from './instance.ts';

export type Stage = Awaited<ReturnType<typeof openStage>>;
export type Workspace = Awaited<ReturnType<Stage['organization']>>;

/** `null`: the instance died before it had answered. */
export type Answer = { status: number; body: { code?: string; id?: string } } | null;

export async function openStage() {
  const ports = [await freePort(0), await freePort(0)] as const;
  // Events go to the first one alone, as a balancer would choose one for each.
  const { logto, database } = await testApp(`http://localhost:${ports[0]}`);
  const pool = new pg.Pool({ connectionString: database.superUrl, max: 2 });
  const names = ['APP_URL', 'DATABASE_URL', 'DATABASE_WORKER_URL', 'SESSION_SECRET'] as const;
  const environment = {
    ...Object.fromEntries(names.map((name) => [name, process.env[name] ?? ''])),
    ...logto.environment,
    RECONCILE_CRON: 'off',
  };
  const [one, two] = [new Instance(ports[0], environment), new Instance(ports[1], environment)];
  const instances = [one, two];
  const start = (...wanted: Instance[]) => Promise.all(wanted.map((each) => each.start()));
  await start(one, two);
  afterAll(async () => {
    await Promise.all(instances.map((each) => each.end('SIGTERM')));
    await pool.end();
  });
  afterEach(async () => {
    await logto.clearFaults();
    // A test that ends well with a complaint in a log does not.
    expect(instances.flatMap((each) => each.errors())).toEqual([]);
  });

  const sql = <Row extends pg.QueryResultRow>(text: string, ...values: unknown[]) =>
    pool.query<Row>(text, values).then(({ rows }) => rows);

  /** People whom nobody signs in: without a password, which takes Logto longest. */
  const people = (count: number) =>
    Promise.all(
      Array.from({ length: count }, async () => {
        const primaryEmail = `${randomBytes(6).toString('hex')}@example.test`;
        const { id } = await bodyOf(logto.api.POST('/api/users', { body: { primaryEmail, name: 'Somebody' } }));
        return id;
      }),
    );

  const ada = await logto.createUser({ name: 'Ada' });
  const everybody: string[] = [];

  /** An organization of Ada’s with so many plain members on both sides, and an API key of an admin. */
  async function organization(size = 0) {
    const access = await newWorkspace(await known(ada), `party-${randomBytes(4).toString('hex')}`);
    const { tenantId, organizationId, slug } = access;
    everybody.push(...(await people(Math.max(0, size - everybody.length))));
    const members = everybody.slice(0, size);
    if (size > 0) {
      const params = { path: { id: organizationId } };
      const roles = { userIds: members, organizationRoleIds: await api().roles.idsOf(['member']) };
      await logto.api.POST('/api/organizations/{id}/users', { params, body: { userIds: members } });
      await logto.api.POST('/api/organizations/{id}/users/roles', { params, body: roles });
      await reconcile({ organization: slug, pace: 1_000_000 });
    }
    await sql('DELETE FROM audit_events WHERE tenant_id = $1', tenantId);
    const key = await createApiKey(access, { name: 'Two instances', role: 'admin', lifetime: '30' }, newKey());
    if (!key.ok) throw new Error(`No key: ${key.code}`);
    const { secret } = key.value;

    return {
      ...{ tenantId, organizationId, slug, members },

      async call(
        at: Instance,
        method: string,
        path: string,
        body?: object,
        idempotencyKey = keyOf(path),
      ): Promise<Answer> {
        try {
          const answer = await at.fetch(`/api/v1/organizations/${organizationId}${path}`, {
            method,
            headers: {
              authorization: `Bearer ${secret}`,
              'idempotency-key': idempotencyKey,
              ...(body && { 'content-type': 'application/json' }),
            },
            ...(body && { body: JSON.stringify(body) }),
          });
          const text = await answer.text();
          return { status: answer.status, body: text ? (JSON.parse(text) as object) : {} };
        } catch (error) {
          if (error instanceof TypeError) return null; // as fetch says that the connection broke
          throw error;
        }
      },

      /** What has happened to people here since: what, to whom. */
      async events(): Promise<string[]> {
        const rows = await sql<{ event: string }>(
          `SELECT action || ' ' || CASE WHEN action LIKE 'invitation.%' THEN target_name ELSE target_id END AS event
             FROM audit_events WHERE tenant_id = $1 AND action ~ '^(member|invitation)\\.'`,
          tenantId,
        );
        return rows.map(({ event }) => event);
      },

      /** What is not settled, by the key of who asked for it. */
      open: async () =>
        (
          await sql<{ key: string }>(
            `SELECT key FROM operations WHERE tenant_id = $1 AND state IN ('running', 'interrupted') ORDER BY 1`,
            tenantId,
          )
        ).map(({ key }) => key),
    };
  }

  /** Somebody signed in, whose requests go to whichever instance is said. */
  class Visitor extends Browser {
    #at = one;
    at(instance: Instance): this {
      this.#at = instance;
      return this;
    }
    protected override async answer(request: Request): Promise<Response> {
      const at = this.#at; // before anything else: the next request may go to the other
      const { pathname, search, origin } = new URL(request.url);
      expect(origin).toBe(env().APP_URL);
      const body = request.body ? { body: await request.text() } : {};
      return at.fetch(pathname + search, { method: request.method, headers: request.headers, ...body });
    }
  }

  return {
    ...{ ada, logto, one, two, start, sql, people, organization },
    visitor: () => new Visitor(),

    /** Until it is so. */
    until: (what: () => Promise<void> | void, seconds = 30) =>
      vi.waitFor(what, { timeout: seconds * 1000, interval: 50 }),

    /** Two more, whose clocks stand at `minutes:seconds` of an hour until they get SIGUSR2. */
    atTime(clock: string, more: Record<string, string>): [Instance, Instance] {
      const preload = fileURLToPath(new URL('clock.mjs', import.meta.url));
      const settings = { ...environment, ...more, TENANTRY_TEST_CLOCK: clock };
      const pair = ports.map((port) => new Instance(port, settings, preload)) as [Instance, Instance];
      instances.push(...pair);
      return pair;
    },

    /** How often Logto's token endpoint is asked meanwhile, each time answering late: a fault that breaks nothing counts. */
    async tokenRequests(work: () => Promise<unknown>, delayMs = 0): Promise<number> {
      const many = 1_000_000;
      await logto.fail({ method: 'POST', path: '/oidc/token', times: many, delayMs });
      try {
        await work();
        const [fault] = (await (await fetch(`${logto.endpoint}/local/faults`)).json()) as { times: number }[];
        return many - fault!.times;
      } finally {
        await logto.clearFaults();
      }
    },

    /** Those that ended with an instance: which its workers had begun with, and its requests, by their keys. */
    async operationsOf(dead: Instance, keys: string[]): Promise<string[]> {
      const jobs = dead.taken('settle-operation').filter((id) => !dead.completed('settle-operation').includes(id));
      const rows = await sql<{ id: string }>(
        `SELECT id::text FROM operations WHERE key = ANY($1) UNION
         SELECT payload ->> 'id' FROM graphile_worker._private_jobs WHERE id = ANY($2)`,
        keys,
        jobs,
      );
      return rows.map(({ id }) => id);
    },

    /** The leases of these operations end, and workers may begin with them. */
    async leasesEnd(ids: string[]): Promise<void> {
      await sql('UPDATE operations SET lease_until = now() WHERE id = ANY($1::uuid[])', ids);
      await sql(
        `UPDATE graphile_worker._private_jobs SET run_at = now()
          WHERE key = ANY(SELECT 'operation:' || id FROM unnest($1::text[]) AS id) AND locked_at IS NULL`,
        ids,
      );
    },

    /** Minutes go by for everything that workers hold, the living ones too, and the clock strikes. */
    async minutesPass(): Promise<void> {
      for (const table of ['_private_jobs', '_private_job_queues']) {
        await sql(`UPDATE graphile_worker.${table} SET locked_at = locked_at - interval '5 minutes'`);
      }
      await sql(`SELECT graphile_worker.add_job('free-jobs-of-the-dead')`);
    },
  };
}

/** Of people whom nobody knows, those from one number to another. */
export const addresses = (from: number, to: number, { slug }: Pick<Workspace, 'slug'>): string[] =>
  Array.from({ length: to - from }, (_, index) => `guest-${from + index}-of-${slug}@example.test`);

/** The same for the same, so that who repeats a request repeats its key. */
export const keyOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 40);
