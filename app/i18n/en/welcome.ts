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
    invited: 'You are invited',
    orCreate: 'Or start your own',
    create: 'Create a workspace',
    createText: 'For your company, your team or yourself.',
    later: 'Later',
  },
};
