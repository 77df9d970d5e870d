import { LogtoError } from '../errors.ts';
import { shortId } from '../ids.ts';
import type { User } from '../store/entities.ts';
import type { Store } from '../store/store.ts';

export type Identifier = { type: 'email' | 'phone' | 'username'; value: string };

export function newUser(fields: Partial<User>): User {
  const now = Date.now();
  return {
    id: shortId(),
    username: null,
    primaryEmail: null,
    primaryPhone: null,
    name: null,
    avatar: null,
    customData: {},
    identities: {},
    lastSignInAt: null,
    createdAt: now,
    updatedAt: now,
    profile: {},
    applicationId: null,
    isSuspended: false,
    passwordDigest: null,
    mfaVerifications: [],
    mfaSkipped: false,
    roleIds: [],
    ...fields,
  };
}

export const findUser = (store: Store, { type, value }: Identifier): User | undefined => store.users.find(type, value);

export function requireFreeIdentifiers(store: Store, fields: Partial<User>, ownId?: string): void {
  const taken = (type: Identifier['type'], value: string | null | undefined) => {
    const owner = value ? findUser(store, { type, value }) : undefined;
    return owner !== undefined && owner.id !== ownId;
  };
  if (taken('username', fields.username)) throw new LogtoError('user.username_already_in_use', 422);
  if (taken('email', fields.primaryEmail)) throw new LogtoError('user.email_already_in_use', 422);
  if (taken('phone', fields.primaryPhone)) throw new LogtoError('user.phone_already_in_use', 422);
}

/** Memberships and the invitations they sent or accepted go with them (observed). */
export function deleteUser(store: Store, userId: string): void {
  store.users.delete(userId);
  store.members.removeMember(userId);
  for (const [id, invitation] of store.invitations) {
    if (invitation.inviterId === userId || invitation.acceptedUserId === userId) store.invitations.delete(id);
  }
}
