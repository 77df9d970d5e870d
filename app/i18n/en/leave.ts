export const leave = {
  title: ({ workspace }: { workspace: string }) => `Leave ${workspace}`,
  context: 'What happens when you go.',
  lost: [
    'You lose access at once, in every browser you are signed in with.',
    'What you made stays with the workspace.',
    'To come back you need a new invitation.',
  ],
  submit: 'Leave workspace',
  stay: 'Stay',
  lastOwner: {
    title: 'You are the only owner',
    text: 'A workspace needs one. Choose somebody from the members and hand it over to them, or make them an owner too; then you can go.',
    choose: 'Choose a member',
  },
};
