/** People and organizations in Logto and in the copy, and time that passes. */
import pg from 'pg';
import { afterAll } from 'vitest';
import { asUserId, type OrganizationId } from '#app/logto/ids.ts';
import { logto as api } from '#app/logto/logto.server.ts';
import { closeDatabase } from '#app/tenants/db.server.ts';
import { decrypt } from '#app/secrets.server.ts';
import type { Role } from '#app/permissions.ts';
import { testApp } from '#tests/support/app.ts';
import type { TestUser } from '#tests/support/logto.ts';

export type Stage = Awaited<ReturnType<typeof openStage>>;

export async function openStage(appUrl?: string) {
  const { database, logto } = await testApp(appUrl);
  const sql = new pg.Pool({ connectionString: database.superUrl, max: 2 });
  afterAll(async () => {
    await closeDatabase();
    await sql.end();
  });

  /** In Logto and in the copy. */
  const organization = async (name: string, members: Record<string, Role> = {}) => {
    const { id } = await api().organizations.create({ name });
    const slug = `${name.toLowerCase().replace(/\W+/g, '-')}-${id.slice(0, 6)}`;
    const { rows } = await sql.query<{ id: string }>(
      `INSERT INTO tenants (id, logto_org_id, name, slug, state, created_by_id, updated_at)
       VALUES (gen_random_uuid(), $1, $2, $3, 'active', 'somebody', now()) RETURNING id`,
      [id, name, slug],
    );
    const made = { id, tenantId: rows[0]!.id, slug, name };
    for (const [userId, role] of Object.entries(members)) await join(made, userId, role);
    return made;
  };

  const join = async (to: { id: OrganizationId; tenantId: string }, userId: string, role: Role) => {
    await api().members.add(to.id, asUserId(userId));
    await api().members.setRoles(to.id, asUserId(userId), [role]);
    await sql.query('INSERT INTO users (id, updated_at) VALUES ($1, now()) ON CONFLICT DO NOTHING', [userId]);
    await sql.query('INSERT INTO members (tenant_id, user_id, roles) VALUES ($1, $2, $3)', [
      to.tenantId,
      userId,
      [role],
    ]);
  };

  return {
    logto,
    sql: <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      sql.query<Row>(text, values).then(({ rows }) => rows),
    person: (name: string): Promise<TestUser> => logto.createUser({ name }),
    organization,
    join,
    /** How many requests Logto's token endpoint gets while something is done: a fault without a failure counts down. */
    async tokenRequests(work: () => Promise<unknown>, delayMs = 0): Promise<number> {
      const many = 1_000_000;
      await logto.fail({ method: 'POST', path: '/oidc/token', times: many, delayMs });
      await work();
      const faults = (await (await fetch(`${logto.endpoint}/local/faults`)).json()) as { times: number }[];
      await logto.clearFaults();
      return many - (faults[0]?.times ?? 0);
    },
    /** The refresh token of somebody's latest session, as the app would use it. */
    async refreshToken(userId: string): Promise<string> {
      const { rows } = await sql.query<{ refresh_token: Uint8Array }>(
        'SELECT refresh_token FROM sessions WHERE user_id = $1 ORDER BY created_at DESC LIMIT 1',
        [userId],
      );
      return decrypt('refresh-token', rows[0]!.refresh_token) ?? '';
    },
    /** Shifts everything of ours into the past: sessions, tokens, leases. */
    async later(minutes: number) {
      const past = `- make_interval(mins => ${minutes})`;
      await sql.query(
        `UPDATE sessions SET created_at = created_at ${past}, last_seen_at = last_seen_at ${past}, expires_at = expires_at ${past}`,
      );
      await sql.query(
        `UPDATE organization_access SET expires_at = expires_at ${past}, renewing_until = renewing_until ${past}`,
      );
      await sql.query(`UPDATE sign_in_attempts SET created_at = created_at ${past}, expires_at = expires_at ${past}`);
    },
  };
}
