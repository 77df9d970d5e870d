import { plurals } from '../plural.ts';

const plural = plurals('en');

type Count = { count: number };

const members = {
  title: 'Changing members',
  done: ({ count }: Count) => plural(count, { one: 'One person is changed', other: '# people are changed' }),
  not: ({ count }: Count) =>
    plural(count, { one: 'One person stays as they are.', other: '# people stay as they are.' }),
  one: 'Changed',
  onwards: 'Go to the members',
};

/** The page of something that goes on without whoever started it. */
export const progress = {
  working: 'This goes on by itself, also when you close the page.',
  over: 'This is what came of it.',
  far: ({ done, total }: { done: string; total: string }) => `${done} of ${total}`,
  lookAgain: 'Look again',
  leave: 'You need not wait here.',
  results: 'Results',
  kinds: {
    'invite-members': {
      title: 'Inviting people',
      done: ({ count }: Count) => plural(count, { one: 'One invitation is sent', other: '# invitations are sent' }),
      not: ({ count }: Count) => plural(count, { one: 'One could not be sent.', other: '# could not be sent.' }),
      one: 'Sent',
      onwards: 'Go to the invitations',
    },
    'change-member-roles': { ...members, title: 'Changing roles' },
    'remove-members': {
      ...members,
      title: 'Removing members',
      done: ({ count }: Count) =>
        plural(count, { one: 'One person is no longer a member', other: '# people are no longer members' }),
      one: 'Removed',
    },
    'transfer-ownership': { ...members, title: 'Handing over' },
    'leave-organization': { ...members, title: 'Leaving', onwards: 'Go to your workspaces' },
  },
};
