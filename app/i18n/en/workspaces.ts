import { plurals } from '../plural.ts';

const plural = plurals('en');

export const workspaces = {
  title: 'Your workspaces',
  context: ({ count }: { count: number }) =>
    plural(count, { one: 'You belong to one workspace.', other: 'You belong to # workspaces.' }),
  open: ({ name }: { name: string }) => `Open ${name}`,
  memberCount: ({ count }: { count: number }) => plural(count, { one: '# member', other: '# members' }),
  joined: 'Joined',
  search: 'Search workspaces',
  nothingFound: {
    title: 'Nothing found',
    text: ({ search }: { search: string }) => `None of your workspaces has “${search}” in its name.`,
  },
  empty: {
    title: 'No workspace yet',
    text: 'A workspace holds your team, its members and its work. Create one, or ask a colleague for an invitation.',
  },
  create: {
    title: 'New workspace',
    context: 'You become its owner. Name and address can be changed later.',
    name: 'Name',
    nameHelp: 'The name of your company or team, as your colleagues know it.',
    namePlaceholder: 'Acme',
    slug: 'Address',
    slugHelp: 'Lower-case letters, digits and hyphens. It is part of every link into the workspace.',
    slugFree: 'This address is free.',
    slugChecking: 'Checking…',
    slugSuggestion: ({ slug }: { slug: string }) => `“${slug}” is free.`,
    description: 'Description',
    descriptionHelp: 'One sentence that people see when you invite them.',
    submit: 'Create workspace',
  },
  home: {
    title: ({ name }: { name: string }) => `Welcome to ${name}`,
    context: 'Who is here, and what to do next.',
    people: 'People',
    seeMembers: 'See all members',
    pending: 'Open invitations',
    seeInvitations: 'See invitations',
    created: 'Created',
    address: 'Address',
    yourRole: 'Your role',
    alone: {
      title: 'It is quiet here',
      text: 'A workspace comes alive with colleagues. Invite the first ones by e-mail; they need no account beforehand.',
    },
    recent: 'Recently joined',
  },
};
