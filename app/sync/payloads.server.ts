import { z } from 'zod';
import { asOrganizationId, asUserId } from '#app/logto/ids.ts';

/**
 * What is read of Logto's events, and no more. Observed on 1.37 and 1.41; the reference is
 * https://docs.logto.io/developers/webhooks/webhooks-request
 */
const id = z.string().min(1).max(21);
const userId = id.transform(asUserId);
const organizationId = id.transform(asOrganizationId);

/** The test button of Logto's console sends made-up payloads, whose ids are `fake-id`. */
export const Envelope = z
  .object({ event: z.string().max(64), path: z.unknown().optional(), userId: z.unknown().optional() })
  .transform(({ event, path, userId }) => ({ event, isTest: path === '/fake-path/:id' || userId === 'fake-id' }));

const User = z
  .object({
    id: userId,
    name: z.string().max(128).nullable(),
    primaryEmail: z.string().max(320).nullable(),
    avatar: z.string().nullable(),
    isSuspended: z.boolean(),
  })
  .transform(({ id, name, primaryEmail, avatar, isSuspended }) => ({
    id,
    name,
    email: primaryEmail?.toLowerCase() ?? null,
    avatarUrl: avatar,
    suspended: isSuspended,
  }));

export const SignedIn = z.object({ user: User }).transform(({ user }) => user);

export const UserEvent = z.object({ data: User }).transform(({ data }) => data);

/** `…/custom-data` fires the same event with the custom data alone, whatever that looks like: then null. */
export const UserChanged = z
  .object({ data: User.nullable().catch(null), params: z.object({ userId: id.optional() }).catch({}) })
  .transform(({ data, params }) => (params.userId === undefined || params.userId === data?.id ? data : null));

export const UserDeleted = z.object({ data: z.object({ id: userId }) }).transform(({ data }) => data.id);

export const OrganizationChanged = z
  .object({
    data: z.object({
      id: organizationId,
      name: z.string(),
      description: z.string().nullable(),
      isMfaRequired: z.boolean(),
      branding: z.object({ logoUrl: z.string().optional() }),
    }),
  })
  .transform(({ data: { branding, ...organization } }) => ({ ...organization, logoUrl: branding.logoUrl ?? null }));

/** Has no `data`. */
export const OrganizationDeleted = z
  .object({ params: z.object({ id: organizationId }) })
  .transform(({ params }) => params.id);
export type OrganizationDeleted = z.output<typeof OrganizationDeleted>;

/** Who joined and who left; `anybody` when the server does not say, as before 1.40. */
export const MembershipChanged = z
  .object({
    organizationId,
    addedUserIds: z.array(userId).default([]),
    removedUserIds: z.array(userId).default([]),
    addedApplicationIds: z.array(z.unknown()).default([]),
    removedApplicationIds: z.array(z.unknown()).default([]),
    method: z.string().optional(),
    matchedRoute: z.string().optional(),
    params: z.object({ userId: userId.optional() }).catch({ userId: undefined }),
  })
  .transform(({ organizationId, addedUserIds: added, removedUserIds: removed, params, ...event }) => {
    const change = { organizationId, added, removed, anybody: false };
    const machines = event.addedApplicationIds.length + event.removedApplicationIds.length > 0;
    const ofMachines = machines || event.matchedRoute?.startsWith('/organizations/:id/applications');
    if (ofMachines || added.length + removed.length > 0) return change;
    // The address of a removal says who, on every version.
    if (event.method === 'DELETE' && params.userId) return { ...change, removed: [params.userId] };
    return { ...change, anybody: true };
  });
export type MembershipChanged = z.output<typeof MembershipChanged>;
