/**
 * Logto's ids, branded so that a user's id is never passed where an organization's is wanted.
 * Plain types and no-op functions: usable on either side of the wire.
 */
declare const brand: unique symbol;

type Branded<Name extends string> = string & { readonly [brand]: Name };

/** 12 characters, `[a-z0-9]` (observed on 1.37 and 1.41). */
export type OrganizationId = Branded<'OrganizationId'>;

/** 12 characters, `[a-z0-9]`; the `sub` of tokens. */
export type UserId = Branded<'UserId'>;

/** 21 characters, `[a-z0-9]`. */
export type InvitationId = Branded<'InvitationId'>;

/** 21 characters, `[a-z0-9]`; the `client_id` of tokens. */
export type ApplicationId = Branded<'ApplicationId'>;

/** For ids that Logto gave us or that our own tables hold; an id from a request is looked up, not cast. */
export const asOrganizationId = (id: string): OrganizationId => id as OrganizationId;
export const asUserId = (id: string): UserId => id as UserId;
export const asInvitationId = (id: string): InvitationId => id as InvitationId;
export const asApplicationId = (id: string): ApplicationId => id as ApplicationId;
