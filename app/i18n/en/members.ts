import { plurals } from '../plural.ts';

const plural = plurals('en');

type Count = { count: number };
type Name = { name: string };

export const members = {
  title: 'Members',
  context: ({ count, workspace }: { count: number; workspace: string }) =>
    plural(count, { one: `One person works in ${workspace}.`, other: `# people work in ${workspace}.` }),
  count: ({ count }: Count) => plural(count, { one: '# member', other: '# members' }),
  range: ({ from, to, total }: { from: string; to: string; total: string }) => `${from}–${to} of ${total}`,
  invite: 'Invite people',
  back: 'All members',
  person: 'Person',
  email: 'E-mail',
  role: 'Role',
  roles: 'Roles',
  noRole: 'No role',
  joined: 'Joined',
  lastSeen: 'Last seen',
  never: 'Never',
  actions: 'Actions',
  you: 'you',
  nameless: 'No name yet',
  search: 'Search by name or e-mail',
  filter: 'Find members',
  roleFilter: 'Role',
  everyRole: 'Every role',
  otherRoles: 'Other roles',
  sort: 'Sort by',
  sorts: { name: 'By name', joined: 'Newest first', seen: 'Last seen first' },
  nothingFound: {
    title: 'Nobody matches',
    text: ({ search }: { search: string }) => `No member’s name or e-mail contains “${search}”.`,
    role: 'Nobody has this role.',
    clear: 'Show everybody',
  },
  /** What the list says otherwise than on other sites: here they are workspaces. It fills in the values. */
  list: {
    leaveAsk: 'Leave this workspace?',
    forbidden: 'Your role does not allow this.',
    nobody: 'Nobody matches. Try another name or another role.',
  },
  alone: {
    title: 'Only you so far',
    text: 'People you invite appear here as soon as they accept.',
  },
  see: 'See member',
  changeRole: 'Change role',
  makeOwner: 'Make owner',
  remove: 'Remove',
  leave: 'Leave workspace',
  select: ({ name }: Name) => `Select ${name}`,
  selectAll: 'Select everybody on this page',
  selectNone: 'Select nobody',
  selected: ({ count }: Count) => plural(count, { one: '# selected', other: '# selected' }),
  newRole: 'New role',
  giveRole: 'Give this role',
  removeSelected: 'Remove…',
  saveRole: 'Save role',
  gone: 'Is no longer a member.',
  replaces: 'The role you choose takes the place of the others. Roles from elsewhere stay.',
  removal: {
    title: ({ name }: Name) => `Remove ${name}`,
    text: 'They lose access at once, in every browser they are signed in with. What they made stays here, and you can invite them again.',
    submit: 'Remove from workspace',
  },
  transfer: {
    title: ({ name }: Name) => `Hand over to ${name}`,
    text: ({ name, workspace }: { name: string; workspace: string }) =>
      `${name} becomes owner of ${workspace} first; then you become an admin. Only an owner can undo this.`,
    submit: 'Hand over ownership',
  },
  confirm: {
    title: ({ count }: Count) => plural(count, { one: 'Remove one person?', other: 'Remove # people?' }),
    submit: ({ count }: Count) => plural(count, { one: 'Remove one person', other: 'Remove # people' }),
  },
  report: {
    removed: {
      done: ({ count }: Count) =>
        plural(count, { one: 'One person is no longer a member', other: '# people are no longer members' }),
      not: ({ count }: Count) => plural(count, { one: 'One person stays', other: '# people stay' }),
    },
    changed: {
      done: ({ count }: Count) => plural(count, { one: 'One role is changed', other: '# roles are changed' }),
      not: ({ count }: Count) =>
        plural(count, { one: 'One person keeps their role', other: '# people keep their roles' }),
    },
  },
};
