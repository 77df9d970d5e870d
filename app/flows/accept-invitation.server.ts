import type { Person } from '#app/auth/person.ts';
import type { FailureCode, Result } from '#app/failures.ts';
import { isLogtoError } from '#app/logto/errors.server.ts';
import { asOrganizationId, type InvitationId, type OrganizationId } from '#app/logto/ids.ts';
import type { Invitation } from '#app/logto/invitations.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import {
  findInvitationThrough,
  type InvitationView,
  joinByInvitation,
  noteStatus,
} from '#app/tenants/invitations.server.ts';
import { refuseJoining } from '#app/tenants/seats.server.ts';
import { actorOf } from './actor.server.ts';
import { answerTo, oneAnswer } from './one-answer.server.ts';
import { mayHaveTakenEffect, operation, type Run } from './operation.server.ts';
import { Refusal, refuseIf } from './refusal.server.ts';

type Input = { invitationId: string };
type Reserved = { invitation: Stored; organizationId: OrganizationId; logtoInvitationId: InvitationId } & Joined;
type Stored = Pick<InvitationView, 'id' | 'tenantId' | 'email' | 'role'>;
type Joined = { slug: string; name: string };

/**
 * Makes the signed-in person a member with the invitation's role. Who accepts comes from the session; Logto checks once
 * more that the invitation is pending and that its address is theirs.
 *
 * Two calls to Logto: accept, and read the roles (someone who is a member already keeps the ones they had). Fails with
 * `not-found`, `invitation-expired`, `invitation-revoked`, `invitation-used`, `invitation-for-someone-else`,
 * `invitation-busy`, `organization-closed`, `seats-used-up`, `logto-unreachable`.
 */
export const acceptInvitation = (person: Person, id: string, key: string): Promise<Result<Joined>> =>
  oneAnswer(id, () => perform(actorOf(person), { invitationId: id }, key));

const perform = operation<Input, Reserved, Joined>({
  kind: 'accept-invitation',

  async reserve(db, { input, claim }) {
    // That somebody else is answering it is told to those only who may see it.
    if (!(await findInvitationThrough(db, input.invitationId))) throw new Refusal('not-found');
    if (!(await claim(answerTo(input.invitationId)))) throw new Refusal('invitation-busy');
    const invitation = await findInvitationThrough(db, input.invitationId);
    const refused = invitation ? notAcceptable(invitation) : 'not-found';
    if (refused) throw new Refusal(refused);
    refuseIf(await refuseJoining(db, invitation!.tenantId));
    const { id, tenantId, email, role, tenant, logtoInvitationId } = invitation!;
    return {
      invitation: { id, tenantId, email, role },
      organizationId: asOrganizationId(tenant.logtoOrgId!),
      logtoInvitationId: logtoInvitationId!,
      slug: tenant.slug,
      name: tenant.name,
    };
  },

  async steps(run) {
    await run.step('accept in Logto', () => accept(run));
    const joined = await join(run);
    if (!joined) throw new Refusal('invitation-used'); // and removed in the same moment
    return joined;
  },

  mustFinish: (run, error) => mayHaveTakenEffect(run, error, 'accept in Logto'),

  // The last word is Logto's: what took effect there is finished here, and what did not has changed nothing.
  async undo(run) {
    const { actor, reserved } = run;
    const invitation = await logto().invitations.get(reserved.logtoInvitationId);
    if (invitation?.status === 'Accepted' && invitation.acceptedUserId === actor.userId) await join(run);
  },
});

async function accept({ actor, reserved }: Run<Input, Reserved>): Promise<void> {
  try {
    await logto().invitations.accept(reserved.logtoInvitationId, actor.userId);
  } catch (error) {
    if (!isLogtoError(error) || (error.kind !== 'refused' && error.kind !== 'not-found')) throw error;
    const now = await logto().invitations.get(reserved.logtoInvitationId);
    if (now?.status === 'Accepted' && now.acceptedUserId === actor.userId) return; // by an earlier try
    throw new Refusal(await whyNot(reserved, now));
  }
}

/** Null when they are no member any more. */
async function join({ actor, reserved, step }: Run<Input, Reserved>): Promise<Joined | null> {
  const roles = await step('read the roles', async () => {
    const held = await logto().members.roles(reserved.organizationId, actor.userId);
    return held?.map(({ name }) => name) ?? null;
  });
  if (roles === null) {
    await noteStatus(reserved.invitation, 'accepted');
    return null;
  }
  await step('join', async () => void (await joinByInvitation(reserved.invitation, actor, roles)));
  return { slug: reserved.slug, name: reserved.name };
}

/** Logto says no with one code for everything, so its invitation is asked. What it tells is noted in the copy. */
async function whyNot({ invitation }: Reserved, now: Invitation | null): Promise<FailureCode> {
  switch (now?.status) {
    case 'Accepted':
      await noteStatus(invitation, 'accepted');
      return 'invitation-used';
    case 'Expired':
      await noteStatus(invitation, 'expired');
      return 'invitation-expired';
    case 'Pending':
      return 'invitation-for-someone-else'; // the address in Logto changed since this person signed in
    case 'Revoked':
    case undefined:
      await noteStatus(invitation, 'revoked');
      return 'invitation-revoked';
  }
}

/** Why it cannot be accepted now. */
export const notAcceptable = (invitation: Pick<InvitationView, 'status' | 'tenant'>): FailureCode | undefined =>
  refusalOf(invitation) ?? (invitation.tenant.deletionDueAt ? 'organization-closed' : undefined);

/** What the copy knows to be over needs no call. */
export function refusalOf({ status }: Pick<InvitationView, 'status'>): FailureCode | undefined {
  switch (status) {
    case 'pending':
      return undefined;
    case 'expired':
      return 'invitation-expired';
    case 'accepted':
      return 'invitation-used';
    case 'revoked':
    case 'declined':
      return 'invitation-revoked';
    case 'sending':
      return 'still-working'; // the mail was quicker than our own writing
  }
}
