import { z } from 'zod';
import type { Access } from '#app/auth/organization.server.ts';
import type { Result } from '#app/failures.ts';
import { isRole, type Role } from '#app/permissions.ts';
import type { Outcome } from './outcome.ts';
import { SelectedMembers } from './selected-members.ts';

export const ChangeMemberRoles = z.object({
  userIds: SelectedMembers,
  role: z.custom<Role>((name) => typeof name === 'string' && isRole(name), 'role-unknown'),
});

export type ChangeMemberRoles = z.output<typeof ChangeMemberRoles>;

/**
 * Gives members this role in the place of those of ours that they have; roles that are not ours stay.
 *
 * With one id, a refusal is the flow's: `not-found`, `not-permitted`, `role-above-own`, `member-above-own`,
 * `own-role-upward`, `last-owner`, `owner-change-under-way`, `changed-meanwhile`, `logto-refused`; with several it is that
 * person's outcome. As a whole it fails with `logto-unreachable` and `rate-limited` when nothing was changed, and with
 * `still-working` when a worker finishes it.
 */
export const changeMemberRoles = (
  _access: Access,
  _input: ChangeMemberRoles,
  _key: string,
): Promise<Result<Outcome[]>> => Promise.reject(new Error('not yet'));
