import { liveCheck } from '#app/auth/live-check.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type FailureCode, type Result, success } from '#app/failures.ts';
import { isLanguage } from '#app/i18n/languages.ts';
import { isLogtoError } from '#app/logto/errors.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { fits, settingOf } from '#app/organization-settings.ts';
import { isRole } from '#app/permissions.ts';
import {
  claimMail,
  findInvitation,
  giveMailBack,
  type InvitationRow,
  noteSentAgain,
  noteStatus,
} from '#app/tenants/invitations.server.ts';
import { actorIn } from './actor.server.ts';
import { invitationMail, mailFailure } from './invitation-mail.server.ts';
import { inviteMembers, mayNotInvite } from './invite-members.server.ts';
import { mayHaveTakenEffect, operation, type Run } from './operation.server.ts';
import { Refusal } from './refusal.server.ts';

/** Between two mails of one invitation, whoever sends them. */
const pauseMs = 60_000;

type Open = Pick<InvitationRow, 'id' | 'tenantId' | 'email' | 'note' | 'language' | 'logtoInvitationId'>;
type Input = { invitation: Open };
type Reserved = { before: string | null };
type Resent = { email: string; renewed: boolean };

/**
 * Sends it once more. An open one gets another mail with a link of its own; the earlier links stay good. An expired one
 * is made anew, for the same address, role and note.
 *
 * Fails with `not-found`, `not-permitted`, `role-above-own`, `sent-just-now` (`seconds`), `invitation-over`,
 * `mail-limit`, `no-email-connector`, `mail-not-sent`, `logto-unreachable`, and as `inviteMembers` when it is made anew.
 */
export async function resendInvitation(access: Access, id: string, key: string): Promise<Result<Resent>> {
  const found = await findInvitation(access.tenantId, id);
  if (!found) return failure('not-found');
  switch (found.status) {
    case 'pending':
      return again(access, found, key);
    case 'expired':
      return anew(access, found, key);
    case 'sending':
      return failure('still-working');
    case 'accepted':
    case 'declined':
    case 'revoked':
      return failure('invitation-over');
  }
}

async function again(access: Access, invitation: InvitationRow, key: string): Promise<Result<Resent>> {
  const live = await liveCheck(access, 'invite:member');
  if (!live.ok) return live;
  const refused = mayNotInvite(live.value, invitation.role);
  if (refused) return failure(refused);
  const { id, tenantId, email, note, language, logtoInvitationId } = invitation;
  const asked = { invitation: { id, tenantId, email, note, language, logtoInvitationId } };
  const sent = await perform(actorIn(access), asked, key);
  // One mail has no page that shows how far it is.
  return !sent.ok && sent.code === 'still-working' ? failure('still-working') : sent;
}

async function anew(access: Access, invitation: InvitationRow, key: string): Promise<Result<Resent>> {
  const { email, role, note, language, createdAt, expiresAt } = invitation;
  if (!isRole(role)) return failure('role-unknown');
  const span = Math.round((expiresAt.getTime() - createdAt.getTime()) / 86_400_000);
  const days = fits('invitation-days', span) ? span : settingOf(access, 'invitation-days');
  const input = { emails: [email], role, note, days, language: isLanguage(language) ? language : ('en' as const) };
  const invited = await inviteMembers(access, input, key);
  if (!invited.ok) return invited;
  const refused = invited.value[0]?.refused;
  return refused ? failure(refused, { values: { email } }) : success({ email, renewed: true });
}

const perform = operation<Input, Reserved, Resent>({
  kind: 'resend-invitation',

  async reserve(db, { input }) {
    const claimed = await claimMail(db, input.invitation.id, pauseMs);
    if (!claimed) throw new Refusal('invitation-over');
    if ('before' in claimed) return claimed;
    throw new Refusal('sent-just-now', { values: { seconds: Math.ceil(claimed.waitMs / 1_000) } });
  },

  async steps({ actor, input: { invitation }, step, write }) {
    await step('look in Logto', () => stillOpen(invitation));
    await step('mail', () => mail(invitation, actor));
    await write('note', async (db) => {
      await noteSentAgain(db, invitation, actor);
      return null;
    });
    return { email: invitation.email, renewed: false };
  },

  // Logto does not tell whether it has mailed. Better two mails, of which either works, than none.
  mustFinish: (run, error) => mayHaveTakenEffect(run, error, 'mail'),

  async undo({ input: { invitation }, reserved, remembered }) {
    if (remembered('mail') === undefined) await giveMailBack(invitation.tenantId, invitation.id, reserved.before);
  },
});

/** Logto mails an invitation whatever its state, so it is asked first. What it tells is noted in the copy. */
async function stillOpen(invitation: Open): Promise<void> {
  const now = invitation.logtoInvitationId && (await logto().invitations.get(invitation.logtoInvitationId));
  if (now && now.status === 'Pending') return;
  const status =
    now && now.status === 'Accepted' ? 'accepted' : now && now.status === 'Expired' ? 'expired' : 'revoked';
  await noteStatus(invitation, status);
  throw new Refusal(status === 'expired' ? 'invitation-expired' : 'invitation-over');
}

async function mail(invitation: Open, actor: Run<Input, Reserved>['actor']): Promise<void> {
  const message = await invitationMail(invitation, actor);
  try {
    await logto().invitations.sendMessage(invitation.logtoInvitationId!, message);
  } catch (error) {
    const code: FailureCode | undefined = isLogtoError(error) ? mailFailure(error) : undefined;
    throw code ? new Refusal(code, { values: { email: invitation.email } }) : error;
  }
}
