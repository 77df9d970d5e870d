import { plurals } from '../plural.ts';

const plural = plurals('en');

export const invitations = {
  title: 'Invitations',
  context: 'Everyone who was asked to join, and what came of it.',
  invite: 'Invite people',
  email: 'E-mail',
  role: 'Role',
  status: 'Status',
  statuses: {
    pending: 'Waiting',
    accepted: 'Accepted',
    declined: 'Declined',
    revoked: 'Withdrawn',
    expired: 'Expired',
  },
  invitedBy: 'Invited by',
  sent: 'Sent',
  expires: 'Expires',
  sendAgain: 'Send again',
  inviteAgain: 'Invite again',
  revoke: 'Withdraw',
  link: 'Link for them',
  linkHelp: 'Opens only for who owns the address.',
  actions: 'Actions',
  filter: 'Which invitations',
  filters: {
    all: 'All',
    open: 'Waiting',
    accepted: 'Accepted',
    declined: 'Declined',
    withdrawn: 'Withdrawn',
    expired: 'Expired',
  },
  search: 'Search by address',
  empty: {
    title: 'Nobody is waiting',
    text: 'Invite colleagues by e-mail. Each gets a link that works as long as you choose and can be withdrawn here.',
  },
  nothingFound: {
    title: 'No invitation here',
    text: 'None is in this state or has an address with these letters.',
    action: 'Show all',
  },
  create: {
    title: 'Invite people',
    context: ({ workspace }: { workspace: string }) => `They get a mail with a link into ${workspace}.`,
    emails: 'E-mail addresses',
    emailsHelp: ({ max }: { max: number }) =>
      `One or up to ${max.toLocaleString('en')}: separated by commas, spaces or lines, with or without names.`,
    emailsPlaceholder: 'ana@example.com, luis@example.com',
    role: 'Role',
    note: 'Note',
    noteHelp: 'A line of your own in the mail.',
    days: 'The link works for',
    daysOptions: ({ count }: { count: number }) => plural(count, { one: '1 day', other: '# days' }),
    language: 'Language of the mail',
    submit: 'Send invitations',
    submitCount: ({ count }: { count: number }) => plural(count, { one: 'Invite 1 person', other: 'Invite # people' }),
    somePeople: {
      sent: ({ count }: { count: number }) => plural(count, { one: '1 invitation sent', other: '# invitations sent' }),
      notSent: ({ count }: { count: number }) =>
        plural(count, { one: '1 could not be sent', other: '# could not be sent' }),
    },
  },
};
