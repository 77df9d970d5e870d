import { z } from 'zod';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result } from '#app/failures.ts';
import { rolesAfter } from '#app/member-rules.ts';
import { isRole, type Role } from '#app/permissions.ts';
import { actorIn } from './actor.server.ts';
import { type Change, changeEach, endChange, mayHaveBegun } from './change-member.server.ts';
import { operation } from './operation.server.ts';
import type { Outcome } from './outcome.ts';
import { type MembersInput, reserveMembers, type ReservedMembers } from './reserve-members.server.ts';
import { mostAtOnce, SelectedMembers } from './selected-members.ts';

export const ChangeMemberRoles = z.object({
  userIds: SelectedMembers,
  role: z.custom<Role>((name) => typeof name === 'string' && isRole(name), 'role-unknown'),
});

export type ChangeMemberRoles = z.output<typeof ChangeMemberRoles>;

type Input = MembersInput & { role: Role };

/**
 * Gives members this role in the place of those of ours that they have; roles that are not ours stay.
 *
 * With one id, a refusal is the flow's: `not-found`, `not-permitted`, `role-above-own`, `member-above-own`,
 * `own-role-upward`, `last-owner`, `owner-change-under-way`, `changed-meanwhile`, `logto-refused`; with several it is that
 * person's outcome. As a whole it fails with `not-permitted`, with `logto-unreachable` and `rate-limited` when nothing was
 * changed, and with `still-working` when a worker finishes it: of many people, or what Logto interrupted.
 *
 * Three calls to Logto a person, and two or more when an owner's role is taken.
 */
export async function changeMemberRoles(
  access: Access,
  { userIds, role }: ChangeMemberRoles,
  key: string,
): Promise<Result<Outcome[]>> {
  if (!access.permissions.includes('manage:member')) return failure('not-permitted');
  const change = userIds.length > mostAtOnce ? perform.later : perform;
  return change(actorIn(access), { userIds, role, organizationId: access.organizationId }, key);
}

const toRole = ({ role }: Input): Change => ({
  step: 'change',
  action: 'change-roles',
  gets: (has) => rolesAfter(has, [role]),
  audit: 'member.roles-changed',
});

const perform = operation<Input, ReservedMembers, Outcome[]>({
  kind: 'change-member-roles',
  reserve: (db, start) => reserveMembers(db, start, () => start.input.role !== 'owner'),
  steps: (run) => changeEach(run, toRole(run.input)),
  mustFinish: (run, error) => mayHaveBegun(run, error, toRole(run.input)),
  undo: (run) => endChange(run, toRole(run.input)),
});
