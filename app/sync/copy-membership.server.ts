import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { adoptOrganization, forgetMembership } from '#app/tenants/adopt.server.ts';
import { copyMembers, findMember, findTenant } from '#app/tenants/copy.server.ts';
import { findUser } from '#app/tenants/copy-users.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { copyUser } from './copy-user.server.ts';
import { askForMembership, type MembershipJob } from './jobs.server.ts';

/** A row this much older than the event, or younger, is our own flow's: it wrote down what the event tells of. */
const ownWriteMs = 10_000;

/** Someone without roles may be about to get them, which fires no event: looked at again after these pauses. */
const looksAfterMs = [5_000, 60_000];

/**
 * Somebody joined an organization, or left it: the copy gets what Logto says of them now. Asks nothing when the copy has
 * what the event tells of. Leaves organizations alone that an unfinished operation of ours is making. Fails with a
 * `LogtoError`.
 */
export async function copyMembership(job: MembershipJob): Promise<void> {
  const { organizationId, userId, change, at } = job;
  const before = await known(organizationId, userId);
  if (change === 'removed' && !before.member) return;
  if (change === 'added' && before.member?.roles.length && +before.member.joinedAt > Date.parse(at) - ownWriteMs)
    return;

  const held = (await logto().members.roles(organizationId, userId))?.map(({ name }) => name);
  if (!held) return (await forgetMembership(userId, organizationId)) ? undefined : lookAgain(job);
  if (!before.user) await copyUser(userId);
  const tenantId = before.tenant?.id ?? (await adopt(organizationId, userId));
  if (!tenantId) return;
  const rolesBefore = new Map(before.member && [[userId, before.member.roles]]);
  await copyMembers(tenantId, new Map([[userId, held]]), rolesBefore, { isNewHere: !before.tenant });
  if (held.length === 0) await lookAgain(job);
}

const known = (organizationId: OrganizationId, userId: UserId) =>
  asSystem(async (db) => {
    const tenant = await findTenant(db, organizationId);
    const member = tenant && (await findMember(db, tenant.id, userId));
    return { tenant, member, user: await findUser(db, userId) };
  });

/** Takes over an organization that the copy does not have, made by somebody else. */
export async function adopt(organizationId: OrganizationId, firstMember: UserId): Promise<string | null> {
  const organization = await logto().organizations.get(organizationId);
  return organization && asSystem((db) => adoptOrganization(db, organization, firstMember));
}

/** Later, and not for ever. */
export async function lookAgain(job: MembershipJob): Promise<void> {
  const inMs = looksAfterMs[job.looks];
  if (inMs === undefined) return;
  await asSystem((db) => askForMembership(db, { ...job, looks: job.looks + 1 }, inMs));
}
