/**
 * Who may do what to whom in an organization: the whole table, written out. The rules are tested on it
 * (tests/unit/member-rules.test.ts), the flows run every cell of it against Logto and PostgreSQL
 * (tests/flows/guards.test.ts), and tests of pages and API take their cells from it.
 */
import type { FailureCode } from '#app/failures.ts';
import type { Role } from '#app/permissions.ts';

/** Exists in Logto and is not ours: somebody made it for another product. It permits nothing here. */
export const strangeRole = 'auditor';

export type Action = 'owner' | 'admin' | 'member' | 'remove' | 'transfer' | 'leave';

export type MemberCase = {
  actor: string[];
  /** Null: no member of this organization. */
  target: 'self' | string[] | null;
  /** The actor and the target aside, somebody is an owner. */
  anotherOwner: boolean;
  action: Action;
  /** The role that is to be given, when that is the action. */
  role?: Role;
  /** Undefined: allowed. */
  refused: FailureCode | undefined;
};

// "to …": to have this role in the place of those of ours. Where an owner is concerned, `2nd` says whether yet another
// person is one. A dash: cannot be asked for.
const table = `
actor         | target        | 2nd | to owner        | to admin         | to member        | remove           | transfer      | leave
owner         | self          | no  | ok              | last-owner       | last-owner       | not-oneself      | not-oneself   | last-owner
owner         | self          | yes | ok              | ok               | ok               | not-oneself      | not-oneself   | ok
owner         | owner         | no  | ok              | ok               | ok               | ok               | ok            | -
owner         | admin         | no  | ok              | ok               | ok               | ok               | ok            | -
owner         | member        | no  | ok              | ok               | ok               | ok               | ok            | -
owner         | owner+member  | no  | ok              | ok               | ok               | ok               | ok            | -
owner         | auditor       | no  | ok              | ok               | ok               | ok               | ok            | -
owner         | admin+auditor | no  | ok              | ok               | ok               | ok               | ok            | -
owner         | none          | no  | ok              | ok               | ok               | ok               | ok            | -
owner         | stranger      | no  | not-found       | not-found        | not-found        | not-found        | not-found     | -
owner+admin   | self          | no  | ok              | last-owner       | last-owner       | not-oneself      | not-oneself   | last-owner
owner+auditor | self          | yes | ok              | ok               | ok               | not-oneself      | not-oneself   | ok
owner+auditor | member        | no  | ok              | ok               | ok               | ok               | ok            | -
admin         | self          | yes | own-role-upward | ok               | ok               | not-oneself      | not-permitted | ok
admin         | owner         | no  | ok              | member-above-own | member-above-own | member-above-own | not-permitted | -
admin         | owner         | yes | ok              | member-above-own | member-above-own | member-above-own | not-permitted | -
admin         | owner+member  | yes | ok              | member-above-own | member-above-own | member-above-own | not-permitted | -
admin         | admin         | yes | role-above-own  | ok               | ok               | ok               | not-permitted | -
admin         | member        | yes | role-above-own  | ok               | ok               | ok               | not-permitted | -
admin         | auditor       | yes | role-above-own  | ok               | ok               | ok               | not-permitted | -
admin         | admin+auditor | yes | role-above-own  | ok               | ok               | ok               | not-permitted | -
admin         | stranger      | yes | not-found       | not-found        | not-found        | not-found        | not-permitted | -
admin+member  | self          | yes | own-role-upward | ok               | ok               | not-oneself      | not-permitted | ok
admin+member  | owner         | yes | ok              | member-above-own | member-above-own | member-above-own | not-permitted | -
member        | self          | yes | not-permitted   | not-permitted    | not-permitted    | not-permitted    | not-permitted | ok
member        | owner         | no  | not-permitted   | not-permitted    | not-permitted    | not-permitted    | not-permitted | -
member        | owner         | yes | not-permitted   | not-permitted    | not-permitted    | not-permitted    | not-permitted | -
member        | admin         | yes | not-permitted   | not-permitted    | not-permitted    | not-permitted    | not-permitted | -
member        | member        | yes | not-permitted   | not-permitted    | not-permitted    | not-permitted    | not-permitted | -
member        | auditor       | yes | not-permitted   | not-permitted    | not-permitted    | not-permitted    | not-permitted | -
member        | stranger      | yes | not-permitted   | not-permitted    | not-permitted    | not-permitted    | not-permitted | -
auditor       | self          | yes | not-permitted   | not-permitted    | not-permitted    | not-permitted    | not-permitted | ok
auditor       | owner         | yes | not-permitted   | not-permitted    | not-permitted    | not-permitted    | not-permitted | -
auditor       | member        | yes | not-permitted   | not-permitted    | not-permitted    | not-permitted    | not-permitted | -
none          | self          | yes | not-permitted   | not-permitted    | not-permitted    | not-permitted    | not-permitted | ok
`;

const actions: Action[] = ['owner', 'admin', 'member', 'remove', 'transfer', 'leave'];

const rolesOf = (cell: string): string[] => (cell === 'none' ? [] : cell.split('+'));

const targetOf = (cell: string): MemberCase['target'] => {
  if (cell === 'self') return 'self';
  return cell === 'stranger' ? null : rolesOf(cell);
};

export const memberCases: MemberCase[] = table
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .flatMap(([actor = '', target = '', second, ...answers]) =>
    actions.flatMap((action, column) => {
      const answer = answers[column] ?? '-';
      if (answer === '-') return [];
      const role = action === 'owner' || action === 'admin' || action === 'member' ? action : undefined;
      return {
        actor: rolesOf(actor),
        target: targetOf(target),
        anotherOwner: second === 'yes',
        action,
        ...(role && { role }),
        refused: answer === 'ok' ? undefined : (answer as FailureCode),
      };
    }),
  );

export const nameOf = ({ actor, target, anotherOwner, action, role, refused }: MemberCase): string => {
  const named = (roles: string[]) => (roles.length === 0 ? 'somebody without a role' : roles.join(' and '));
  const whom = target === 'self' ? 'themselves' : target ? named(target) : 'a stranger';
  const what = role ? `make ${whom} ${role}` : action === 'leave' ? 'leave' : `${action} ${whom}`;
  return `${named(actor)} ${refused ? 'may not' : 'may'} ${what}${anotherOwner ? ' beside another owner' : ''}: ${refused ?? 'ok'}`;
};

/** Who may invite as what. */
export const inviteCases: { actor: Role; role: Role; refused: FailureCode | undefined }[] = [
  { actor: 'owner', role: 'owner', refused: undefined },
  { actor: 'owner', role: 'admin', refused: undefined },
  { actor: 'owner', role: 'member', refused: undefined },
  { actor: 'admin', role: 'owner', refused: 'role-above-own' },
  { actor: 'admin', role: 'admin', refused: undefined },
  { actor: 'admin', role: 'member', refused: undefined },
  { actor: 'member', role: 'owner', refused: 'not-permitted' },
  { actor: 'member', role: 'admin', refused: 'not-permitted' },
  { actor: 'member', role: 'member', refused: 'not-permitted' },
];
