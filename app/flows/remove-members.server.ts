import { z } from 'zod';
import type { Access } from '#app/auth/organization.server.ts';
import type { Result } from '#app/failures.ts';
import type { Outcome } from './outcome.ts';
import { SelectedMembers } from './selected-members.ts';

export const RemoveMembers = z.object({ userIds: SelectedMembers });

export type RemoveMembers = z.output<typeof RemoveMembers>;

/**
 * Takes people out of the organization. Fails as `changeMemberRoles`, and with `not-oneself`: who wants to go leaves.
 */
export const removeMembers = (_access: Access, _input: RemoveMembers, _key: string): Promise<Result<Outcome[]>> =>
  Promise.reject(new Error('not yet'));
