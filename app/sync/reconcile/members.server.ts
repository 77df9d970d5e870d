import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { forgetMembership } from '#app/tenants/adopt.server.ts';
import { copyMembers, findMember, rolesOfMembers } from '#app/tenants/copy.server.ts';
import { findUser } from '#app/tenants/copy-users.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { copyUser } from '../copy-user.server.ts';
import { everyRow } from './every-row.server.ts';
import type { Settle } from './finding.ts';

/** The members of an organization and their roles. Each difference is asked for by itself before it is written down. */
export async function reconcileMembers(
  organizationId: OrganizationId,
  tenantId: string,
  settle: Settle,
): Promise<void> {
  const copied = await rolesOfMembers(tenantId);
  const mend = (id: UserId) => () => mendMember(organizationId, tenantId, id);
  for await (const { id, roles } of everyRow(() => logto().members.list(organizationId))) {
    const known = copied.get(id);
    copied.delete(id);
    if (
      known &&
      same(
        known,
        roles.map(({ name }) => name),
      )
    )
      continue;
    await settle({ what: 'member', id, organizationId, difference: known ? 'different' : 'missing' }, mend(id));
  }
  for (const id of copied.keys()) {
    if (await logto().members.roles(organizationId, id)) continue;
    await settle({ what: 'member', id, organizationId, difference: 'gone' }, mend(id));
  }
}

/** What Logto says now of who the copy knew before; false when a flow of ours is at it, which writes what it did itself. */
async function mendMember(organizationId: OrganizationId, tenantId: string, userId: UserId): Promise<boolean> {
  const before = await asSystem(async (db) => ({
    member: await findMember(db, tenantId, userId),
    user: await findUser(db, userId),
  }));
  const held = (await logto().members.roles(organizationId, userId))?.map(({ name }) => name);
  if (!held) return forgetMembership(userId, organizationId);
  if (!before.user) await copyUser(userId);
  const rolesBefore = new Map(before.member && [[userId, before.member.roles]]);
  await copyMembers(tenantId, new Map([[userId, held]]), rolesBefore);
  const after = await asSystem((db) => findMember(db, tenantId, userId));
  return after !== null && same(after.roles, held);
}

const same = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((role) => right.includes(role));
