import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import type { Member } from '#app/logto/members.server.ts';
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

const pageSize = 100;

/** Of those who joined without roles, so many are looked at again: a console gives one person theirs a moment later. */
const mostLookedAtAgain = 50;

/**
 * Brings all memberships of an organization up to what Logto has now: when an event does not say who joined or left, or
 * names many. A call for every 100 members, and one for each that the list lacks. Fails with a `LogtoError`.
 */
export async function copyMembers(organizationId: OrganizationId): Promise<void> {
  const organization = await logto().organizations.get(organizationId);
  if (!organization) return void (await forgetOrganization(organizationId));
  let tenantId = await asSystem(async (db) => (await findTenant(db, organizationId))?.id);
  const isNewHere = tenantId === undefined;
  const before: RolesOfMembers = tenantId ? await rolesOfMembers(tenantId) : new Map();
  const missing = new Set(before.keys());
  const newAndWithoutRoles: UserId[] = [];

  for await (const page of pagesOf(logto().members.list(organizationId))) {
    tenantId ??= (await asSystem((db) => adoptOrganization(db, organization, page[0]!.id))) ?? undefined;
    if (!tenantId) return; // an unfinished operation of ours is making it
    for (const { id, roles } of page) {
      if (!missing.delete(id) && roles.length === 0) newAndWithoutRoles.push(id);
    }
    await asSystem(async (db) => {
      for (const member of page) await meetUser(db, personOf(member));
    });
    await write(tenantId, new Map(page.map(({ id, roles }) => [id, roles.map(({ name }) => name)])), before, {
      isNewHere,
    });
  }
  for (const userId of missing) await forgetUnlessMember(organizationId, userId);
  const at = new Date().toISOString();
  for (const userId of newAndWithoutRoles.slice(0, mostLookedAtAgain)) {
    await lookAgain({ organizationId, userId, change: 'added', at, looks: 0 });
  }
}

/** Pages of a list that changes meanwhile may skip somebody: only Logto's own no removes. */
async function forgetUnlessMember(organizationId: OrganizationId, userId: UserId): Promise<void> {
  if ((await logto().members.roles(organizationId, userId)) === null) await forgetMembership(userId, organizationId);
}

async function* pagesOf(members: AsyncIterable<Member>): AsyncGenerator<Member[], void> {
  let page: Member[] = [];
  for await (const member of members) {
    if (page.push(member) < pageSize) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
