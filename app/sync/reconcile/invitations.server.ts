import type { OrganizationId } from '#app/logto/ids.ts';
import type { Invitation } from '#app/logto/invitations.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { highestRole } from '#app/permissions.ts';
import {
  type CopiedInvitation,
  copyInvitation,
  invitationsOf,
  isAsCopied,
} from '#app/tenants/copy-invitations.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import type { Settle } from './finding.ts';

/**
 * Of which Logto tells no event at all. Its list has no pages. What ended here and is gone there stays as history. Of an
 * organization that is new here nobody can say who invited whom when, so the log tells nothing of it.
 */
export async function reconcileInvitations(
  id: OrganizationId,
  tenant: { id: string; isNewHere: boolean },
  settle: Settle,
): Promise<void> {
  const copied = await asSystem((db) => invitationsOf(db, tenant.id));
  const listed = await logto().invitations.list({ organizationId: id });
  const about = { what: 'invitation', organizationId: id } as const;
  /** Asked for by itself: the list may be older than what an operation has done and written since. */
  const mend = (invitationId: Invitation['id']) => async (): Promise<boolean> => {
    const asked = new Date();
    const now = await logto().invitations.get(invitationId);
    return copyInvitation(tenant, { before: copied.get(invitationId), now: now && toCopied(now), asked });
  };
  for (const row of copied.values()) {
    if (row.status !== 'pending' || listed.some((each) => each.id === row.logtoInvitationId)) continue;
    if (await logto().invitations.get(row.logtoInvitationId)) continue;
    await settle({ ...about, id: row.logtoInvitationId, difference: 'gone' }, mend(row.logtoInvitationId));
  }
  // What has ended first: an address has one open invitation.
  const endedFirst = listed.toSorted((one, two) => Number(one.status === 'Pending') - Number(two.status === 'Pending'));
  for (const invitation of endedFirst) {
    const row = copied.get(invitation.id);
    if (row && isAsCopied(row, toCopied(invitation))) continue;
    const difference = row ? 'different' : 'missing';
    await settle({ ...about, id: invitation.id, difference }, mend(invitation.id));
  }
}

const statuses = { Pending: 'pending', Accepted: 'accepted', Expired: 'expired', Revoked: 'revoked' } as const;

/** One without a role, as the console makes them, opens the organization to somebody without a role: '', as in the flows. */
function toCopied({ id, invitee, status, roles, acceptedUserId, createdAt, expiresAt }: Invitation): CopiedInvitation {
  const names = roles.map(({ name }) => name);
  return {
    id,
    email: invitee.toLowerCase(),
    status: statuses[status],
    role: highestRole(names) ?? names[0] ?? '',
    acceptedById: acceptedUserId,
    createdAt,
    expiresAt,
  };
}
