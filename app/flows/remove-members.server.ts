import { z } from 'zod';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result } from '#app/failures.ts';
import { letGo } from '#app/tenants/change-members.server.ts';
import { actorIn } from './actor.server.ts';
import { type Change, changeEach, endChange, mayHaveBegun } from './change-member.server.ts';
import { operation } from './operation.server.ts';
import type { Outcome } from './outcome.ts';
import { type MembersInput, reserveMembers, type ReservedMembers } from './reserve-members.server.ts';
import { mostAtOnce, SelectedMembers } from './selected-members.ts';

export const RemoveMembers = z.object({ userIds: SelectedMembers });

export type RemoveMembers = z.output<typeof RemoveMembers> & {
  /** So long it can be taken back. A worker removes them then, whatever has become of the page that asked for it. */
  delaySeconds?: number | undefined;
};

/**
 * Takes people out of the organization; their sessions are refused there at the next request. Fails as
 * `changeMemberRoles` does, and with `not-oneself`: who wants to go leaves. With a delay it answers `still-working`, with
 * the operation that waits and until when; `cancelled` when that was taken back.
 */
export async function removeMembers(
  access: Access,
  { userIds, delaySeconds }: RemoveMembers,
  key: string,
): Promise<Result<Outcome[]>> {
  if (!access.permissions.includes('manage:member')) return failure('not-permitted');
  const actor = actorIn(access);
  const input = { userIds, organizationId: access.organizationId };
  if (delaySeconds !== undefined) return perform.later(actor, { ...input, delaySeconds }, key, delaySeconds * 1000);
  return userIds.length > mostAtOnce ? perform.later(actor, input, key) : perform(actor, input, key);
}

/**
 * Takes a removal back before it begins: nothing has happened, and nothing is told of it. Once more does no harm. Fails
 * with `too-late` when it has begun, and `not-found` for whoever did not ask for it.
 */
export const cancelRemoval = (access: Access, operationId: string): Promise<Result<null>> =>
  perform.cancel(actorIn(access), operationId);

const out: Change = { step: 'remove', action: 'remove', gets: () => null, audit: 'member.removed' };

type Input = MembersInput & { delaySeconds?: number };

const perform = operation<Input, ReservedMembers, Outcome[]>({
  kind: 'remove-members',
  reserve: (db, start) => reserveMembers(db, start, () => true),
  steps: (run) => changeEach(run, out),
  mustFinish: (run, error) => mayHaveBegun(run, error, out),
  undo: (run) => endChange(run, out),
  letGo: (db, { id, actor }) => letGo(db, actor.tenantId!, id),
});
