/** The settings page of what other sites show of a workspace. */
export const widgets = {
  sites: {
    title: 'Sites',
    about: 'Pages of these sites may show widgets of this workspace to its members. One that is removed stops at once.',
    list: 'Sites with widgets',
    none: 'No site yet. Add the one whose pages are to show widgets.',
    addedBy: ({ name }: { name: string }) => `Added by ${name}`,
    remove: 'Remove',
    removeNamed: ({ site }: { site: string }) => `Remove ${site}`,
    label: 'Address of the site',
    help: 'Without a path, and with https unless it is your own machine: http://localhost:5173.',
    add: 'Add site',
  },
  embed: {
    title: 'Put it on a page',
    about:
      'One file brings everything, and never changes under its name: integrity holds it to that. The elements work in any framework and need no stylesheet. With a bundler, import @tenantry/widgets/define from npm instead.',
    page: 'In the page',
    script: 'In its script',
    server: 'On your server, at /widget-token',
    tokens:
      'A token is good for five minutes, one person and one site. Asked for with an API key it covers this workspace alone; with the person’s own access token from Logto, all of theirs that list the site.',
    reference: 'API reference',
    docs: 'Attributes and every state',
    frame: {
      title: 'In a frame instead',
      about: ({ address }: { address: string }) =>
        `The widget then runs at ${address}, apart from the scripts of your page. Its tokens are made for that address, and its events reach your page, but none of them can be canceled.`,
      page: 'The frame',
      script: 'In the script of its page',
      server: 'On your server, for the frame',
    },
  },
  /** What a frame with a widget is called. */
  frameTitles: { 'org-switcher': 'Organizations', 'member-list': 'Members' },
  tryIt: {
    title: 'Try it',
    about: 'The same element, here with your own session. Choosing a workspace leaves you on this page.',
    show: 'Show the switcher',
    failed: 'The widget could not be loaded. Check your connection and press again.',
    chosen: ({ name }: { name: string }) => `The page was told: org-switch, ${name}.`,
  },
};
