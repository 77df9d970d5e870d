export const account = {
  title: 'Your account',
  context: 'How you appear, and how the product looks to you.',
  profile: 'Profile',
  name: 'Name',
  email: 'E-mail',
  save: 'Save name',
  appearance: 'Language and theme',
  sessions: 'Where you are signed in',
  thisSession: 'This device',
  lastSeen: 'Last seen',
  signOut: 'Sign out',
};
