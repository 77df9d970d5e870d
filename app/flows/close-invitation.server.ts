import { liveCheck } from '#app/auth/live-check.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import type { Person } from '#app/auth/person.ts';
import { failure, type Result } from '#app/failures.ts';
import { isLogtoError } from '#app/logto/errors.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { refusalFor } from '#app/member-rules.ts';
import type { Db } from '#app/tenants/db.server.ts';
import {
  closeInvitation,
  findInvitationThrough,
  type InvitationRow,
  type InvitationView,
  noteStatus,
} from '#app/tenants/invitations.server.ts';
import { refusalOf } from './accept-invitation.server.ts';
import { actorIn, actorOf } from './actor.server.ts';
import { answerTo, oneAnswer } from './one-answer.server.ts';
import { type Actor, mayHaveTakenEffect, operation, type Run } from './operation.server.ts';
import { Refusal } from './refusal.server.ts';

type Input = { id: string; as: 'declined' | 'revoked' };
type Reserved = Pick<InvitationRow, 'id' | 'tenantId' | 'email' | 'logtoInvitationId'> & {
  name: string;
  /** It was so before: pressed twice, in another form. */
  already: boolean;
};

/** Of the organization, and whom it was for. */
type Closed = { name: string; email: string };

/**
 * The invited person says no. Fails with `not-found`, `invitation-used`, `invitation-revoked`, `invitation-busy`,
 * `logto-unreachable`.
 */
export const declineInvitation = (person: Person, id: string, key: string): Promise<Result<Closed>> =>
  oneAnswer(id, () => perform(actorOf(person), { id, as: 'declined' }, key));

/** Somebody who may invite takes it back, whoever sent it. Fails as `declineInvitation`, and with `not-permitted`. */
export async function revokeInvitation(access: Access, id: string, key: string): Promise<Result<Closed>> {
  const live = await liveCheck(access, 'invite:member');
  if (!live.ok) return live;
  const situation = { held: live.value, self: false, has: [], gets: [], anotherOwner: true };
  const refused = refusalFor('revoke-invitation', situation);
  if (refused) return failure(refused);
  return oneAnswer(id, () => perform(actorIn(access), { id, as: 'revoked' }, key));
}

const perform = operation<Input, Reserved, Closed>({
  kind: 'close-invitation',

  async reserve(db, { actor, input, claim }) {
    // That somebody else is answering it is told to those only who may do so too.
    await findTheirs(db, input, actor);
    if (!(await claim(answerTo(input.id)))) throw new Refusal('invitation-busy');
    const found = await findTheirs(db, input, actor);
    const already = found.status === input.as;
    const refused = already ? undefined : refusalOf(found);
    if (refused && refused !== 'invitation-expired') throw new Refusal(refused);
    const { id, tenantId, email, logtoInvitationId, tenant } = found;
    return { id, tenantId, email, logtoInvitationId, name: tenant.name, already };
  },

  async steps(run) {
    const { reserved, step } = run;
    if (!reserved.already) {
      await step('revoke in Logto', () => revoke(reserved));
      await step('close', () => close(run));
    }
    return { name: reserved.name, email: reserved.email };
  },

  mustFinish: (run, error) => mayHaveTakenEffect(run, error, 'revoke in Logto'),

  // Nothing to take back. What took effect although its answer was lost is written down.
  async undo(run) {
    if (run.reserved.already || !run.reserved.logtoInvitationId) return;
    const now = await logto().invitations.get(run.reserved.logtoInvitationId);
    if (now?.status === 'Revoked') await close(run);
  },
});

async function findTheirs(db: Db, { id, as }: Input, { tenantId }: Actor): Promise<InvitationView> {
  const found = await findInvitationThrough(db, id);
  // Through the organization's door one sees what was sent to one's own address by others too.
  const theirs = as === 'revoked' ? found?.tenantId === tenantId : found;
  if (!found || !theirs) throw new Refusal('not-found');
  return found;
}

const close = async ({ actor, input, reserved }: Run<Input, Reserved>): Promise<void> =>
  void (await closeInvitation(reserved, actor, input.as));

/** Logto has one word for both: Revoked. Expired or gone is as good. */
async function revoke(invitation: Reserved): Promise<void> {
  const id = invitation.logtoInvitationId;
  if (!id) return;
  try {
    await logto().invitations.revoke(id);
  } catch (error) {
    if (isLogtoError(error) && error.kind === 'not-found') return;
    if (!isLogtoError(error, 'request.invalid_input')) throw error;
    const now = await logto().invitations.get(id);
    if (now?.status !== 'Accepted') return;
    await noteStatus(invitation, 'accepted');
    throw new Refusal('invitation-used');
  }
}
