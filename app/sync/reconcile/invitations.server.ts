import type { OrganizationId } from '#app/logto/ids.ts';
import type { Invitation } from '#app/logto/invitations.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import {
  asCopied,
  type CopiedInvitation,
  copyInvitation,
  invitationsOf,
} from '#app/tenants/copy-invitations.server.ts';
import type { Settle } from './finding.ts';

/** Of which Logto tells no event at all. Its list has no pages. What ended here and is gone there stays as history. */
export async function reconcileInvitations(id: OrganizationId, tenantId: string, settle: Settle): Promise<void> {
  const copied = await asSystem((db) => invitationsOf(db, tenantId));
  const listed = await logto().invitations.list({ organizationId: id });
  const about = { what: 'invitation', organizationId: id } as const;
  for (const row of copied.values()) {
    if (row.status !== 'pending' || listed.some((each) => each.id === row.logtoInvitationId)) continue;
    if (await logto().invitations.get(row.logtoInvitationId)) continue;
    await settle({ ...about, id: row.logtoInvitationId, difference: 'gone' }, () =>
      copyInvitation(tenantId, { id: row.logtoInvitationId, email: row.email, status: 'revoked' }, row),
    );
  }
  // What has ended first: an address has one open invitation.
  const endedFirst = listed.toSorted((one, two) => Number(one.status === 'Pending') - Number(two.status === 'Pending'));
  for (const invitation of endedFirst) {
    const row = copied.get(invitation.id);
    const now = toCopied(invitation);
    if (row && asCopied(row.status, now.status)) continue;
    await settle({ ...about, id: invitation.id, difference: row ? 'different' : 'missing' }, () =>
      copyInvitation(tenantId, now, row),
    );
  }
}

const statuses = { Pending: 'pending', Accepted: 'accepted', Expired: 'expired', Revoked: 'revoked' } as const;

const toCopied = ({
  id,
  invitee,
  status,
  roles,
  acceptedUserId,
  createdAt,
  expiresAt,
}: Invitation): CopiedInvitation => ({
  id,
  email: invitee.toLowerCase(),
  status: statuses[status],
  made: { role: roles[0]?.name ?? '', acceptedById: acceptedUserId, createdAt, expiresAt },
});
