import { refusalFor, rolesAfter } from './member-rules.ts';
import { type Permission, type Role, roleNames } from './permissions.ts';

/** What a page offers somebody to do with a member: what the rules would allow, going by the copy. The flows ask Logto. */
export type MemberOffers = {
  /** Roles they can be given instead of the one they have. */
  roles: Role[];
  remove: boolean;
  /** Be handed the organization. */
  own: boolean;
};

export function offersFor(
  held: readonly Permission[],
  member: { self: boolean; roles: readonly string[]; anotherOwner: boolean },
): MemberOffers {
  const { self, roles: has, anotherOwner } = member;
  const situation = { held, self, has, anotherOwner };
  const others = roleNames.filter((role) => !isOnly(role, has));
  return {
    roles: others.filter((role) => !refusalFor('change-roles', { ...situation, gets: rolesAfter(has, [role]) })),
    remove: !refusalFor('remove', { ...situation, gets: [] }),
    own: !has.includes('owner') && !refusalFor('transfer', { ...situation, gets: rolesAfter(has, ['owner']) }),
  };
}

/** Of ours. */
const isOnly = (role: Role, has: readonly string[]): boolean =>
  roleNames.every((name) => has.includes(name) === (name === role));

export const offersAnything = ({ roles, remove }: MemberOffers): boolean => remove || roles.length > 0;
