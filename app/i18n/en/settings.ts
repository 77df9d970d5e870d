/** The settings of a workspace: what all of their pages share, and the first of them. */
export const settings = {
  title: 'Settings',
  context: ({ workspace }: { workspace: string }) => `What ${workspace} decides about itself.`,
  pages: 'Pages of the settings',
  tabs: {
    general: 'General',
    signIn: 'Sign-in',
    machines: 'API and machines',
    widgets: 'Widgets',
    plan: 'Plan',
    features: 'Features',
  },
  general: {
    about: 'Name and description',
    name: 'Name',
    description: 'Description',
    save: 'Save',
    address: 'Address',
    addressNow: 'Address now',
    newAddress: 'New address',
    newAddressHelp: 'Lower-case letters, digits and hyphens.',
    oldLinks: ({ max }: { max: number }) =>
      `Links to the old address go on leading here for members, and nobody else can take it. The last ${max} addresses are kept.`,
    oldAddresses: ({ count }: { count: number }) =>
      count === 1 ? 'One old address leads here' : `${count} old addresses lead here`,
    ownAgain: 'You had this address before and can take it back.',
    move: 'Change address',
  },
  close: {
    title: 'Delete this workspace',
    text: ({ days }: { days: number }) =>
      `It closes at once for everybody: nobody can work in it, and its API keys, machines and open invitations stop. For ${days} days an owner can restore it as it was. Then its members, invitations, data, settings and audit log are deleted for good.`,
    confirmation: ({ name }: { name: string }) => `Type “${name}” to confirm`,
    submit: 'Delete workspace',
  },
  closed: {
    badge: 'Closed',
    title: ({ workspace }: { workspace: string }) => `${workspace} is closed`,
    context: 'It will be deleted for good unless an owner restores it.',
    by: 'Closed by',
    deletedOn: 'Deleted on',
    safe: 'Until then nothing is lost: members, roles, data and settings are kept as they were. Nobody can work in it, and its API keys, machines and invitations do not work.',
    restore: 'Restore workspace',
    restoreText: 'Everybody can go on where they stopped.',
    ask: ({ owners }: { owners: string }) => `To have it restored, ask ${owners}.`,
    askNobody: 'Only an owner can restore it, and it has none.',
    beingDeleted: 'It is being deleted',
    elsewhere: 'Your other workspaces',
  },
};
