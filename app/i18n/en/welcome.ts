/** Onboarding: the first minutes of a new person. */
export const welcome = {
  title: 'Welcome',
  context: 'Two things, and you are in.',
  nameStep: {
    title: 'What should we call you?',
    name: 'Your name',
    nameHelp: 'Your colleagues see it in the member list.',
    submit: 'Continue',
  },
  nextStep: {
    title: 'Where do you want to work?',
    orCreate: 'Or start your own',
    create: 'Create a workspace',
    createText: 'For your company, your team or yourself.',
  },
  nowhere: {
    title: 'Start with a workspace',
    text: 'A workspace holds a team and all that it works on. People join it by invitation, and nobody else sees inside.',
    invited: {
      title: 'Were you invited?',
      text: ({ email }: { email: string }) =>
        `No open invitation was sent to ${email}. Invitations work for the address they were sent to: ask for one to this address, or switch to the account that has the other.`,
      textWithoutEmail:
        'Invitations are sent to an e-mail address, and this account has none. Switch to the account that has the address.',
      lookAgain: 'Look again',
      switch: 'Switch account',
    },
  },
};
