import { z } from 'zod';
import { liveCheck } from '#app/auth/live-check.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import { env } from '#app/env.server.ts';
import { failure, type FailureCode, type Result } from '#app/failures.ts';
import { isLogtoError } from '#app/logto/errors.server.ts';
import { asInvitationId, asOrganizationId, type InvitationId } from '#app/logto/ids.ts';
import type { Language } from '#app/i18n/languages.ts';
import { logto } from '#app/logto/logto.server.ts';
import { paths } from '#app/paths.ts';
import { isRole, mayGrant, type Role } from '#app/permissions.ts';
import {
  forgetUnsent,
  linkInvitation,
  makeLinkSecret,
  markSent,
  reserveInvitations,
} from '#app/tenants/invitations.server.ts';
import { membersAmong } from '#app/tenants/members.server.ts';
import { actorOf } from './actor.server.ts';
import { emailList } from './email-list.server.ts';
import { operation, type Run } from './operation.server.ts';
import { failureOf } from './refusal.server.ts';

export const invitationDays = 14;
export const mostEmails = 50;

export const InviteMembers = z.object({
  emails: z.string().transform((text, context) => {
    const { emails, refused } = emailList(text);
    const complain = (message: FailureCode, values = {}) =>
      context.addIssue({ code: 'custom', message, params: values });
    for (const email of refused) complain('email-invalid', { email });
    if (emails.length + refused.length === 0) complain('emails-missing');
    if (emails.length > mostEmails) complain('emails-too-many', { max: mostEmails });
    return emails;
  }),
  role: z.string().refine(isRole, 'role-unknown'),
  note: z
    .string()
    .trim()
    .max(500, 'note-too-long')
    .default('')
    .transform((text) => text || null),
});

export type InviteMembers = z.output<typeof InviteMembers> & {
  /** Of the mail. The invited person's is not known, the inviter's is the best guess. */
  language: Language;
};

/** What became of each address: sent, or why not. */
export type Invited = { email: string; refused: FailureCode | null };

type Input = Omit<InviteMembers, 'role'> & { role: Role; organizationId: string };
type Reserved = { invitations: { id: string; email: string }[]; refused: Invited[]; expiresAt: string };

/**
 * Invites people by mail with a role. An address that cannot be invited stops no other one.
 *
 * Two calls to Logto an address, after the live check. Fails as a whole with `not-permitted`, `role-above-own`,
 * `logto-unreachable`, `rate-limited`; an address with `already-member`, `already-invited`, `rate-limited`, `logto-refused`.
 */
export async function inviteMembers(access: Access, input: InviteMembers, key: string): Promise<Result<Invited[]>> {
  const live = await liveCheck(access, 'invite:member');
  if (!live.ok) return live;
  const role = input.role as Role;
  if (!mayGrant(live.value, role)) return failure('role-above-own', { field: 'role' });
  const { organizationId, tenantId } = access;
  return perform(actorOf(access, tenantId), { ...input, role, organizationId }, key);
}

const perform = operation<Input, Reserved, Invited[]>({
  kind: 'invite-members',

  async reserve(db, { id, actor, input }) {
    const tenantId = actor.tenantId!;
    const expiresAt = new Date(Date.now() + invitationDays * 86_400_000);
    const members = await membersAmong(db, tenantId, input.emails);
    const wanted = input.emails.filter((email) => !members.has(email));
    const invitations = await reserveInvitations(db, {
      tenantId,
      operationId: id,
      emails: wanted,
      role: input.role,
      note: input.note,
      invitedById: actor.userId,
      invitedByName: actor.name,
      expiresAt,
    });
    const reserved = new Set(invitations.map(({ email }) => email));
    const refused = input.emails
      .filter((email) => !reserved.has(email))
      .map((email) => ({ email, refused: members.has(email) ? 'already-member' : 'already-invited' }) as const);
    return { invitations, refused, expiresAt: expiresAt.toISOString() };
  },

  async steps(run) {
    const sent: Invited[] = [];
    for (const invitation of run.reserved.invitations) {
      sent.push(await run.step(`invite ${invitation.id}`, () => inviteOne(run, invitation)));
    }
    return [...sent, ...run.reserved.refused];
  },

  // A mailed invitation stands, whatever became of the ones after it.
  async undo(run) {
    const unsent = run.reserved.invitations.filter(({ id }) => !run.remembered(`mail ${id}`));
    for (const { id, email } of unsent) {
      const made = run.remembered<InvitationId>(`create ${id}`) ?? (await findInLogto(run, email));
      if (made) await logto().invitations.delete(asInvitationId(made));
    }
    await forgetUnsent(
      run.actor.tenantId!,
      unsent.map(({ id }) => id),
    );
  },
});

async function inviteOne(run: Run<Input, Reserved>, { id, email }: { id: string; email: string }): Promise<Invited> {
  const tenantId = run.actor.tenantId!;
  try {
    const invitationId = await run.step(`create ${id}`, () => createInLogto(run, email));
    await run.step(`mail ${id}`, async () => {
      await linkInvitation(tenantId, id, invitationId);
      await mail(run, { id, invitationId, tenantId });
      await markSent(tenantId, id, run.actor);
      return true;
    });
    return { email, refused: null };
  } catch (error) {
    // Only what concerns this address: no answer at all is for the engine, which stops and goes on later.
    if (!isLogtoError(error) || (error.kind !== 'refused' && error.code !== 'request.message_rate_limited'))
      throw error;
    const made = run.remembered<InvitationId>(`create ${id}`);
    if (made) await logto().invitations.delete(made);
    await forgetUnsent(tenantId, [id]);
    return { email, refused: reasonOf(error) };
  }
}

async function createInLogto(run: Run<Input, Reserved>, email: string): Promise<InvitationId> {
  const found = run.again ? await findInLogto(run, email) : null;
  if (found) return found;
  const invitation = await logto().invitations.create({
    organizationId: asOrganizationId(run.input.organizationId),
    invitee: email,
    roleIds: await logto().roles.idsOf([run.input.role]),
    expiresAt: new Date(run.reserved.expiresAt),
    // No inviterId: Logto deletes the pending invitations of an account together with it.
  });
  return invitation.id;
}

/** An earlier attempt of this operation: the same address and, to the millisecond, the same end. */
async function findInLogto(run: Run<Input, Reserved>, email: string): Promise<InvitationId | null> {
  const open = await logto().invitations.list({ invitee: email });
  const ours = open.find(
    ({ organizationId, expiresAt, status }) =>
      status === 'Pending' &&
      organizationId === run.input.organizationId &&
      expiresAt.toISOString() === run.reserved.expiresAt,
  );
  return ours?.id ?? null;
}

/** The mail carries our link with a secret, which exists nowhere else: not in the operation, not in a log. */
async function mail(
  { actor, input }: Run<Input, Reserved>,
  invitation: { id: string; invitationId: InvitationId; tenantId: string },
): Promise<void> {
  const secret = await makeLinkSecret(invitation.tenantId, invitation.id);
  await logto().invitations.sendMessage(invitation.invitationId, {
    link: `${env().APP_URL}${paths.join(secret)}`,
    inviter: { name: actor.name },
    locale: input.language,
    ...(input.note !== null && { note: input.note }),
  });
}

function reasonOf(error: Parameters<typeof failureOf>[0] & { code?: string | undefined }): FailureCode {
  if (error.code === 'entity.unique_integrity_violation') return 'already-invited';
  if (error.code === 'request.invalid_input') return 'already-member'; // the only 422 with this code
  return failureOf(error).code;
}
