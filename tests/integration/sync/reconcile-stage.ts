/** The app between a local Logto that sends no events and a database: what the copy knows, it knows by the reconciliation. */
import pg from 'pg';
import { afterAll, expect } from 'vitest';
import type { Finding } from '#app/sync/reconcile/finding.ts';
import { reconcile, type ReconcileOptions } from '#app/sync/reconcile/reconcile.server.ts';
import { testApp } from '#tests/support/app.ts';
import { wholeCopy, wholeLogto } from './reconcile-sides.ts';

export const fast = { pace: 100_000 };

export async function reconcileStage() {
  const { database, logto: server } = await testApp();
  const pool = new pg.Pool({ connectionString: database.superUrl, max: 2 });
  afterAll(() => pool.end());
  const sql = <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    pool.query<Row>(text, values).then(({ rows }) => rows);

  return {
    server,
    database,
    sql,
    async run(options: ReconcileOptions = {}): Promise<Finding[]> {
      const findings: Finding[] = [];
      await reconcile({ ...fast, ...options, told: (finding) => findings.push(finding) });
      return findings;
    },
    copy: () => wholeCopy(sql),
    async expectEqual() {
      const copy = await wholeCopy(sql);
      expect(copy).toEqual(await wholeLogto(copy));
      return copy;
    },
    audit: (targetId: string) =>
      sql<{ action: string; actor_id: string; details: object }>(
        'SELECT action, actor_id, details FROM audit_events WHERE target_id = $1 ORDER BY at, id',
        [targetId],
      ),
  };
}
