import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import { acceptingNow, type CopiedTenant, findMembers, findTenant } from '#app/tenants/copy.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { letWaitOn, type Named, noteAsked, type Waiting, waitingOf } from '#app/tenants/deliveries.server.ts';
import { copyMembers } from './copy-members.server.ts';
import { copyMembership } from './copy-membership.server.ts';
import { askForMembers, askForMembersAgain, askForMembershipLater } from './jobs.server.ts';

/** So many deliveries are looked at together; for more people than that, nobody is asked about one by one. */
const atOnce = 1_000;

/** A row this much older than the event, or younger, is our own flow's: it wrote down what the event tells of. */
const ownWriteMs = 10_000;

/** Whom an operation of ours is changing is looked at again: as long after as it is since, within these bounds. */
const [againSoonestMs, againLatestMs] = [5_000, 600_000];

/**
 * Brings the members that deliveries tell of up to what Logto has now, once for all that wait of an organization: each by a
 * call, or everybody by the list when that takes fewer. Whom it leaves to an operation of ours keeps waiting: that may be
 * taken back, and then nobody else would tell. Fails with a `LogtoError`.
 */
export async function copyChangedMembers(organizationId: OrganizationId): Promise<void> {
  const { waiting, tenant } = await asSystem(async (db) => ({
    waiting: await waitingOf(db, organizationId, atOnce),
    tenant: await findTenant(db, organizationId),
  }));
  if (waiting.length === 0) return;
  const left = await (tenant ? copyWhoChanged(organizationId, tenant, waiting) : copyMembers(organizationId));
  await asSystem(async (db) => {
    const asked: string[] = [];
    for (const { hash, ...named } of waiting) {
      const kept = left ? keptOf(named, left) : named;
      if (kept) await letWaitOn(db, hash, kept);
      else asked.push(hash);
    }
    await noteAsked(db, asked);
    if (asked.length < waiting.length) await askForMembersAgain(db, organizationId, againInMs(waiting[0]!));
    if (waiting.length === atOnce) await askForMembers(db, organizationId);
  });
}

/** What of it still waits; null when nothing does. */
function keptOf({ added, removed }: Named, left: UserId[]): Named | null {
  if (left.length === 0) return null;
  if (added.length + removed.length === 0) return { added: left, removed };
  const isLeft = (userId: UserId) => left.includes(userId);
  const kept = { added: added.filter(isLeft), removed: removed.filter(isLeft) };
  return kept.added.length + kept.removed.length > 0 ? kept : null;
}

const againInMs = ({ receivedAt }: Waiting): number =>
  Math.min(Math.max(Date.now() - receivedAt.getTime(), againSoonestMs), againLatestMs);

/** Answers whom it left alone. */
async function copyWhoChanged(
  organizationId: OrganizationId,
  tenant: CopiedTenant,
  waiting: Waiting[],
): Promise<UserId[] | null> {
  const people = [...new Set(waiting.flatMap(({ added, removed }) => [...added, ...removed]))];
  const anybody = waiting.some(({ added, removed }) => added.length + removed.length === 0);
  if (anybody || people.length > atOnce) return copyMembers(organizationId);
  const { toAsk, left, gone } = await whomToAsk(tenant.id, waiting, people);
  await asSystem(async (db) => {
    for (const userId of gone) await askForMembershipLater(db, organizationId, userId);
  });
  if (toAsk.length > 2 + tenant.memberCount / 100) {
    const others = await copyMembers(organizationId);
    return others && [...new Set([...left, ...others])];
  }
  for (const userId of toAsk) {
    if (!(await copyMembership(tenant.id, { organizationId, userId, looks: 0 }))) left.push(userId);
  }
  return left;
}

/** Not about whom the copy has as their delivery tells, which is our own flow's doing, nor while one is about to write. */
async function whomToAsk(tenantId: string, waiting: Waiting[], people: UserId[]) {
  const { members, accepting } = await asSystem(async (db) => ({
    members: await findMembers(db, tenantId, people),
    accepting: await acceptingNow(db, tenantId, people),
  }));
  const left = people.filter((userId) => accepting.has(userId) && !members.has(userId));
  const toAsk = new Set<UserId>();
  for (const { added, removed, receivedAt, again } of waiting) {
    for (const userId of removed) if (again || members.has(userId)) toAsk.add(userId);
    for (const userId of added) {
      const member = members.get(userId);
      const isOurs = member && member.roles.length > 0 && +member.joinedAt > +receivedAt - ownWriteMs;
      if (again || !isOurs) toAsk.add(userId);
    }
  }
  const gone = people.filter((userId) => !toAsk.has(userId) && !members.has(userId) && !left.includes(userId));
  return { toAsk: [...toAsk].filter((userId) => !left.includes(userId)), left, gone: gone.toSorted() };
}
