import { z } from 'zod';
import { asApplicationId, asOrganizationId, asUserId } from '#app/logto/ids.ts';

/**
 * What is read of Logto's events, and no more. Observed on 1.37 and 1.41; the reference is
 * https://docs.logto.io/developers/webhooks/webhooks-request
 */
const id = z.string().min(1).max(21);
const userId = id.transform(asUserId);
const organizationId = id.transform(asOrganizationId);

/**
 * The test button of Logto's console sends made-up payloads, whose ids are `fake-id`. `createdAt` is in ms since 1970, and
 * not a number when the event does not tell.
 */
export const Envelope = z
  .object({
    event: z.string().max(64),
    createdAt: z.string().catch(''),
    path: z.unknown().optional(),
    userId: z.unknown().optional(),
  })
  .transform(({ event, createdAt, path, userId }) => ({
    event,
    createdAt: Date.parse(createdAt),
    isTest: path === '/fake-path/:id' || userId === 'fake-id',
  }));

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

const applicationId = id.transform(asApplicationId);

/**
 * Who joined and who left; `anybody` when the server does not say, as before 1.40. Likewise of machines: `some` when it is
 * known only that there were.
 */
export const MembershipChanged = z
  .object({
    organizationId,
    addedUserIds: z.array(userId).default([]),
    removedUserIds: z.array(userId).default([]),
    addedApplicationIds: z.array(applicationId).default([]),
    removedApplicationIds: z.array(applicationId).default([]),
    method: z.string().optional(),
    matchedRoute: z.string().optional(),
    params: z.object({ userId: userId.optional(), applicationId: applicationId.optional() }).catch({}),
  })
  .transform(({ organizationId, addedUserIds: added, removedUserIds: removed, params, ...event }) => {
    const { addedApplicationIds, removedApplicationIds } = event;
    const named = addedApplicationIds.length + removedApplicationIds.length > 0;
    const some = named || event.matchedRoute?.startsWith('/organizations/:id/applications') === true;
    // The address of a removal says who, on every version.
    const isRemoval = event.method === 'DELETE';
    const gone = isRemoval && params.applicationId ? [params.applicationId] : [];
    const machines = { some, removed: [...new Set([...removedApplicationIds, ...gone])] };
    const change = { organizationId, added, removed, anybody: false, machines };
    if (some || added.length + removed.length > 0) return change;
    if (isRemoval && params.userId) return { ...change, removed: [params.userId] };
    return { ...change, anybody: true };
  });
export type MembershipChanged = z.output<typeof MembershipChanged>;
