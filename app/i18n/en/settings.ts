/** The settings of a workspace: what all of their pages share, and the first of them. */
export const settings = {
  title: 'Settings',
  context: ({ workspace }: { workspace: string }) => `What ${workspace} decides about itself.`,
  pages: 'Pages of the settings',
  tabs: { general: 'General', signIn: 'Sign-in', machines: 'API and machines', plan: 'Plan', features: 'Features' },
};
