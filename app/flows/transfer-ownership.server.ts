import { z } from 'zod';
import type { Access } from '#app/auth/organization.server.ts';
import type { Result } from '#app/failures.ts';

export const TransferOwnership = z.object({ userId: z.string().refine((id) => !id.includes('\0'), 'not-found') });

export type TransferOwnership = z.output<typeof TransferOwnership>;

/**
 * Hands the organization to another member: they become owner first, then the person becomes admin, so there is an
 * owner at every moment. Answers who it is now. Fails with `not-found`, `not-permitted`, `not-oneself`,
 * `member-suspended`, `owner-change-under-way`, `changed-meanwhile`, `logto-unreachable`, `rate-limited`, `logto-refused`,
 * `still-working`.
 */
export const transferOwnership = (
  _access: Access,
  _input: TransferOwnership,
  _key: string,
): Promise<Result<{ name: string }>> => Promise.reject(new Error('not yet'));
