import { z } from 'zod';
import { env } from '#app/env.server.ts';
import { failure, type Failure, success } from '#app/failures.ts';
import { revokeInvitation } from '#app/flows/close-invitation.server.ts';
import { emailList } from '#app/flows/email-list.server.ts';
import { InviteMembers, inviteMembers as invite, mostEmails } from '#app/flows/invite-members.server.ts';
import { resendInvitation as resend } from '#app/flows/resend-invitation.server.ts';
import { refusalFor } from '#app/member-rules.ts';
import { paths } from '#app/paths.ts';
import { isRole, type Permission } from '#app/permissions.ts';
import { limits } from '#app/rate-limit.server.ts';
import {
  findInvitation,
  type InvitationCursor,
  type InvitationRow,
  listInvitations as list,
} from '#app/tenants/invitations.server.ts';
import { languageOf } from '#app/ui/preferences.server.ts';
import { endpoint } from './endpoint.server.ts';
import { limitCaller } from './limit-caller.server.ts';
import { invalid, listPlaces } from './list-place.server.ts';
import { addressOutcome } from './outcomes.server.ts';
import { Invitation, InvitationStatus, Language, listOf, Outcome, page, Role, search } from './shapes.server.ts';

/** Those that an organization sends. */

const path = '/organizations/{organization}/invitations';

const rules = { group: 'invitations', scope: 'invitations:manage', permission: 'invite:member' } as const;

export const listInvitations = endpoint(
  {
    ...rules,
    id: 'listInvitations',
    method: 'GET',
    path,
    query: z.strictObject({ status: InvitationStatus.optional(), search, ...page({ most: 200, usual: 50 }) }),
    answer: listOf(Invitation),
    failures: ['cursor-invalid'],
  },
  async ({ access: { tenantId, permissions }, query: { status, search, limit, cursor } }) => {
    const places = listPlaces<InvitationCursor>(['invitations', tenantId, status, search], ['createdAt', 'id']);
    const after = places.read(cursor);
    if (!after.ok) return after;
    if (after.value && !/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/.test(after.value.createdAt)) return invalid;
    const found = await list(tenantId, { filter: status, search, after: after.value, limit });
    const items = found.invitations.map((each) => invitationView(each, permissions));
    return success({ items, next: places.write(found.next) });
  },
);

const mailFailures = ['no-email-connector', 'mail-limit', 'mail-not-sent'] as const;
const inviteFailures = ['role-above-own', 'role-unknown', 'seats-used-up', 'emails-too-many'] as const;

export const inviteMembers = endpoint(
  {
    ...rules,
    id: 'inviteMembers',
    method: 'POST',
    path,
    body: z.strictObject({
      emails: z.array(z.string()).min(1, 'emails-missing').max(mostEmails, 'emails-too-many'),
      role: Role,
      note: InviteMembers.shape.note.optional(),
      days: z.int('expiry-invalid').min(1, 'expiry-invalid').max(30, 'expiry-invalid').optional(),
      language: Language.optional(),
    }),
    answer: z.object({ outcomes: z.array(Outcome) }),
    status: 201,
    mayTakeLonger: true,
    failures: [
      ...inviteFailures,
      ...(['email-invalid', 'emails-missing', 'note-too-long', 'expiry-invalid', 'no-email-connector'] as const),
    ],
  },
  async ({ args, caller, access, body: { emails: given, role, note = null, days, language }, key }) => {
    await limitCaller(args, caller, 1, limits.invitations); // the same as on the pages
    const { request } = args;
    const emails = addresses(given);
    if (!Array.isArray(emails)) return emails;
    const asked = {
      emails,
      role,
      note,
      language: language ?? languageOf(request),
      ...(days !== undefined && { days }),
    };
    const invited = await invite(access, asked, key);
    if (!invited.ok) return invited;
    const asAsked = invited.value.toSorted((one, two) => emails.indexOf(one.email) - emails.indexOf(two.email));
    return success({ outcomes: asAsked.map(({ email, refused }) => addressOutcome(request, email, refused)) });
  },
);

/** Each once, in lower case; or the first that is none. */
function addresses(given: string[]): string[] | Failure {
  const read = given.map((text) => emailList(text));
  const index = read.findIndex(({ emails, refused }) => emails.length !== 1 || refused.length > 0);
  if (index < 0) return [...new Set(read.flatMap(({ emails }) => emails))];
  return failure('email-invalid', { field: `emails.${index}`, values: { email: given[index]!.slice(0, 80) } });
}

export const resendInvitation = endpoint(
  {
    ...rules,
    id: 'resendInvitation',
    method: 'POST',
    path: `${path}/{invitation}/resend`,
    answer: z.object({ email: z.string(), renewed: z.boolean() }),
    mayTakeLonger: true,
    failures: [...inviteFailures, ...mailFailures, 'sent-just-now', 'invitation-over', 'invitation-expired'],
  },
  async ({ args, caller, access, params: { invitation }, key }) => {
    await limitCaller(args, caller, 1, limits.invitations);
    return resend(access, invitation, key);
  },
);

export const withdrawInvitation = endpoint(
  {
    ...rules,
    id: 'withdrawInvitation',
    method: 'DELETE',
    path: `${path}/{invitation}`,
    failures: ['invitation-used', 'invitation-revoked', 'invitation-busy'],
  },
  async ({ access, params: { invitation }, key }) => {
    if (!(await findInvitation(access.tenantId, invitation))) return failure('not-found'); // before Logto is asked
    const withdrawn = await revokeInvitation(access, invitation, key);
    return withdrawn.ok ? success(null) : withdrawn;
  },
);

const statuses = { sending: 'open', pending: 'open', revoked: 'withdrawn' } as const;

/** What is offered is what the flows would allow. */
function invitationView(invitation: InvitationRow, held: readonly Permission[]): z.input<typeof Invitation> {
  const { id, email, role, note, language, invitedByName, status, createdAt, expiresAt, lastSentAt } = invitation;
  const isOpen = status === 'pending';
  const may = (action: 'invite' | 'revoke-invitation', gets: string[]) =>
    refusalFor(action, { held, self: false, has: [], gets, anotherOwner: true }) === undefined;
  return {
    ...{ id, email, role, note, language, invitedBy: invitedByName },
    status: status === 'sending' || status === 'pending' || status === 'revoked' ? statuses[status] : status,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastSentAt: lastSentAt?.toISOString() ?? null,
    url: isOpen ? `${env().APP_URL}${paths.invitation(id)}` : null,
    may: {
      resend: (isOpen || status === 'expired') && isRole(role) && may('invite', [role]),
      withdraw: isOpen && may('revoke-invitation', []),
    },
  };
}
