import { asOrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { atPace } from '#app/logto/pace.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { organizationOf } from '#app/tenants/reconcile.server.ts';
import { type Finding, settleBy, type Told } from './finding.ts';
import { reconcileGone, reconcileOrganization, reconcileOrganizations } from './organizations.server.ts';
import { reconcileUsers } from './users.server.ts';

/**
 * Compares the copy with Logto, and mends it: what webhooks lost, and what fires none. `npm run reconcile` and the nightly
 * job. Keeps no place: what is mended already costs only lists when it is run again. docs/decisions/0092-reconcile.md
 */

export const usualPace = 200;

export type Progress = {
  looksAt: 'people' | 'organizations';
  done: number;
  /** As Logto counted when it began: others come and go meanwhile. */
  total: number;
};

export type ReconcileOptions = {
  dryRun?: boolean;
  /** Logto's id or a slug: this organization alone, and no users. */
  organization?: string | undefined;
  /** Calls to Logto in 10 s. */
  pace?: number;
  told?: Told;
  /** After each hundred people and each organization. */
  step?: (progress: Progress) => void;
  /** Ends it before the next call. What is mended stays so. */
  signal?: AbortSignal;
};

export type Tally = Record<Finding['outcome'], number> & { people: number; organizations: number };

/** Fails with a `LogtoError`, or with the signal's reason; null when there is no such organization. */
export const reconcile = async (options: ReconcileOptions = {}): Promise<Tally | null> => {
  const { pace = usualPace, signal } = options;
  try {
    return await atPace(pace, () => run(options), signal);
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  }
};

async function run({ dryRun = false, organization, told, step, signal }: ReconcileOptions): Promise<Tally | null> {
  const tally: Tally = { people: 0, organizations: 0, mended: 0, 'to-mend': 0, 'left-alone': 0 };
  const mendOrTell = settleBy(dryRun, (finding) => {
    tally[finding.outcome]++;
    told?.(finding);
  });
  const settle: typeof mendOrTell = (finding, mend) => {
    signal?.throwIfAborted();
    return mendOrTell(finding, mend);
  };
  if (organization === undefined) {
    const total = { people: await logto().users.count(), organizations: await logto().organizations.count() };
    const have = (looksAt: Progress['looksAt'], done: number) => {
      tally[looksAt] = done;
      step?.({ looksAt, done, total: total[looksAt] });
    };
    have('people', 0);
    await reconcileUsers(settle, (done) => have('people', done));
    await reconcileOrganizations(settle, () => have('organizations', tally.organizations + 1));
    return tally;
  }
  const known = await asSystem((db) => organizationOf(db, organization));
  const id = known ?? asOrganizationId(organization);
  const found = await logto().organizations.get(id);
  if (!found && !known) return null;
  await (found ? reconcileOrganization(found, settle) : reconcileGone(id, settle));
  tally.organizations = 1;
  return tally;
}
