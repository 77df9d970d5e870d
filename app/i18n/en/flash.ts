import { plurals } from '../plural.ts';

const plural = plurals('en');

type Values = Record<string, string | number>;

/** Said once, on the page after an action. `flash('invitations-sent', { count: 3 })` names one. */
export const flash = {
  'workspace-created': ({ name = '' }: Values) => `${name} is ready.`,
  'invitations-sent': ({ count = 1 }: Values) =>
    plural(Number(count), { one: 'Invitation sent.', other: '# invitations sent.' }),
  'invitation-sent-again': ({ email = '' }: Values) => `We sent the invitation to ${email} again.`,
  'invitation-renewed': ({ email = '' }: Values) => `${email} has a new invitation.`,
  'invitation-revoked': ({ email = '' }: Values) => `The invitation for ${email} is withdrawn.`,
  'invitation-accepted': ({ name = '' }: Values) => `You are now a member of ${name}.`,
  'invitation-declined': ({ name = '' }: Values) => `You declined the invitation to ${name}.`,
  joined: ({ name = '' }: Values) => `You have been added to ${name}. Welcome.`,
  'joined-by-domain': ({ name = '', email = '' }: Values) => `You joined ${name} because of your address ${email}.`,
  'avatar-changed': () => 'Your picture is saved.',
  'avatar-removed': () => 'Your picture is removed.',
  'logo-changed': () => 'The logo is saved.',
  'logo-removed': () => 'The logo is removed.',
  'account-deleted': () => 'Your account is deleted.',
  'name-saved': () => 'Your name is saved.',
  'workspace-updated': () => 'Name and description are saved.',
  'workspace-moved': ({ address = '' }: Values) => `The workspace is at ${address} now. Old links lead here.`,
  'workspace-closed': ({ name = '' }: Values) => `${name} is closed. It can be restored for seven days.`,
  'workspace-restored': ({ name = '' }: Values) => `${name} is open again.`,
  'setting-saved': ({ name = '' }: Values) => `Saved: ${name}.`,
  'signed-out': () => 'You are signed out.',
  'session-ended': () => 'That device is signed out.',
  'sessions-ended': () => 'You are signed out everywhere else.',
  'members-removed': ({ count = 1 }: Values) =>
    plural(Number(count), { one: 'One person is no longer a member.', other: '# people are no longer members.' }),
  'roles-changed': ({ count = 1 }: Values) =>
    plural(Number(count), { one: 'One role is changed.', other: '# roles are changed.' }),
  'ownership-handed-over': ({ name = '' }: Values) => `${name} is the owner now, and you are an admin.`,
  left: ({ name = '' }: Values) => `You left ${name}.`,
  leaving: ({ name = '' }: Values) => `You are leaving ${name}. It may take a moment.`,
  'member-removed': ({ name = '' }: Values) => `${name} is no longer a member.`,
  'mfa-required': () => 'Members now need two-step verification.',
  'mfa-not-required': () => 'Members no longer need two-step verification.',
  'domain-added': ({ domain = '' }: Values) =>
    `Whoever registers with an address at ${domain} now joins by themselves.`,
  'domain-removed': ({ domain = '' }: Values) => `Nobody joins by ${domain} any more.`,
  'joining-role-changed': () => 'The role of who joins is changed.',
  'looked-again': () => 'This is how Logto has it now.',
  'role-changed': ({ name = '' }: Values) => `The role of ${name} is changed.`,
  created: ({ name = '' }: Values) => `${name} is created.`,
  renamed: ({ name = '' }: Values) => `It is called ${name} now.`,
  deleted: ({ name = '' }: Values) => `${name} is deleted.`,
  'key-revoked': ({ name = '' }: Values) => `The key ${name} is revoked.`,
  'site-added': ({ site = '' }: Values) => `Pages of ${site} may show widgets now.`,
  'site-removed': ({ site = '' }: Values) => `Pages of ${site} show no widgets any more.`,
  'machine-removed': ({ name = '' }: Values) => `${name} is removed, and its tokens open nothing here any more.`,
  'machine-role-changed': ({ name = '' }: Values) => `The role of ${name} is changed.`,
};
