import { log } from '#app/log.server.ts';
import { reconcile } from './reconcile.server.ts';

/** The nightly job. Tried again when Logto or the database is away. */
export async function reconcileTask(): Promise<void> {
  const tally = await reconcile({ told: (finding) => log().info(finding, 'the copy was not as Logto has it') });
  log().info(tally ?? {}, 'reconciled');
}
