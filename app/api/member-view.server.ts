import type { z } from 'zod';
import type { Access } from '#app/auth/organization.server.ts';
import { offersFor } from '#app/member-offers.ts';
import { refusalFor } from '#app/member-rules.ts';
import type { ListedMember } from '#app/tenants/member-list.server.ts';
import type { WidgetScope } from '#app/widget-scopes.ts';
import type { Caller } from './caller.server.ts';
import { absolute } from './organization-view.server.ts';
import type { Member, MembersPermissions } from './shapes.server.ts';

/** Members as the API shows them, and what of them it would let this caller change: by the rules, the role and the token. */

/** `owners`: two of them, as the list of members knows them. */
export function memberView(
  { userId, name, email, avatarUrl, roles, joinedAt, lastSeenAt, waitsForSeat }: ListedMember,
  owners: readonly string[],
  access: Access,
  caller: Caller,
): z.input<typeof Member> {
  const self = userId === access.userId;
  const anotherOwner = owners.some((owner) => owner !== userId);
  const held = covers(caller, 'members:manage') ? access.permissions : [];
  const offers = offersFor(held, { self, roles, anotherOwner });
  return {
    ...{ userId, name, email, roles, waitsForSeat, self },
    avatarUrl: absolute(avatarUrl),
    joinedAt: joinedAt.toISOString(),
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    may: { remove: offers.remove, roles: offers.roles },
  };
}

export function whatTheyMay(
  owners: readonly string[],
  { permissions: held, roles: has, userId }: Access,
  caller: Caller,
): z.input<typeof MembersPermissions> {
  const anotherOwner = owners.some((owner) => owner !== userId);
  const manage = held.includes('manage:member') && covers(caller, 'members:manage');
  const isPerson = caller.person !== null;
  const leave = refusalFor('leave', { held, self: true, has, gets: [], anotherOwner }) === undefined;
  return {
    invite: held.includes('invite:member') && covers(caller, 'invitations:manage'),
    changeRoles: manage,
    remove: manage,
    transfer: isPerson && held.includes('delete:organization') && covers(caller, 'ownership:transfer'),
    leave: isPerson && leave && covers(caller, 'membership:leave'),
  };
}

/** Other credentials than widget tokens cover whatever the caller may do. */
export const covers = ({ scopes }: Caller, scope: WidgetScope): boolean => scopes === null || scopes.includes(scope);
