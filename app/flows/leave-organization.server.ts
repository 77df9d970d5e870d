import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result } from '#app/failures.ts';
import { actorIn } from './actor.server.ts';
import { type Change, changeMember, endChange, mayHaveBegun, stopIfRefused } from './change-member.server.ts';
import { operation } from './operation.server.ts';
import { type MembersInput, reserveMembers, type ReservedMembers } from './reserve-members.server.ts';

/**
 * The person goes by themselves, which needs no permission; the last owner cannot. Fails with `people-only`,
 * `last-owner`, `owner-change-under-way`, `changed-meanwhile`, `logto-unreachable`, `rate-limited`, `logto-refused`,
 * `still-working`.
 */
export async function leaveOrganization(access: Access, key: string): Promise<Result<null>> {
  if (access.machine) return failure('people-only');
  return perform(actorIn(access), { userIds: [access.userId], organizationId: access.organizationId }, key);
}

const away: Change = { step: 'leave', action: 'leave', gets: () => null, audit: 'member.left' };

const perform = operation<MembersInput, ReservedMembers, null>({
  kind: 'leave-organization',
  reserve: (db, start) => reserveMembers(db, start, () => true),

  async steps(run) {
    const outcome = await changeMember(run, run.reserved.members[0]!, away);
    // Who is out already, removed in Logto's console, has what they wanted.
    if (outcome.refused?.code !== 'not-found') stopIfRefused(outcome);
    return null;
  },

  mustFinish: (run, error) => mayHaveBegun(run, error, away),
  undo: (run) => endChange(run, away),
});
