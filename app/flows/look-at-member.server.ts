import { heldNow } from '#app/auth/held-now.server.ts';
import type { FailureCode } from '#app/failures.ts';
import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { type MemberAction, refusalFor } from '#app/member-rules.ts';
import type { Permission } from '#app/permissions.ts';
import { type AffectedMember, someOwnersBut } from '#app/tenants/change-members.server.ts';
import type { Run } from './operation.server.ts';
import type { MembersInput, ReservedMembers } from './reserve-members.server.ts';

/**
 * What Logto says at this moment, judged by the member rules: its console changes roles without an event, so neither the
 * session's permissions nor the copy's roles are what a change of people may rest on.
 */

export type MembersRun = Run<MembersInput, ReservedMembers>;

/** Roles by name; null for who is no member. */
export async function rolesInLogto({ input }: MembersRun, userId: UserId): Promise<string[] | null> {
  const roles = await logto().members.roles(input.organizationId, userId);
  return roles?.map(({ name }) => name) ?? null;
}

/** What the actor may do now, and no more than their session or token was granted. */
export async function heldByActor({ actor, input }: MembersRun): Promise<Permission[]> {
  const { userId, machine, permissions } = actor;
  const held = await heldNow({ tenantId: actor.tenantId!, organizationId: input.organizationId, userId, machine });
  return held.filter((permission) => permissions?.includes(permission));
}

type Facts = { held: Permission[]; has: string[]; gets: string[] };

/** Why this may not be done to them: the first rule that is broken. */
export async function refusalNow(
  run: MembersRun,
  action: MemberAction,
  { userId, roles }: AffectedMember,
  facts: Facts,
): Promise<FailureCode | undefined> {
  const situation = { ...facts, self: userId === run.actor.userId };
  const refused = refusalFor(action, { ...situation, anotherOwner: true });
  if (refused) return refused;
  if (!facts.has.includes('owner') || facts.gets.includes('owner')) return undefined;
  if (!run.reserved.ownersAreOurs) return roles.includes('owner') ? 'owner-change-under-way' : 'changed-meanwhile';
  return refusalFor(action, { ...situation, anotherOwner: await isAnotherOwner(run, userId) });
}

const isAnotherOwner = ({ actor, input }: MembersRun, userId: UserId): Promise<boolean> =>
  isOwnerBesides({ tenantId: actor.tenantId!, organizationId: input.organizationId }, userId);

type Organization = { tenantId: string; organizationId: OrganizationId };

/** Whether somebody else owns the organization in Logto and can sign in. Those whom the copy knows are asked about first. */
export async function isOwnerBesides({ tenantId, organizationId }: Organization, userId: UserId): Promise<boolean> {
  const { members, roles, users } = logto();
  for (const candidate of await someOwnersBut(tenantId, userId)) {
    const [held, user] = await Promise.all([members.roles(organizationId, candidate), users.get(candidate)]);
    if (held?.some(({ name }) => name === 'owner') && user && !user.isSuspended) return true;
  }
  const [id = ''] = await roles.idsOf(['owner']);
  for await (const owner of members.withRole(organizationId, { id, name: 'owner' })) {
    if (owner.id !== userId && !owner.isSuspended) return true;
  }
  return false;
}
