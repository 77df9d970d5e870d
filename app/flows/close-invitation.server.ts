import { liveCheck } from '#app/auth/live-check.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import type { SignedIn } from '#app/auth/session.server.ts';
import { failure, type Result, success } from '#app/failures.ts';
import { isLogtoError } from '#app/logto/errors.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import {
  closeInvitation,
  findInvitation,
  findInvitationFor,
  type InvitationRow,
} from '#app/tenants/invitations.server.ts';
import { refusalOf } from './accept-invitation.server.ts';

import { actorOf } from './actor.server.ts';
import { type Actor, operation } from './operation.server.ts';
import { Refusal } from './refusal.server.ts';

type Input = {
  invitation: Pick<InvitationRow, 'id' | 'tenantId' | 'email' | 'logtoInvitationId'>;
  as: 'declined' | 'revoked';
};

/** The invited person says no. Fails with `not-found`, `invitation-used`, `invitation-revoked`, `logto-unreachable`. */
export async function declineInvitation(person: SignedIn, id: string, key: string): Promise<Result<{ name: string }>> {
  const invitation = await findInvitationFor(person.userId, id);
  const closed = await close(invitation, 'declined', actorOf(person), key);
  return closed.ok ? success({ name: invitation?.tenant.name ?? '' }) : closed;
}

/** Somebody who may invite takes it back, whoever sent it. Fails as `declineInvitation`, and with `not-permitted`. */
export async function revokeInvitation(access: Access, id: string, key: string): Promise<Result<null>> {
  const live = await liveCheck(access, 'invite:member');
  if (!live.ok) return live;
  return close(await findInvitation(access.tenantId, id), 'revoked', actorOf(access), key);
}

async function close(found: InvitationRow | null, as: Input['as'], actor: Actor, key: string): Promise<Result<null>> {
  if (!found) return failure('not-found');
  if (found.status === as) return success(null); // pressed twice
  const refused = refusalOf(found);
  if (refused && refused !== 'invitation-expired') return failure(refused);
  const { id, tenantId, email, logtoInvitationId } = found;
  return perform(actor, { invitation: { id, tenantId, email, logtoInvitationId }, as }, key);
}

const perform = operation<Input, null, null>({
  kind: 'close-invitation',
  reserve: async () => null,

  async steps({ actor, input: { invitation, as }, step }) {
    await step('revoke in Logto', () => revoke(invitation.logtoInvitationId!));
    await step('close', async () => void (await closeInvitation(invitation, actor, as)));
    return null;
  },

  // Nothing to take back: either it is revoked in Logto, and reading it tells so, or nothing happened.
  undo: async () => {},
});

/** Logto has one word for both: Revoked. Expired or gone is as good. */
async function revoke(id: NonNullable<InvitationRow['logtoInvitationId']>): Promise<void> {
  try {
    await logto().invitations.revoke(id);
  } catch (error) {
    if (isLogtoError(error) && error.kind === 'not-found') return;
    if (!isLogtoError(error, 'request.invalid_input')) throw error;
    const now = await logto().invitations.get(id);
    if (now?.status === 'Accepted') throw new Refusal('invitation-used');
  }
}
