import { z } from 'zod';
import { failure, success } from '#app/failures.ts';
import { acceptInvitation as accept } from '#app/flows/accept-invitation.server.ts';
import { declineInvitation as decline } from '#app/flows/close-invitation.server.ts';
import type { OrganizationId } from '#app/logto/ids.ts';
import { findInvitationFor, type InvitationView, listInvitationsFor } from '#app/tenants/invitations.server.ts';
import { findListed } from '#app/tenants/organization-list.server.ts';
import { allowsOrigin } from '#app/tenants/widget-origins.server.ts';
import type { Caller, Person } from './caller.server.ts';
import { endpoint } from './endpoint.server.ts';
import { absolute, organizationView } from './organization-view.server.ts';
import { listOf, MyInvitation, Organization } from './shapes.server.ts';
import { siteOf } from './site-of.server.ts';

/** Those that wait for the person who calls. */

const rules = { group: 'invitations', caller: 'person', scope: 'invitations:answer', everywhere: true } as const;

export const listMyInvitations = endpoint(
  {
    ...rules,
    id: 'listMyInvitations',
    method: 'GET',
    path: '/invitations',
    answer: listOf(MyInvitation),
    failures: [],
  },
  async ({ person, caller }) => {
    const found = await listInvitationsFor(person, siteOf(caller));
    return success({ items: found.map(myInvitationView), next: null });
  },
);

export const acceptInvitation = endpoint(
  {
    ...rules,
    id: 'acceptInvitation',
    method: 'POST',
    path: '/invitations/{invitation}/accept',
    answer: z.object({ organization: Organization }),
    failures: [
      ...(['not-found', 'invitation-expired', 'invitation-revoked', 'invitation-used', 'invitation-busy'] as const),
      ...(['invitation-for-someone-else', 'organization-closed', 'seats-used-up'] as const),
    ],
  },
  async ({ caller, person, params: { invitation }, key }) => {
    const found = await findHere(caller, person, invitation);
    if (!found) return failure('not-found');
    const joined = await accept(person, invitation, key);
    if (!joined.ok) return joined;
    const organization = await findListed(person.userId, { organizationId: found.tenant.logtoOrgId! });
    return organization ? success({ organization: organizationView(organization) }) : failure('not-found'); // out again
  },
);

export const declineInvitation = endpoint(
  {
    ...rules,
    id: 'declineInvitation',
    method: 'POST',
    path: '/invitations/{invitation}/decline',
    failures: ['not-found', 'invitation-used', 'invitation-revoked', 'invitation-busy'],
  },
  async ({ caller, person, params: { invitation }, key }) => {
    if (!(await findHere(caller, person, invitation))) return failure('not-found');
    const declined = await decline(person, invitation, key);
    return declined.ok ? success(null) : declined;
  },
);

/** On a site: only from an organization that allows it. */
async function findHere(caller: Caller, { userId }: Person, id: string): Promise<InvitationView | null> {
  const found = await findInvitationFor(userId, id);
  const origin = siteOf(caller);
  return found && (origin === undefined || (await allowsOrigin(found.tenantId, origin))) ? found : null;
}

const myInvitationView = (invitation: InvitationView): z.input<typeof MyInvitation> => {
  const { id, role, invitedByName: invitedBy, note, tenant, createdAt, expiresAt } = invitation;
  const organization = {
    id: tenant.logtoOrgId as OrganizationId,
    name: tenant.name,
    logoUrl: absolute(tenant.logoUrl),
  };
  const times = { createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
  return { id, organization, role, invitedBy, note, ...times };
};
