import { z } from 'zod';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result } from '#app/failures.ts';
import { logto } from '#app/logto/logto.server.ts';
import { rolesAfter } from '#app/member-rules.ts';
import type { AffectedMember } from '#app/tenants/change-members.server.ts';
import { actorIn } from './actor.server.ts';
import {
  type Change,
  changeMember,
  hadBefore,
  isDone,
  letAllGo,
  mayHaveBegun,
  stopIfRefused,
  writeWhatIsSo,
} from './change-member.server.ts';
import type { MembersRun } from './look-at-member.server.ts';
import { operation } from './operation.server.ts';
import { Refusal } from './refusal.server.ts';
import { type MembersInput, reserveMembers, type ReservedMembers } from './reserve-members.server.ts';

export const TransferOwnership = z.object({ userId: z.string().refine((id) => !id.includes('\0'), 'not-found') });

export type TransferOwnership = z.output<typeof TransferOwnership>;

/**
 * Hands the organization to another member: they become owner first, then the person becomes admin, so there is an
 * owner at every moment. Answers who it is now. Fails with `people-only`, `not-found`, `not-permitted`, `not-oneself`,
 * `member-suspended`, `owner-change-under-way`, `changed-meanwhile`, `logto-unreachable`, `rate-limited`, `logto-refused`,
 * `still-working`.
 */
export async function transferOwnership(
  access: Access,
  { userId }: TransferOwnership,
  key: string,
): Promise<Result<{ name: string }>> {
  if (access.machine) return failure('people-only');
  if (!access.permissions.includes('delete:organization')) return failure('not-permitted');
  if (userId === access.userId) return failure('not-oneself');
  return perform(actorIn(access), { userIds: [userId, access.userId], organizationId: access.organizationId }, key);
}

const perform = operation<MembersInput, ReservedMembers, { name: string }>({
  kind: 'transfer-ownership',

  async reserve(db, start) {
    const reserved = await reserveMembers(db, start, () => false);
    const refused = reserved.refused[0]?.refused;
    if (refused) throw new Refusal(refused.code, refused.values ? { values: refused.values } : {});
    if (!(await start.claim(`owners:${start.actor.tenantId}`))) throw new Refusal('owner-change-under-way');
    return { ...reserved, ownersAreOurs: true };
  },

  async steps(run) {
    await run.step('look who it is', () => mustBeAbleToSignIn(successor(run)));
    stopIfRefused(await changeMember(run, successor(run), receive));
    const { refused } = await changeMember(run, founder(run), stepDown(run));
    if (refused) throw new Refusal(refused.code === 'last-owner' ? 'changed-meanwhile' : refused.code);
    return { name: successor(run).name };
  },

  mustFinish: (run, error) => mayHaveBegun(run, error, receive, stepDown(run)),

  async undo(run) {
    await writeWhatIsSo(run, receive);
    await writeWhatIsSo(run, stepDown(run));
    const halfDone = isDone(run, successor(run), receive) && !isDone(run, founder(run), stepDown(run));
    if (halfDone) await changeMember(run, successor(run), takeBack(run));
    await letAllGo(run);
  },
});

const successor = ({ reserved, actor }: MembersRun) => reserved.members.find(({ userId }) => userId !== actor.userId)!;
const founder = ({ reserved, actor }: MembersRun) => reserved.members.find(({ userId }) => userId === actor.userId)!;

/** An owner who cannot sign in is none. */
async function mustBeAbleToSignIn({ userId, name }: AffectedMember): Promise<void> {
  const user = await logto().users.get(userId);
  if (!user) throw new Refusal('not-found');
  if (user.isSuspended) throw new Refusal('member-suspended', { values: { name } });
}

const receive: Change = {
  step: 'receive',
  action: 'transfer',
  gets: (has) => rolesAfter(has, ['owner']),
  audit: 'member.roles-changed',
};

const stepDown = (run: MembersRun): Change => ({
  step: 'step down',
  action: 'change-roles',
  gets: (has) => (has.includes('owner') ? rolesAfter(has, ['admin']) : has),
  audit: 'ownership.transferred',
  about: { id: successor(run).userId, name: successor(run).name },
});

/** They are what they were before, unless they are an owner no more. */
const takeBack = (run: MembersRun): Change => ({
  step: 'take back',
  action: 'change-roles',
  gets: (has) => (has.includes('owner') ? (hadBefore(run, successor(run), receive) ?? has) : has),
  audit: 'member.roles-changed',
});
