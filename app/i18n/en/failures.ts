import type { FailureTexts } from '../failure-text.ts';

/** One text for each failure code: what happened and what to do. */
export const failures: FailureTexts = {
  'name-missing': 'Enter a name.',
  'name-too-long': ({ max = 128 }) => `Keep the name to ${max} characters.`,
  'description-too-long': ({ max = 256 }) => `Keep the description to ${max} characters.`,
  'slug-invalid': 'Use lower-case letters, digits and single hyphens, between 2 and 48 characters.',
  'slug-reserved': 'This address is kept for the product itself. Choose another.',
  'slug-taken': 'Another workspace has this address. Choose another.',
  'email-invalid': ({ email = '', line = 0 }) => {
    if (email === '') return 'Enter an e-mail address such as ana@example.com.';
    return `${Number(line) > 0 ? `Line ${line}: ` : ''}“${email}” is not an e-mail address.`;
  },
  'emails-missing': 'Enter at least one e-mail address.',
  'more-emails-invalid': ({ count = 0 }) => `${count} more are not e-mail addresses.`,
  'emails-too-many': ({ max = 100 }) => `Invite up to ${max} people at a time.`,
  'role-unknown': 'Choose a role from the list.',
  'role-above-own': 'You can only give a role up to your own.',
  'member-above-own': ({ name = '' }) =>
    `${name === '' ? 'This person' : name} has a higher role than you. Ask an owner of the workspace.`,
  'own-role-upward': 'Nobody can give themselves a higher role. Ask an owner of the workspace.',
  'not-oneself': 'This works for other people only. To go, leave the workspace; to hand it over, choose somebody else.',
  'member-suspended': ({ name = '' }) =>
    `${name === '' ? 'This person' : name} is suspended and cannot sign in. Choose somebody else.`,
  'last-owner': ({ name = '' }) =>
    name === ''
      ? 'A workspace needs an owner, and nobody else is one. Make somebody else an owner first.'
      : `${name} is the only owner. Make somebody else an owner first.`,
  'owner-change-under-way': 'Somebody is changing the owners of this workspace right now. Try again in a moment.',
  'changed-meanwhile': 'The roles here changed a moment ago. Look at them again before you change them.',
  cancelled: 'This was cancelled before it began, so nothing was done.',
  'too-late': 'It has begun, so it cannot be cancelled any more.',
  'nobody-selected': 'Select at least one person.',
  'too-many-selected': ({ max = 100 }) => `Select up to ${max} people at a time.`,
  'expiry-invalid': 'Choose from the list how long the link works.',
  'sent-just-now': ({ seconds = 60 }) =>
    `That mail went out a moment ago. You can send it again in ${seconds} seconds.`,
  'mail-limit': ({ email = '' }) =>
    `${email === '' ? 'This address' : email} got ten mails within ten minutes, which is the limit. Wait ten minutes.`,
  'no-email-connector':
    'Logto has no e-mail connector, so no invitation can be mailed, and none was made. An administrator adds one in Logto’s console under Connectors, then try again.',
  'mail-not-sent': ({ email = '' }) =>
    `Logto’s e-mail connector did not take the mail${email === '' ? '' : ` to ${email}`}. Check the address; if it is right, an administrator finds the reason in Logto’s console under Connectors.`,
  'already-member': ({ email = '' }) =>
    email === '' ? 'This person is already a member.' : `${email} is already a member.`,
  'already-invited': ({ email = '' }) =>
    email === '' ? 'This person already has an open invitation.' : `${email} already has an open invitation.`,
  'note-too-long': ({ max = 500 }) => `Keep the note to ${max} characters.`,
  'invitation-not-pending': 'This invitation is no longer open. Ask for a new one.',
  'invitation-expired': 'This invitation has expired. Ask for a new one.',
  'invitation-revoked': 'This invitation was withdrawn. If you think that was a mistake, ask for a new one.',
  'invitation-used': 'This invitation has already been used.',
  'invitation-for-someone-else': 'This invitation is for another e-mail address. Switch to that account to accept it.',
  'invitation-busy': 'This invitation is being answered or withdrawn right now. Look again in a moment.',
  'invitation-over': 'This invitation is over: it was accepted, declined or withdrawn. Invite the address anew.',
  'name-does-not-match': 'Type the name exactly as it is shown.',
  'email-does-not-match': 'Type your address exactly as it is shown.',
  'organization-closed': 'This workspace is closed and will be deleted. An owner can still restore it.',
  'too-late-to-restore': 'The seven days are over: this workspace is being deleted and can no longer be restored.',
  'image-missing': 'Choose an image first.',
  'image-too-large': ({ max = 500 }) => `The file is larger than ${max} KB. Choose a smaller one.`,
  'image-kind': 'This is not a PNG, JPEG or WebP image, whatever its name says. Choose one of those.',
  'image-dimensions': ({ max = 4096 }) => `The image is wider or higher than ${max} pixels. Choose a smaller one.`,
  'image-broken': 'The image cannot be read: it is damaged or cut off. Export it again, or choose another.',
  'own-mfa-missing': 'You have no second step yourself, so you would lock yourself out. Set one up first.',
  'mfa-not-offered':
    'The sign-in service offers no second step, so nobody could ever come in. An administrator turns one on in Logto’s console under Multi-factor auth.',
  'domain-invalid': 'Enter a domain such as example.com.',
  'domain-public': ({ domain = '' }) => `Anybody can have an address at ${domain}. Choose a domain of your own.`,
  'domain-not-yours': ({ domain = '' }) =>
    `You have no verified address at ${domain}. Somebody who has one and is an admin here can add it.`,
  'domain-taken': ({ domain = '' }) => `${domain} belongs to another workspace. Ask its owners to give it up.`,
  'settings-busy': 'Somebody is changing this right now. Try again in a moment.',
  'last-owner-somewhere': ({ names = '' }) => `You are the only owner of ${names}. Hand it over or delete it first.`,
  'seats-used-up': ({ limit = 0, left = '' }) =>
    Number(left) > 0
      ? `Of the ${limit} seats of this workspace ${left} can still be given, open invitations counted. Invite fewer people, or ask an owner for a larger plan.`
      : left === ''
        ? `All ${limit} seats of this workspace are taken. An owner can free one or choose a larger plan; then try again.`
        : `All ${limit} seats of this workspace are taken or promised by open invitations. Remove somebody, withdraw an invitation, or ask an owner for a larger plan.`,
  'waits-for-seat':
    'This workspace has no free seat for you yet. An owner can free one or choose a larger plan; then you are in.',
  'account-being-deleted': 'Your account is being deleted, so it can have no new workspace.',
  'organizations-used-up': ({ limit = 0 }) =>
    `You own ${limit} workspaces, which is as many as one person may make. Delete or hand over one first.`,
  'api-keys-used-up': ({ limit = 0 }) =>
    `This plan has ${limit} API keys. Revoke one, or ask an owner for a larger plan.`,
  'projects-used-up': ({ limit = 0 }) =>
    `This plan has ${limit} projects. Delete one, or ask an owner for a larger plan.`,
  'setting-invalid': 'This value does not fit the setting. Choose another.',
  'key-revoked': 'This key has been revoked. Create a new one.',
  'key-expired': 'This key has expired. Create a new one.',
  'key-shown-once':
    'This was done already, and the secret was shown then, once. If you did not keep it, rotate the key to get a new one.',
  'origin-invalid':
    'Enter the address of a site, such as https://app.example.com: no path, and https unless it is localhost.',
  'origins-too-many': ({ limit = 0 }) => `A workspace can have ${limit} sites. Remove one first.`,
  'origin-not-allowed':
    'This site may not show widgets of this workspace. An admin can add it under Settings, Widgets.',
  'scope-missing': ({ scope = '' }) =>
    scope === ''
      ? 'No widget token covers this. Use another kind of token, or the pages of the app.'
      : `The token does not cover this. Ask for one with the scope ${scope}.`,
  'people-only': 'Only a person can do this, no API key and no machine. Use a person’s token.',
  'token-used': 'This token has been used for something that needs a fresh one. Get a new token and try again.',
  'key-used-differently': 'This idempotency key was already sent with other content. Use a new key for a new request.',
  'body-invalid': 'The body is not the JSON that this address takes. Compare it with the reference.',
  'value-invalid': 'This value is not one that this address takes. Compare it with the reference.',
  'cursor-invalid': 'This cursor is not one that we gave, or it belongs to another list. Begin without one.',
  'method-not-allowed': 'This address does not take that method.',
  unauthenticated: 'Sign in, or send a valid API key or token.',
  'not-permitted': 'Your role does not allow this. Ask an owner or an admin of the workspace.',
  'not-found': 'There is nothing here, or it is not yours to see.',
  'mfa-required': 'This workspace asks for two-step verification. Set it up, then come back.',
  'rate-limited': ({ minutes = 1 }) =>
    `That was too often in a short time. Wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`} and try again.`,
  'logto-unreachable': 'The sign-in service does not answer. Nothing was changed. Try again in a moment.',
  'logto-refused': 'The sign-in service refused the change. Nothing was changed.',
  'database-unreachable':
    'Our database does not answer. Try again in a moment: what you sent is done once or not at all.',
  'form-used-differently': 'This form was already sent with other content. Reload the page and fill it in again.',
  'still-working': 'We are still working on it. Look again in a moment; there is no need to send it twice.',
  'form-expired': 'This form has been open for too long. Reload the page and send it again.',
  'origin-refused': 'The request came from another site, so we did not carry it out.',
  'body-too-large': 'That is more than we can take at once. Send less.',
  unexpected: 'Something failed on our side. We have a record of it.',
};
