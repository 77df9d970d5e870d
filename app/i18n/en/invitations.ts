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
  revoke: 'Withdraw',
  copyLink: 'Copy link',
  empty: {
    title: 'Nobody is waiting',
    text: 'Invite colleagues by e-mail. Each gets a link that works for 14 days and can be withdrawn here.',
  },
  create: {
    title: 'Invite people',
    context: ({ workspace }: { workspace: string }) => `They get a mail with a link into ${workspace}.`,
    emails: 'E-mail addresses',
    emailsHelp: 'One or many: separate them with commas, spaces or lines.',
    emailsPlaceholder: 'ana@example.com, luis@example.com',
    role: 'Role',
    note: 'Note',
    noteHelp: 'A line of your own in the mail.',
    submit: 'Send invitations',
    submitCount: ({ count }: { count: number }) => plural(count, { one: 'Invite 1 person', other: 'Invite # people' }),
    somePeople: {
      sent: ({ count }: { count: number }) => plural(count, { one: '1 invitation sent', other: '# invitations sent' }),
      notSent: ({ count }: { count: number }) =>
        plural(count, { one: '1 could not be sent', other: '# could not be sent' }),
    },
  },
};
