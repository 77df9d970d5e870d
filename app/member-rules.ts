/**
 * The guards that Logto lacks: who may do what to whom in an organization, decided on permissions and roles alone.
 *
 * The flows judge by it on what Logto says at that moment; pages, API and widgets offer by it what would be allowed, on
 * what the copy says. Plain data and no server code, so all sides may import it. What it comes to for the roles that
 * are shipped is written out in tests/unit/member-rules.test.ts.
 */
import type { FailureCode } from './failures.ts';
import { isRole, mayGrant, type Permission, roles } from './permissions.ts';

export type Situation = {
  /** What the actor may do in the organization. */
  held: readonly Permission[];
  /** The target is the actor. */
  self: boolean;
  /** Roles that the target has, by name. Those that are not ours are nobody's to give or take here. */
  has: readonly string[];
  /** Roles that the target is to have afterwards; none when they go. */
  gets: readonly string[];
  /** Somebody other than the target is an owner. */
  anotherOwner: boolean;
};

type Rule = (situation: Situation) => FailureCode | undefined;

const ours = (names: readonly string[]) => names.filter(isRole);
const given = ({ has, gets }: Situation) => ours(gets).filter((role) => !has.includes(role));
const taken = ({ has, gets }: Situation) => ours(has).filter((role) => !gets.includes(role));
const permitted = (names: readonly string[]) => new Set(ours(names).flatMap((role) => roles[role].permissions));

const needs =
  (permission: Permission): Rule =>
  ({ held }) =>
    held.includes(permission) ? undefined : 'not-permitted';

const onlyOthers: Rule = ({ self }) => (self ? 'not-oneself' : undefined);

const notUpwards: Rule = ({ self, has, gets }) => {
  const before = permitted(has);
  return self && [...permitted(gets)].some((permission) => !before.has(permission)) ? 'own-role-upward' : undefined;
};

const givesUpToOwn: Rule = (situation) =>
  given(situation).every((role) => mayGrant(situation.held, role)) ? undefined : 'role-above-own';

const takesUpToOwn: Rule = (situation) =>
  taken(situation).every((role) => mayGrant(situation.held, role)) ? undefined : 'member-above-own';

const anOwnerStays: Rule = (situation) =>
  taken(situation).includes('owner') && !situation.anotherOwner ? 'last-owner' : undefined;

const rules = {
  'change-roles': [needs('manage:member'), notUpwards, givesUpToOwn, takesUpToOwn, anOwnerStays],
  remove: [needs('manage:member'), onlyOthers, takesUpToOwn, anOwnerStays],
  leave: [anOwnerStays],
  transfer: [needs('delete:organization'), onlyOthers, givesUpToOwn],
  invite: [needs('invite:member'), givesUpToOwn],
  'revoke-invitation': [needs('invite:member')],
} as const satisfies Record<string, readonly Rule[]>;

export type MemberAction = keyof typeof rules;

export const memberActions = Object.keys(rules) as MemberAction[];

/** Why not: the first rule that is broken. Nothing when it is allowed. */
export function refusalFor(action: MemberAction, situation: Situation): FailureCode | undefined {
  for (const rule of rules[action]) {
    const refusal = rule(situation);
    if (refusal) return refusal;
  }
  return undefined;
}

/** In whatever order. */
export const sameRoles = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((role) => right.includes(role));

/** What a change of roles leaves: the new ones, and those that are not ours. */
export const rolesAfter = (has: readonly string[], wanted: readonly string[]): string[] => [
  ...wanted,
  ...has.filter((name) => !isRole(name)),
];
