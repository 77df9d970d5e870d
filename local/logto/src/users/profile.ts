import type { User } from '../store/entities.ts';
import type { Store } from '../store/store.ts';

/** A user as answers and webhooks show them: without password, MFA data and roles. */
export function userInfo(user: User) {
  const { id, username, primaryEmail, primaryPhone, name, avatar, customData, identities } = user;
  const { lastSignInAt, createdAt, updatedAt, profile, applicationId, isSuspended } = user;
  return {
    id,
    username,
    primaryEmail,
    primaryPhone,
    name,
    avatar,
    customData,
    identities,
    lastSignInAt,
    createdAt,
    updatedAt,
    profile,
    applicationId,
    isSuspended,
  };
}

export const userProfile = (user: User) => ({ ...userInfo(user), hasPassword: user.passwordDigest !== null });

export const memberEntity = (store: Store, organizationId: string, user: User) => ({
  ...userInfo(user),
  organizationRoles: organizationRoleNames(store, organizationId, user.id),
});

export function organizationRoleNames(store: Store, organizationId: string, userId: string) {
  return [...(store.members.roles(organizationId, userId) ?? [])]
    .flatMap((roleId) => store.organizationRoles.get(roleId) ?? [])
    .map(({ id, name }) => ({ id, name }));
}
