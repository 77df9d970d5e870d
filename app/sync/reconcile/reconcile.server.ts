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

export type ReconcileOptions = {
  dryRun?: boolean;
  /** Logto's id or a slug: this organization alone, and no users. */
  organization?: string | undefined;
  /** Calls to Logto in 10 s. */
  pace?: number;
  told?: Told;
  /** After each organization. */
  step?: () => void;
};

export type Tally = Record<Finding['outcome'], number> & { organizations: number };

/** Fails with a `LogtoError`; null when there is no such organization. */
export const reconcile = (options: ReconcileOptions = {}): Promise<Tally | null> =>
  atPace(options.pace ?? usualPace, () => run(options));

async function run({ dryRun = false, organization, told, step }: ReconcileOptions): Promise<Tally | null> {
  const tally: Tally = { organizations: 0, mended: 0, 'to-mend': 0, 'left-alone': 0 };
  const settle = settleBy(dryRun, (finding) => {
    tally[finding.outcome]++;
    told?.(finding);
  });
  const how = {
    dryRun,
    settle,
    step: () => {
      tally.organizations++;
      step?.();
    },
  };
  if (organization === undefined) {
    await reconcileUsers(settle);
    await reconcileOrganizations(how);
    return tally;
  }
  const known = await asSystem((db) => organizationOf(db, organization));
  const id = known ?? asOrganizationId(organization);
  const found = await logto().organizations.get(id);
  if (!found && !known) return null;
  await (found ? reconcileOrganization(found, how) : reconcileGone(id, how));
  how.step();
  return tally;
}
