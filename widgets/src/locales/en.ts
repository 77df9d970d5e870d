/**
 * Every text of the widgets. `{name}` is filled in; a text with a number has a form for each of the language's plural
 * categories (https://cldr.unicode.org/index/cldr-spec/plural-rules) that it needs, `other` always.
 */
export const en = {
  locale: 'en',
  texts: {
    label: 'Organizations',
    choose: 'Choose an organization',
    trigger: 'Organization: {name}',
    personal: 'Personal account',
    current: 'current',
    closed: 'closed',
    waitsForSeat: 'waits for a seat',

    search: 'Search organizations',
    clear: 'Clear the search',
    recent: 'Recent',
    all: 'All organizations',
    loading: 'Loading organizations …',
    found: { one: '{count} organization', other: '{count} organizations' },
    more: 'Showing {shown} of {total}. Type to search them all.',
    nothingFound: 'No organization matches “{search}”.',
    empty: 'You are in no organization yet.',
    switched: 'Switched to {name}.',

    invitations: { one: '{count} invitation', other: '{count} invitations' },
    invitedBy: '{person} invites you as {role}',
    accept: 'Accept',
    decline: 'Decline',
    acceptNamed: 'Accept the invitation to {name}',
    declineNamed: 'Decline the invitation to {name}',
    accepting: 'Joining {name} …',
    declining: 'Declining …',
    accepted: 'You are now in {name}.',
    declined: 'You declined the invitation to {name}.',

    create: 'Create organization',
    createName: 'Name of the organization',
    createSubmit: 'Create',
    creating: 'Creating {name} …',
    created: '{name} is there.',
    nameMissing: 'Type a name.',
    cancel: 'Cancel',

    retry: 'Try again',
    retryIn: { one: 'Try again in {count} second.', other: 'Try again in {count} seconds.' },
    offline: 'There is no network connection.',
    timeout: 'The answer takes too long.',
    expired: 'Your session has ended. Sign in again.',
    forbidden: 'This page may not do that.',
    'not-found': 'It is not there any more.',
    'rate-limited': 'That was too often in a short time.',
    conflict: 'That does not go as things stand.',
    invalid: 'Something in it is not right.',
    unavailable: 'The service cannot be reached.',
    unexpected: 'Something went wrong.',
  },
} as const;
