import { copySignInSettings } from '#app/flows/copy-sign-in-settings.server.ts';
import type { OrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import type { Organization } from '#app/logto/organizations.server.ts';
import { findTenant, sameOrganization } from '#app/tenants/copy.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { isUnderWay, tenantsAfter } from '#app/tenants/reconcile.server.ts';
import { copyMachines } from '../copy-machines.server.ts';
import { copyMembers } from '../copy-members.server.ts';
import { copyOrganization } from '../copy-organization.server.ts';
import { everyRow } from './every-row.server.ts';
import type { Settle } from './finding.ts';
import { reconcileInvitations } from './invitations.server.ts';
import { reconcileMembers } from './members.server.ts';

export type How = { dryRun: boolean; settle: Settle; step: () => void };

/** All organizations of the Logto tenant, and what belongs to each. */
export async function reconcileOrganizations(how: How): Promise<void> {
  const seen = new Set<string>();
  for await (const organization of everyRow(() => logto().organizations.listAll(), seen)) {
    await reconcileOrganization(organization, how);
    how.step();
  }
  let after = '';
  for (;;) {
    const tenants = await asSystem((db) => tenantsAfter(db, after));
    for (const { organizationId } of tenants) {
      if (seen.has(organizationId)) continue;
      // A list that did not name it may have skipped it: only Logto's own no removes.
      const organization = await logto().organizations.get(organizationId);
      if (organization) await reconcileOrganization(organization, how);
      else await reconcileGone(organizationId, how);
    }
    if (tenants.length === 0) return;
    after = tenants.at(-1)!.id;
  }
}

export async function reconcileOrganization(organization: Organization, how: How): Promise<void> {
  const { id } = organization;
  const before = await asSystem((db) => findTenant(db, id));
  if (!before) return adopt(organization, how);
  if (!sameOrganization(organization, before)) {
    await how.settle({ what: 'organization', id, difference: 'different' }, async () => {
      if (await asSystem((db) => isUnderWay(db, before.id))) return false;
      await copyOrganization(id);
      return true;
    });
  }
  await reconcileParts(id, before.id, how);
}

/** One of a member at least: an organization without any belongs to nobody here. */
async function adopt({ id }: Organization, how: How): Promise<void> {
  const [member] = await logto().members.firstOf(id);
  if (!member) return;
  await how.settle({ what: 'organization', id, difference: 'missing' }, async () => {
    await copyMembers(id);
    return (await asSystem((db) => findTenant(db, id))) !== null;
  });
  const tenant = await asSystem((db) => findTenant(db, id));
  if (tenant) await reconcileParts(id, tenant.id, how);
}

export const reconcileGone = (id: OrganizationId, { settle }: How): Promise<void> =>
  settle({ what: 'organization', id, difference: 'gone' }, async () => {
    const tenant = await asSystem((db) => findTenant(db, id));
    if (tenant && (await asSystem((db) => isUnderWay(db, tenant.id)))) return false;
    await copyOrganization(id);
    return true;
  });

async function reconcileParts(id: OrganizationId, tenantId: string, { dryRun, settle }: How): Promise<void> {
  await reconcileMembers(id, tenantId, settle);
  await reconcileInvitations(id, tenantId, settle);
  if (dryRun) return;
  await copyMachines({ organizationId: id, looks: Infinity });
  await copySignInSettings(id);
}
