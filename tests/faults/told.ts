import type { FailureCode } from '#app/failures.ts';
import { DatabaseAway } from '#app/tenants/db.server.ts';
import type { Scenario } from './scenario.ts';
import type { Told } from './verdict.ts';

/** The page of this code says that it was done once or not at all. */
export const databaseAway = 'database-unreachable' satisfies FailureCode;

export async function press(scenario: Scenario, given: unknown, key: string): Promise<Told> {
  try {
    return { answer: await scenario.press(given, key) };
  } catch (error) {
    // A door to a database that is away throws what the page is made of that says so.
    return { threw: error instanceof DatabaseAway ? databaseAway : String(error).slice(0, 300) };
  }
}
