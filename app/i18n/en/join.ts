import { plurals } from '../plural.ts';

const plural = plurals('en');

/** The page that an invitation's link opens. */
export const join = {
  title: ({ workspace }: { workspace: string }) => `Join ${workspace}`,
  invites: ({ inviter, workspace }: { inviter: string; workspace: string }) =>
    `${inviter} invites you to ${workspace}.`,
  invitesWithoutName: ({ workspace }: { workspace: string }) => `You are invited to ${workspace}.`,
  forEmail: ({ email }: { email: string }) => `For ${email}`,
  asRole: ({ role }: { role: string }) => `You will join as: ${role}`,
  note: 'What they wrote',
  expires: 'The invitation expires',
  continueAs: ({ email }: { email: string }) => `Continue as ${email}`,
  continueHelp: 'If you have no account yet, this creates it.',
  accept: 'Accept invitation',
  decline: 'Decline',
  declineHelp: 'Nobody is told why. You can be invited again.',
  wrongAccount: {
    title: 'This invitation is for someone else',
    text: ({ invited, current }: { invited: string; current: string }) =>
      `It was sent to ${invited}, and you are signed in as ${current}.`,
    switch: 'Switch account',
    stay: 'Stay signed in as I am',
  },
  closed: {
    title: 'This invitation is closed',
    action: 'Go to your workspaces',
  },
  signIn: {
    title: 'An invitation waits here',
    text: 'Sign in with the address it was sent to, and you can read and answer it.',
  },
  unknown: {
    title: 'There is no invitation for you here',
    text: ({ current }: { current: string }) =>
      `You are signed in as ${current}. If it was sent to another address of yours, switch account.`,
  },
  pending: {
    title: 'Invitations for you',
    text: 'Sent to your e-mail address and not answered yet.',
    see: 'See invitation',
    waiting: ({ count }: { count: number }) =>
      plural(count, { one: '1 invitation waits', other: '# invitations wait' }),
  },
};
