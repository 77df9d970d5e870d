/** How people come into a workspace: the settings page, and the page of whoever must set up a second step first. */
export const signInSettings = {
  title: 'Sign-in',
  link: {
    title: 'Your own way in',
    label: 'Sign-in link',
    help: 'The sign-in page that it opens has the name and logo of this workspace. It lets nobody in who is not a member.',
  },
  mfa: {
    title: 'Two-step verification',
    on: 'Required',
    off: 'Not required',
    about:
      'Members then need a second step, such as an authenticator app, to open this workspace. Whoever has none is asked to set one up the next time they open a page here.',
    require: 'Require two-step verification',
    stop: 'No longer require it',
    enrol: 'Set up your own second step',
  },
  domains: {
    title: 'Joining by e-mail domain',
    about:
      'Whoever registers from now on with a verified address at one of these domains is a member at once. People who already have an account do not join by this: invite them.',
    list: 'Domains',
    none: 'No domain yet. New people come by invitation only.',
    addedBy: ({ name }: { name: string }) => `Added by ${name}`,
    inLogto: 'Set in Logto’s console',
    inLogtoHelp: 'It is changed where it was set.',
    remove: 'Remove',
    removeNamed: ({ domain }: { domain: string }) => `Remove ${domain}`,
    label: 'Domain',
    help: 'The domain of your own e-mail address, and of no public mail service. One workspace for a domain.',
    add: 'Add domain',
  },
  role: {
    label: 'Who joins by themselves becomes',
    help: 'Also whoever joins by single sign-on. Those who are in already keep their role.',
    save: 'Save role',
    other: ({ roles }: { roles: string }) => `Logto also gives them: ${roles}. That is changed in Logto’s console.`,
    none: 'Nothing is saved yet: choose a role and save it.',
    above: ({ role }: { role: string }) => `At present: ${role}, set in Logto’s console.`,
  },
  sso: {
    title: 'Single sign-on',
    about:
      'Whoever signs in by one of these is a member from then on. An administrator of the sign-in service sets them up in Logto’s console: Enterprise SSO for the connection itself, and Organizations, then this workspace, under Just-in-time provisioning.',
    list: 'Connections',
    none: 'No connection is assigned to this workspace.',
    noDomains: 'No domain',
  },
  looked: {
    at: 'As Logto had it',
    never: 'Logto was not asked yet.',
    again: 'Look again',
  },
};

/** The page of a member who has no second step where one is required. */
export const secondStep = {
  title: ({ workspace }: { workspace: string }) => `One more step to open ${workspace}`,
  why: 'This workspace asks its members for two-step verification, and your account has none yet.',
  how: [
    'Have an authenticator app at hand, such as the one of your password manager.',
    'Sign in once more. The sign-in page then asks you to scan a code with the app.',
    'Enter the six digits that the app shows. You come back to where you were.',
  ],
  enrol: 'Set up two-step verification',
  notAsked: {
    title: 'You are signed in, and still have no second step',
    text: 'The sign-in page did not ask for one: it is not set up to. You can add an authenticator app to your account yourself, then try again here. If that does not work, ask an owner of the workspace.',
    account: 'Open your account at the sign-in service',
    tryAgain: 'Try again',
    signInAgain: 'Sign in once more',
  },
};
