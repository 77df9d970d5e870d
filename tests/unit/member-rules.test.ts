import { describe, expect, it } from 'vitest';
import { type MemberAction, memberActions, refusalFor, rolesAfter, type Situation } from '#app/member-rules.ts';
import { isRole, type Permission, roles } from '#app/permissions.ts';
import { inviteCases, type MemberCase, memberCases, nameOf } from '#tests/member-cases.ts';

const held = (names: readonly string[]): Permission[] => [
  ...new Set(names.filter(isRole).flatMap((role) => roles[role].permissions)),
];

/** What the guards judge of a cell. */
function situationOf({ actor, target, anotherOwner, role, action }: MemberCase): Situation {
  const self = target === 'self';
  const has = self ? actor : (target ?? []);
  const gets = role ? rolesAfter(has, [role]) : action === 'transfer' ? rolesAfter(has, ['owner']) : [];
  const actorOwns = !self && actor.includes('owner');
  return { held: held(actor), self, has, gets, anotherOwner: anotherOwner || actorOwns };
}

const ruleOf = ({ action, role }: MemberCase): MemberAction => (role ? 'change-roles' : (action as MemberAction));

describe('the rules', () => {
  // A stranger is refused before any rule is asked.
  it.each(memberCases.filter(({ target }) => target !== null).map((each) => [nameOf(each), each] as const))(
    '%s',
    (_name, each) => {
      expect(refusalFor(ruleOf(each), situationOf(each))).toBe(each.refused);
    },
  );

  it.each(inviteCases)('on inviting as $role by $actor: $refused', ({ actor, role, refused }) => {
    const situation = { held: held([actor]), self: false, has: [], gets: [role], anotherOwner: true };
    expect(refusalFor('invite', situation)).toBe(refused);
  });

  it.each([
    ['owner', undefined],
    ['admin', undefined],
    ['member', 'not-permitted'],
  ] as const)('on revoking an invitation by %s, whoever sent it: %s', (actor, refused) => {
    const situation = { held: held([actor]), self: false, has: [], gets: [], anotherOwner: true };
    expect(refusalFor('revoke-invitation', situation)).toBe(refused);
  });

  it('are all in the table', () => {
    const tested = new Set<MemberAction>([...memberCases.map(ruleOf), 'invite', 'revoke-invitation']);
    expect([...tested].sort()).toEqual([...memberActions].sort());
  });

  it('go by permissions: a session that was granted less may do less', () => {
    const situation = { self: false, has: ['member'], gets: ['admin'], anotherOwner: true };
    expect(refusalFor('change-roles', { ...situation, held: held(['owner']) })).toBeUndefined();
    expect(refusalFor('change-roles', { ...situation, held: ['manage:member'] })).toBe('role-above-own');
  });
});

describe('a change of roles', () => {
  it('keeps roles that are not ours', () => {
    expect(rolesAfter(['owner', 'auditor', 'member'], ['admin'])).toEqual(['admin', 'auditor']);
  });
});
