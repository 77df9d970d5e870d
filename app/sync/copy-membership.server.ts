import { domainThatTookIn, hasJustRegistered } from '#app/flows/taken-in-by-domain.server.ts';
import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { forgetMembership } from '#app/tenants/adopt.server.ts';
import { copyMembers, findMember, findTenant } from '#app/tenants/copy.server.ts';
import { findUser } from '#app/tenants/copy-users.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { copyUser } from './copy-user.server.ts';
import { askForMembership, type MembershipJob } from './jobs.server.ts';

/** Someone without roles may be about to get them, which fires no event: looked at again after these pauses. */
const looksAfterMs = [5_000, 60_000];

/**
 * Brings one membership up to what Logto has now. False when it is left to an operation of ours that is changing it. Fails
 * with a `LogtoError`.
 */
export async function copyMembership(
  tenantId: string,
  { organizationId, userId, looks }: MembershipJob,
): Promise<boolean> {
  const before = await asSystem(async (db) => ({
    member: await findMember(db, tenantId, userId),
    user: await findUser(db, userId),
  }));
  const held = (await logto().members.roles(organizationId, userId))?.map(({ name }) => name);
  if (!held) return forgetMembership(userId, organizationId);
  if (!before.user) await copyUser(userId);
  const rolesBefore = new Map(before.member && [[userId, before.member.roles]]);
  const byDomain = before.member ? undefined : await whyIn(organizationId, userId, before.user?.createdAt);
  const left = await copyMembers(tenantId, new Map([[userId, held]]), rolesBefore, { byDomain });
  if (held.length === 0) await lookAgain(organizationId, [userId], looks);
  return left.length === 0;
}

/** The domain that took them in, if it did. Whom the copy has had for a while did not register just now. */
async function whyIn(organizationId: OrganizationId, userId: UserId, metAt = new Date()): Promise<string | undefined> {
  const user = hasJustRegistered(metAt.getTime()) ? await logto().users.get(userId) : null;
  return user ? domainThatTookIn(organizationId, { email: user.email, at: user.createdAt.getTime() }) : undefined;
}

/** Somebody who had no roles a moment ago, or had left. */
export async function lookAtMembership(job: MembershipJob): Promise<void> {
  const { tenant, member } = await asSystem(async (db) => {
    const tenant = await findTenant(db, job.organizationId);
    return { tenant, member: tenant && (await findMember(db, tenant.id, job.userId)) };
  });
  if (tenant && (member || !job.ifKnown)) await copyMembership(tenant.id, job);
}

/** Later, and not for ever. */
export async function lookAgain(organizationId: OrganizationId, userIds: UserId[], looks = 0): Promise<void> {
  const inMs = looksAfterMs[looks];
  if (inMs === undefined) return;
  await asSystem(async (db) => {
    // In one order, so that two at once do not wait for each other's jobs.
    for (const userId of userIds.toSorted()) {
      await askForMembership(db, { organizationId, userId, looks: looks + 1 }, inMs);
    }
  });
}
