import type { Invitation } from '../store/entities.ts';
import type { Store } from '../store/store.ts';

/** What an invitation mail knows about its organization and inviter. */
export function invitationContext(store: Store, { organizationId, inviterId }: Invitation) {
  const organization = store.organizations.get(organizationId);
  const inviter = inviterId === null ? undefined : store.users.get(inviterId);
  return {
    ...(organization && {
      organization: { id: organization.id, name: organization.name, branding: organization.branding },
    }),
    ...(inviter && {
      inviter: {
        id: inviter.id,
        avatar: inviter.avatar,
        name: inviter.name,
        primaryEmail: inviter.primaryEmail,
        primaryPhone: inviter.primaryPhone,
        username: inviter.username,
        profile: inviter.profile,
      },
    }),
  };
}
