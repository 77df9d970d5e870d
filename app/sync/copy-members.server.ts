import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import type { Organization } from '#app/logto/organizations.server.ts';
import { adoptOrganization, forgetMembership } from '#app/tenants/adopt.server.ts';
import {
  copyMembers as write,
  findTenant,
  forgetOrganization,
  rolesOfMembers,
  type RolesOfMembers,
} from '#app/tenants/copy.server.ts';
import { meetUser } from '#app/tenants/copy-users.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { lookAgain } from './copy-membership.server.ts';
import { personOf } from './copy-user.server.ts';
import { askForMachines } from './jobs.server.ts';
import { byHundred, everyRow } from './reconcile/every-row.server.ts';

/** Of those who joined without roles, so many are looked at again: a console gives one person theirs a moment later. */
const mostLookedAtAgain = 50;

/**
 * Brings all memberships of an organization up to what Logto has now, and takes over one that the copy does not have, with
 * its first member. A call for every 100 members, and one for each that the list lacks. Answers whom it left to operations
 * of ours that are under way; null when one is just making the organization. Fails with a `LogtoError`.
 */
export async function copyMembers(organizationId: OrganizationId): Promise<UserId[] | null> {
  const organization = await logto().organizations.get(organizationId);
  if (!organization) {
    await forgetOrganization(organizationId);
    return [];
  }
  let tenantId = await asSystem(async (db) => (await findTenant(db, organizationId))?.id);
  const isNewHere = tenantId === undefined;
  const before: RolesOfMembers = tenantId ? await rolesOfMembers(tenantId) : new Map();
  const missing = new Set(before.keys());
  const newAndWithoutRoles: UserId[] = [];
  const left: UserId[] = [];

  for await (const page of byHundred(everyRow(() => logto().members.list(organizationId)))) {
    tenantId ??= (await adopt(organization, page[0]!.id)) ?? undefined;
    if (!tenantId) return null;
    for (const { id, roles } of page) {
      if (!missing.delete(id) && roles.length === 0) newAndWithoutRoles.push(id);
    }
    await asSystem(async (db) => {
      for (const member of page) await meetUser(db, personOf(member));
    });
    const held = new Map(page.map(({ id, roles }) => [id, roles.map(({ name }) => name)]));
    left.push(...(await write(tenantId, held, before, { isNewHere })));
  }
  for (const userId of missing) if (!(await forgetUnlessMember(organizationId, userId))) left.push(userId);
  await lookAgain(organizationId, newAndWithoutRoles.slice(0, mostLookedAtAgain));
  return left;
}

const adopt = (organization: Organization, firstMember: UserId): Promise<string | null> =>
  asSystem(async (db) => {
    const tenantId = await adoptOrganization(db, organization, firstMember);
    if (!tenantId) return null;
    await askForMachines(db, organization.id); // whose events found no tenant
    return tenantId;
  });

/** Pages of a list that changes meanwhile may skip somebody: only Logto's own no removes. */
const forgetUnlessMember = async (organizationId: OrganizationId, userId: UserId): Promise<boolean> =>
  (await logto().members.roles(organizationId, userId)) !== null || forgetMembership(userId, organizationId);
