/**
 * Invitations. https://docs.logto.io/end-user-flows/organization-experience/invite-organization-members
 *
 * Logto compares addresses in some places by case and in others not, so they are lower-cased here. It tells "already a
 * member", "not pending" and "another e-mail" apart only by a translated message: the flows decide from the invitation.
 */
import { absentIsDone, absentIsNull, isLogtoError } from './errors.server.ts';
import { asInvitationId, asOrganizationId, asUserId } from './ids.ts';
import type { InvitationId, OrganizationId, UserId } from './ids.ts';
import { bodyOf, type ManagementApi } from './management-api.server.ts';
import type { RoleReference } from './members.server.ts';

export type InvitationStatus = 'Pending' | 'Accepted' | 'Expired' | 'Revoked';

export type Invitation = {
  id: InvitationId;
  organizationId: OrganizationId;
  invitee: string;
  inviterId: UserId | null;
  acceptedUserId: UserId | null;
  /** As of the answer: a pending one past its end reads `Expired`. */
  status: InvitationStatus;
  roles: RoleReference[];
  createdAt: Date;
  expiresAt: Date;
};

export type NewInvitation = {
  organizationId: OrganizationId;
  invitee: string;
  /** Ids, not names: Logto ignores names here without a word. */
  roleIds: readonly string[];
  expiresAt: Date;
  /** Left out, the invitation outlives the inviter's account (observed on 1.37 and 1.41). */
  inviterId?: UserId;
  /** Mailed in the same step: an invitation whose mail cannot be sent is not made. Left out: no mail. */
  message?: InvitationMessage;
};

/** What the mail's template can use. Logto takes any key and lets them replace its own: never spread input into it. */
export type InvitationMessage = {
  link: string;
  inviter?: { name: string; primaryEmail?: string };
  locale?: string;
  note?: string;
};

type Row = Omit<
  Invitation,
  'id' | 'organizationId' | 'inviterId' | 'acceptedUserId' | 'roles' | 'createdAt' | 'expiresAt'
> & {
  id: string;
  organizationId: string;
  inviterId: string | null;
  acceptedUserId: string | null;
  organizationRoles: RoleReference[];
  createdAt: number;
  expiresAt: number;
};

const toInvitation = (row: Row): Invitation => ({
  id: asInvitationId(row.id),
  organizationId: asOrganizationId(row.organizationId),
  invitee: row.invitee,
  inviterId: row.inviterId === null ? null : asUserId(row.inviterId),
  acceptedUserId: row.acceptedUserId === null ? null : asUserId(row.acceptedUserId),
  status: row.status,
  roles: row.organizationRoles.map(({ id, name }) => ({ id, name })),
  createdAt: new Date(row.createdAt),
  expiresAt: new Date(row.expiresAt),
});

const payloadOf = ({ link, inviter, locale, note }: InvitationMessage) => ({ link, inviter, locale, note });

export const invitations = (api: ManagementApi) => {
  const get = (id: InvitationId): Promise<Invitation | null> =>
    bodyOf(api.GET('/api/organization-invitations/{id}', { params: { path: { id } } })).then(
      toInvitation,
      absentIsNull,
    );

  type End = { status: 'Accepted'; acceptedUserId: UserId } | { status: 'Revoked' };

  // Ending twice is 422. A first try whose answer was lost, or a second press, has reached what was asked: that is done.
  const end = async (id: InvitationId, ending: End): Promise<Invitation> => {
    try {
      return toInvitation(
        await bodyOf(api.PUT('/api/organization-invitations/{id}/status', { params: { path: { id } }, body: ending })),
      );
    } catch (error) {
      if (!isLogtoError(error, 'request.invalid_input')) throw error;
      const ended = await get(id);
      const asAsked = ended?.status === ending.status;
      const bySame = ending.status === 'Revoked' || ended?.acceptedUserId === ending.acceptedUserId;
      if (ended && asAsked && bySame) return ended;
      throw error;
    }
  };

  return {
    /**
     * Never repeated by itself. Fails with `refused`: `entity.unique_integrity_violation` (a pending one exists; nothing is
     * mailed), `request.invalid_input` (422: already a member; 400: `expiresAt` has passed),
     * `entity.relation_foreign_key_not_found` (organization, role or inviter). With a message as `sendMessage` too, and
     * then nothing is stored: Logto inserts, mails and commits in this order (observed on 1.37 and 1.41).
     */
    create: async ({
      organizationId,
      invitee,
      roleIds,
      expiresAt,
      inviterId,
      message,
    }: NewInvitation): Promise<Invitation> =>
      toInvitation(
        await bodyOf(
          api.POST('/api/organization-invitations', {
            body: {
              organizationId,
              invitee: invitee.toLowerCase(),
              organizationRoleIds: [...roleIds],
              expiresAt: expiresAt.getTime(),
              messagePayload: message ? payloadOf(message) : false,
              ...(inviterId !== undefined && { inviterId }),
            },
          }),
        ),
      ),

    /** `null` when there is none (404). */
    get,

    /** Newest first, unpaged. A filter is required: without one Logto lists every organization's. */
    list: async (filter: { organizationId: OrganizationId } | { invitee: string }): Promise<Invitation[]> => {
      const query = 'invitee' in filter ? { invitee: filter.invitee.toLowerCase() } : filter;
      const rows = await bodyOf(api.GET('/api/organization-invitations', { params: { query } }));
      return rows.map(toInvitation);
    },

    /**
     * Makes the person a member with the invitation's roles; Logto checks that their primary e-mail is the invitee's.
     * `userId` comes from the session, Logto trusts it. Accepted by the same person before: the invitation as it is.
     * Fails with `refused` (`request.invalid_input`), `not-found`.
     */
    accept: (id: InvitationId, userId: UserId) => end(id, { status: 'Accepted', acceptedUserId: userId }),

    /** Also for declining: Logto has no state of its own for that. Revoked before: the invitation as it is. */
    revoke: (id: InvitationId) => end(id, { status: 'Revoked' }),

    /** One that is gone already (404) is done. */
    delete: async (id: InvitationId): Promise<void> => {
      await api.DELETE('/api/organization-invitations/{id}', { params: { path: { id } } }).catch(absentIsDone);
    },

    /**
     * Mails it, whatever its state: check that it is pending first. Never repeated by itself. Fails with `rate-limited`
     * (`request.message_rate_limited`: 10 per address and 10 minutes, observed on 1.41), `refused` (`connector.not_found`).
     */
    sendMessage: async (id: InvitationId, message: InvitationMessage): Promise<void> => {
      const body = payloadOf(message);
      await api.POST('/api/organization-invitations/{id}/message', { params: { path: { id } }, body });
    },
  };
};
