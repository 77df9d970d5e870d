/** What Logto Cloud would count: tokens a month, estimated from the sessions that the database knows. */
import { ok, type Check, type Finding } from './check.ts';
import type { Databases } from './database.ts';
import type { Connection } from './postgres.ts';

export const tokenUseCheck = (found: Databases): Check => ({
  name: 'tokens a month',
  needs: ['database: workers', 'row-level security'],
  look: () => estimate(found.workers!),
});

const observedDays = 7;
const hoursADay = 3;

type Use = { accesses: number; signIns: number; days: number };

/**
 * The database keeps the last organization token of each session and organization, not those before it. So days are
 * counted as one and the hours of a day are assumed: every hour in which somebody works in an organization is a token.
 */
async function estimate(workers: Connection): Promise<Finding> {
  const [use] = await workers.rowsOfSystem<Use>(
    `SELECT (SELECT count(*)::int FROM organization_access
              WHERE expires_at > now() - interval '${observedDays} days') AS accesses,
            (SELECT count(*)::int FROM sessions
              WHERE created_at > now() - interval '${observedDays} days') AS "signIns",
            (SELECT least(${observedDays}, greatest(1, extract(epoch FROM now() - min(created_at)) / 86400))::float8
               FROM sessions) AS days`,
  );
  return inWords(use!);
}

export function inWords({ accesses, signIns, days }: Use): Finding {
  if (accesses + signIns === 0) return ok('no data yet');
  const perMonth = Math.ceil(((accesses * hoursADay + signIns) / days) * 30);
  const period = `the last ${days < 1.5 ? 'day' : `${Math.round(days)} days`}`;
  return ok(
    `about ${perMonth.toLocaleString('en')} (from ${period}: ${accesses} sessions in organizations × ${hoursADay} hours, and ${signIns} sign-ins), ` +
      'and 720 for machines per instance',
  );
}
