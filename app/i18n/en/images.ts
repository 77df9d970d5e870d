/** Pictures that people upload: the logo of a workspace, their own portrait. */
export const images = {
  help: 'PNG, JPEG or WebP, up to 500 KB and 4,096 pixels a side.',
  logo: {
    title: 'Logo',
    text: 'Stands beside the name of the workspace, on its sign-in page and in its mails.',
    label: 'Image file of the logo',
    save: 'Save logo',
    remove: 'Remove logo',
    back: 'Back to the settings',
  },
  avatar: { label: 'Image file of your picture', save: 'Save picture', remove: 'Remove picture' },
};
