import type { OrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import type { Organization } from '#app/logto/organizations.server.ts';
import { findTenant, sameOrganization } from '#app/tenants/copy.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { isBeingErased, isUnderWay, tenantsAfter } from '#app/tenants/reconcile.server.ts';
import { copyMembers } from '../copy-members.server.ts';
import { copyOrganization } from '../copy-organization.server.ts';
import { everyRow } from './every-row.server.ts';
import type { Settle } from './finding.ts';
import { reconcileInvitations } from './invitations.server.ts';
import { reconcileMachines } from './machines.server.ts';
import { reconcileMembers } from './members.server.ts';
import { reconcileSignIn } from './sign-in.server.ts';

/** All organizations of the Logto tenant, and what belongs to each. `step` comes after each one. */
export async function reconcileOrganizations(settle: Settle, step: () => void): Promise<void> {
  const seen = new Set<string>();
  for await (const organization of everyRow(() => logto().organizations.listAll(), seen)) {
    await reconcileOrganization(organization, settle);
    step();
  }
  let after = '';
  for (;;) {
    const tenants = await asSystem((db) => tenantsAfter(db, after));
    for (const { organizationId } of tenants) {
      if (seen.has(organizationId)) continue;
      // A list that did not name it may have skipped it: only Logto's own no removes.
      const organization = await logto().organizations.get(organizationId);
      await (organization ? reconcileOrganization(organization, settle) : reconcileGone(organizationId, settle));
      step();
    }
    if (tenants.length === 0) return;
    after = tenants.at(-1)!.id;
  }
}

export async function reconcileOrganization(organization: Organization, settle: Settle): Promise<void> {
  const { id } = organization;
  const { before, erasing } = await asSystem(async (db) => ({
    before: await findTenant(db, id),
    erasing: await isBeingErased(db, id),
  }));
  if (erasing) return;
  if (!before) return adopt(organization, settle);
  if (!sameOrganization(organization, before)) {
    await settle({ what: 'organization', id, difference: 'different' }, async () => {
      if (await asSystem((db) => isUnderWay(db, before.id))) return false;
      await copyOrganization(id);
      return true;
    });
  }
  await reconcileParts(organization, { id: before.id, isNewHere: false }, settle);
}

/** One of a member at least: an organization without any belongs to nobody here. */
async function adopt(organization: Organization, settle: Settle): Promise<void> {
  const { id } = organization;
  const [member] = await logto().members.firstOf(id);
  if (!member) return;
  await settle({ what: 'organization', id, difference: 'missing' }, async () => {
    await copyMembers(id);
    return (await asSystem((db) => findTenant(db, id))) !== null;
  });
  const tenant = await asSystem((db) => findTenant(db, id));
  if (tenant) await reconcileParts(organization, { id: tenant.id, isNewHere: true }, settle);
}

/** With everything that belongs to it. */
export async function reconcileGone(id: OrganizationId, settle: Settle): Promise<void> {
  if (await asSystem((db) => isBeingErased(db, id))) return;
  await settle({ what: 'organization', id, difference: 'gone' }, async () => {
    const tenant = await asSystem((db) => findTenant(db, id));
    if (tenant && (await asSystem((db) => isUnderWay(db, tenant.id)))) return false;
    await copyOrganization(id);
    return true;
  });
}

async function reconcileParts(
  organization: Organization,
  tenant: { id: string; isNewHere: boolean },
  settle: Settle,
): Promise<void> {
  const { id } = organization;
  await reconcileMembers(id, tenant.id, settle);
  await reconcileInvitations(id, tenant, settle);
  await reconcileMachines(id, tenant.id, settle);
  await reconcileSignIn(organization, tenant.id, settle);
}
