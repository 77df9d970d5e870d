import { failure } from '#app/failures.ts';
import type { OrganizationId } from '#app/logto/ids.ts';
import { type AffectedMember, markMembers } from '#app/tenants/change-members.server.ts';
import type { Db } from '#app/tenants/db.server.ts';
import type { Start } from './operation.server.ts';
import type { Outcome } from './outcome.ts';
import { Refusal } from './refusal.server.ts';

/** What the flows that change members know before they ask Logto. */
export type MembersInput = { userIds: string[]; organizationId: OrganizationId };

export type ReservedMembers = {
  /** In the order they were named. */
  members: AffectedMember[];
  /** Nobody by these ids is a member here, or somebody else is changing them. */
  refused: Outcome[];
  /** No other operation takes an owner's role away meanwhile. */
  ownersAreOurs: boolean;
};

/**
 * Finds the people inside the organization, marks them, and claims its owners if one of them may cease to be one: two
 * owners who demote each other would each see the other.
 */
export async function reserveMembers<Input extends MembersInput>(
  db: Db,
  { id, actor, input, claim }: Start<Input>,
  mayTakeOwnership: (member: AffectedMember) => boolean,
): Promise<ReservedMembers> {
  const tenantId = actor.tenantId!;
  const { marked, busy } = await markMembers(db, { tenantId, operationId: id, userIds: input.userIds });
  const found = new Set([...marked, ...busy].map(({ userId }) => userId as string));
  const refused: Outcome[] = [
    ...busy.map(({ userId, name }) => ({ userId, name, refused: failure('changed-meanwhile', { values: { name } }) })),
    ...input.userIds
      .filter((userId) => !found.has(userId))
      .map((userId) => ({ userId, name: userId, refused: failure('not-found') })),
  ];
  if (marked.length === 0 && refused.length === 1) throw new Refusal(refused[0]!.refused!.code);
  const owners = marked.some((member) => member.roles.includes('owner') && mayTakeOwnership(member));
  const members = input.userIds.flatMap((id) => marked.find(({ userId }) => userId === id) ?? []);
  return { members, refused, ownersAreOurs: owners && (await claim(`owners:${tenantId}`)) };
}
