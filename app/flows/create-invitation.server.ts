import { isLogtoError } from '#app/logto/errors.server.ts';
import { asOrganizationId, type InvitationId } from '#app/logto/ids.ts';
import type { Invitation } from '#app/logto/invitations.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { highestRole } from '#app/permissions.ts';
import { adoptInvitation, findStatusOf } from '#app/tenants/invitations.server.ts';
import { invitationMail } from './invitation-mail.server.ts';
import type { Actor } from './operation.server.ts';

type New = {
  /** Our row's. */
  id: string;
  tenantId: string;
  organizationId: string;
  email: string;
  role: string;
  note: string | null;
  language: string;
  expiresAt: Date;
};

/**
 * Makes an invitation in Logto, which mails it in the same transaction: there is no invitation without its mail and no
 * mail without its invitation. So this bears being repeated: Logto takes one open invitation an address and refuses a
 * second before it mails, and the one that an earlier try made is known by its end, to the millisecond.
 */
export async function createInvitation(invitation: New, by: Actor): Promise<InvitationId> {
  const create = async () => {
    const made = await logto().invitations.create({
      organizationId: asOrganizationId(invitation.organizationId),
      invitee: invitation.email,
      roleIds: await logto().roles.idsOf([invitation.role]),
      expiresAt: invitation.expiresAt,
      message: await invitationMail(invitation, by),
      // No inviterId: Logto deletes the pending invitations of an account together with it.
    });
    return made.id;
  };
  try {
    return await create();
  } catch (error) {
    if (!isLogtoError(error, 'entity.unique_integrity_violation')) throw error;
    const open = await findOpen(invitation);
    if (open && isOwn(open, invitation)) return open.id;
    if (!open || !(await givesWay(open, invitation))) throw error;
    return create();
  }
}

/** The one that an earlier try made. */
export async function findOwn(invitation: Pick<New, 'organizationId' | 'email' | 'expiresAt'>) {
  const open = await findOpen(invitation);
  return open && isOwn(open, invitation) ? open : undefined;
}

const isOwn = (found: Invitation, { expiresAt }: Pick<New, 'expiresAt'>) =>
  found.expiresAt.getTime() === expiresAt.getTime();

async function findOpen({ organizationId, email }: Pick<New, 'organizationId' | 'email'>) {
  const found = await logto().invitations.list({ invitee: email });
  return found.find((each) => each.organizationId === organizationId && each.status === 'Pending');
}

/**
 * One that is over for us and open for Logto, by its slower clock, must not block a new one. One that we do not know was
 * made in Logto's console: from now on it can be withdrawn here.
 */
async function givesWay(open: Invitation, { id, tenantId }: New): Promise<boolean> {
  const status = await findStatusOf(tenantId, open.id);
  if (status === null) {
    const names = open.roles.map(({ name }) => name);
    await adoptInvitation(tenantId, id, { ...open, role: highestRole(names) ?? names[0] ?? '' });
    return false;
  }
  if (status === 'pending' || status === 'sending') return false;
  await logto().invitations.revoke(open.id);
  return true;
}
