export const landing = {
  title: 'Workspaces for your team',
  lead: 'Bring your colleagues into one place, decide what each of them may do, and move between teams without signing in again.',
  createAccount: 'Create account',
  signIn: 'Sign in',
  signedIn: 'Open your workspaces',
  sample: {
    label: 'How a workspace looks',
    workspace: 'Northwind Studio',
    invited: 'Invited',
    waiting: 'Waiting for an answer',
  },
  points: {
    invite: {
      title: 'Invite by e-mail',
      text: 'Send one invitation or a hundred. Each link works for 14 days, and you can withdraw it at any time.',
    },
    roles: {
      title: 'Three roles, nothing to configure',
      text: 'Owners, admins and members. Everyone sees what their role allows, and nobody can give more than they have.',
    },
    apart: {
      title: 'Every workspace on its own',
      text: 'Members and data of one workspace are never visible in another, even when the same person is in both.',
    },
  },
  steps: {
    title: 'From nothing to a team',
    one: { title: 'Create your account', text: 'An e-mail address is enough.' },
    two: { title: 'Name your workspace', text: 'It gets an address of its own.' },
    three: { title: 'Invite your colleagues', text: 'They join from the mail in two clicks.' },
  },
};
