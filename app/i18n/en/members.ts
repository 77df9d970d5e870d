import { plurals } from '../plural.ts';

const plural = plurals('en');

export const members = {
  title: 'Members',
  context: ({ count, workspace }: { count: number; workspace: string }) =>
    plural(count, { one: `One person works in ${workspace}.`, other: `# people work in ${workspace}.` }),
  count: ({ count }: { count: number }) => plural(count, { one: '# member', other: '# members' }),
  invite: 'Invite people',
  person: 'Person',
  email: 'E-mail',
  role: 'Role',
  joined: 'Joined',
  you: 'you',
  nameless: 'No name yet',
  search: 'Search by name or e-mail',
  nothingFound: {
    title: 'Nobody matches',
    text: ({ search }: { search: string }) => `No member’s name or e-mail contains “${search}”.`,
    clear: 'Show everybody',
  },
  alone: {
    title: 'Only you so far',
    text: 'People you invite appear here as soon as they accept.',
  },
};
