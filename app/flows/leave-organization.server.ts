import type { Access } from '#app/auth/organization.server.ts';
import type { Result } from '#app/failures.ts';

/**
 * The person goes by themselves; the last owner cannot. Fails with `last-owner`, `owner-change-under-way`,
 * `changed-meanwhile`, `logto-unreachable`, `rate-limited`, `logto-refused`, `still-working`.
 */
export const leaveOrganization = (_access: Access, _key: string): Promise<Result<null>> =>
  Promise.reject(new Error('not yet'));
