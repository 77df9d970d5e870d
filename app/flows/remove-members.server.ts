import { z } from 'zod';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result } from '#app/failures.ts';
import { actorIn } from './actor.server.ts';
import { type Change, changeEach, endChange, mayHaveBegun } from './change-member.server.ts';
import { operation } from './operation.server.ts';
import type { Outcome } from './outcome.ts';
import { type MembersInput, reserveMembers, type ReservedMembers } from './reserve-members.server.ts';
import { mostAtOnce, SelectedMembers } from './selected-members.ts';

export const RemoveMembers = z.object({ userIds: SelectedMembers });

export type RemoveMembers = z.output<typeof RemoveMembers>;

/**
 * Takes people out of the organization; their sessions are refused there at the next request. Fails as
 * `changeMemberRoles` does, and with `not-oneself`: who wants to go leaves.
 */
export async function removeMembers(
  access: Access,
  { userIds }: RemoveMembers,
  key: string,
): Promise<Result<Outcome[]>> {
  if (!access.permissions.includes('manage:member')) return failure('not-permitted');
  const remove = userIds.length > mostAtOnce ? perform.later : perform;
  return remove(actorIn(access), { userIds, organizationId: access.organizationId }, key);
}

const out: Change = { step: 'remove', action: 'remove', gets: () => null, audit: 'member.removed' };

const perform = operation<MembersInput, ReservedMembers, Outcome[]>({
  kind: 'remove-members',
  reserve: (db, start) => reserveMembers(db, start, () => true),
  steps: (run) => changeEach(run, out),
  mustFinish: (run, error) => mayHaveBegun(run, error, out),
  undo: (run) => endChange(run, out),
});
