import { z } from 'zod/v3';
import { alreadyExists, badRequest, foreignKeyNotFound, notFound } from '../errors.ts';
import { longId } from '../ids.ts';
import type { Invitation } from '../store/entities.ts';
import { TENANT, type Store } from '../store/store.ts';
import { invitationContext } from '../mail/invitation-context.ts';
import { requireRoles } from './member-roles.ts';
import { created, noContent, ok, type Call, type Routes } from './route.ts';

// Unknown keys arrive in the mail as they are (observed).
const MessagePayload = z.record(z.unknown());
const CreateInvitation = z.object({
  inviterId: z.string().min(1).max(21).nullable().optional(),
  invitee: z.string().email(),
  organizationId: z.string().min(1).max(21),
  expiresAt: z.number(),
  organizationRoleIds: z.string().array().optional(),
  messagePayload: MessagePayload.or(z.literal(false)).default(false),
});
const UpdateStatus = z.object({
  acceptedUserId: z.string().min(1).max(21).nullable().optional(),
  status: z.enum(['Accepted', 'Revoked']),
});

export function registerInvitations(routes: Routes): void {
  // Never paged, newest first; the filter on the invitee ignores case.
  routes.add('GET', '/organization-invitations', {}, ({ tenant: { store }, query }) => {
    const organizationId = query.get('organizationId');
    const inviterId = query.get('inviterId');
    const invitee = query.get('invitee')?.toLowerCase();
    const rows = [...store.invitations.values()]
      .filter(
        (row) =>
          (!organizationId || row.organizationId === organizationId) && (!inviterId || row.inviterId === inviterId),
      )
      .filter((row) => !invitee || row.invitee.toLowerCase() === invitee);
    return ok(rows.reverse().map((row) => invitationEntity(store, row)));
  });

  routes.add('POST', '/organization-invitations', { body: CreateInvitation }, async (call) => {
    const { tenant, body } = call;
    const { store } = tenant;
    if (body.expiresAt <= Date.now()) throw badRequest('The value of `expiresAt` must be in the future.');
    if (isMember(store, body.organizationId, body.invitee))
      throw badRequest('The invitee is already a member of the organization.', 422);
    const invitation = newInvitation(store, body);
    // First there, so that a second one for the address is refused while the mail is on its way; gone when it cannot be sent.
    store.invitations.set(invitation.id, invitation);
    if (body.messagePayload) {
      const payload = { ...invitationContext(store, invitation), ...body.messagePayload };
      const mail = { to: invitation.invitee, type: 'OrganizationInvitation', payload, ip: call.ip };
      await tenant.mailer.send(mail).catch((error: unknown) => {
        store.invitations.delete(invitation.id);
        throw error;
      });
    }
    return created(invitationEntity(store, invitation));
  });

  routes.add('GET', '/organization-invitations/:id', {}, ({ tenant: { store }, params: { id = '' } }) =>
    ok(invitationEntity(store, find(store, id))),
  );

  routes.add('DELETE', '/organization-invitations/:id', {}, ({ tenant: { store }, params: { id = '' } }) => {
    if (!store.invitations.delete(id)) throw notFound();
    return noContent();
  });

  // Sends whatever the state of the invitation (observed).
  routes.add(
    'POST',
    '/organization-invitations/:id/message',
    { body: MessagePayload },
    async ({ tenant, params: { id = '' }, body, ip }) => {
      const invitation = find(tenant.store, id);
      const payload = { ...invitationContext(tenant.store, invitation), ...body };
      await tenant.mailer.send({ to: invitation.invitee, type: 'OrganizationInvitation', payload, ip });
      return noContent();
    },
  );

  routes.add('PUT', '/organization-invitations/:id/status', { body: UpdateStatus }, (call) => {
    const {
      tenant: { store },
      params: { id = '' },
      body,
    } = call;
    if (body.status === 'Accepted' && !body.acceptedUserId) {
      throw badRequest('The `acceptedUserId` is required when accepting an invitation.', 422);
    }
    const invitation = find(store, id);
    if (currentStatus(invitation) !== 'Pending')
      throw badRequest('The status of the invitation cannot be changed anymore.', 422);
    if (body.status === 'Accepted') accept(call, invitation, body.acceptedUserId ?? '');
    Object.assign(invitation, { status: body.status, updatedAt: Date.now() });
    return ok(invitationEntity(store, invitation));
  });
}

type NewInvitation = z.infer<typeof CreateInvitation>;

function newInvitation(store: Store, { invitee, organizationId, expiresAt, ...rest }: NewInvitation): Invitation {
  const inviterId = rest.inviterId ?? null;
  // One pending invitation per organization and exact spelling of the address; an expired one does not block.
  for (const other of store.invitations.values()) {
    const same = other.organizationId === organizationId && other.invitee === invitee && other.status === 'Pending';
    if (same && other.expiresAt > Date.now()) throw alreadyExists();
    if (same) other.status = 'Expired';
  }
  if (!store.organizations.has(organizationId) || (inviterId !== null && !store.users.has(inviterId)))
    throw foreignKeyNotFound();
  const roleIds = [...new Set(rest.organizationRoleIds)];
  requireRoles(store, roleIds, 'User');
  const now = Date.now();
  return {
    tenantId: TENANT,
    id: longId(),
    inviterId,
    invitee,
    acceptedUserId: null,
    organizationId,
    status: 'Pending',
    createdAt: now,
    updatedAt: now,
    expiresAt,
    roleIds,
  };
}

/** Membership and roles in one step. Somebody who is a member already keeps their roles and gets these too. */
function accept(call: Call, invitation: Invitation, userId: string): void {
  const { store } = call.tenant;
  const user = store.users.get(userId);
  if (!user) throw notFound();
  if (user.primaryEmail?.toLowerCase() !== invitation.invitee.toLowerCase()) {
    throw badRequest('The accepted user must have the same email as the invitee.', 422);
  }
  const joined = store.members.add(invitation.organizationId, user.id, invitation.roleIds);
  invitation.acceptedUserId = user.id;
  const { organizationId } = invitation;
  // Servers before 1.40 say neither who joined nor which request did it (observed).
  if (call.tenant.version === '1.37') call.emitBare('Organization.Membership.Updated', { organizationId });
  else call.emit('Organization.Membership.Updated', { organizationId, ...(joined && { addedUserIds: [user.id] }) });
}

function find(store: Store, id: string): Invitation {
  const invitation = store.invitations.get(id);
  if (!invitation) throw notFound();
  return invitation;
}

/** Exact spelling, as in the real server: that is why addresses are best lower-cased before inviting. */
function isMember(store: Store, organizationId: string, email: string): boolean {
  const user = store.users.find('email', email);
  return user !== undefined && user.primaryEmail === email && store.members.has(organizationId, user.id);
}

/** `Expired` is computed on reading. */
const currentStatus = (invitation: Invitation) =>
  invitation.status === 'Pending' && invitation.expiresAt <= Date.now() ? 'Expired' : invitation.status;

function invitationEntity(store: Store, invitation: Invitation) {
  const { roleIds, ...rest } = invitation;
  const organizationRoles = roleIds
    .flatMap((id) => store.organizationRoles.get(id) ?? [])
    .map(({ id, name }) => ({ id, name }));
  return { ...rest, status: currentStatus(invitation), organizationRoles };
}
