import { z } from 'zod';
import { failureStatus, type FailureCode } from '#app/failures.ts';
import { languages } from '#app/i18n/languages.ts';
import { permissionNames, roleNames } from '#app/permissions.ts';
import { invitationFilters } from '#app/tenants/invitations.server.ts';
import { slugMaxLength, slugMinLength } from '#app/tenants/slug.ts';
import { widgetScopeNames } from '#app/widget-scopes.ts';

/** What the API speaks of. Times are ISO 8601 in UTC; ids of organizations and people are Logto's, all others ours. */

const time = z.iso.datetime();
const code = z.enum(Object.keys(failureStatus) as [FailureCode, ...FailureCode[]]);

export const Role = z.enum(roleNames, 'role-unknown');
export const Permission = z.enum(permissionNames);
export const Scope = z.enum(widgetScopeNames);
export const InvitationStatus = z.enum(invitationFilters);
export const Language = z.enum(languages);

export const OrganizationLink = z.object({ id: z.string(), slug: z.string(), name: z.string() });

export const Organization = OrganizationLink.extend({
  description: z.string().nullable(),
  logoUrl: z.url().nullable(),
  /** Of its home page. */
  url: z.url(),
  /** Names of Logto’s organization roles: ours, and others that were made there. */
  roles: z.array(z.string()),
  closed: z.boolean(),
  waitsForSeat: z.boolean(),
  memberCount: z.int(),
});

export const OrganizationInside = Organization.extend({ permissions: z.array(Permission) });

export const Member = z.object({
  userId: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  avatarUrl: z.url().nullable(),
  roles: z.array(z.string()),
  joinedAt: time,
  lastSeenAt: time.nullable(),
  waitsForSeat: z.boolean(),
  self: z.boolean(),
  may: z.object({ remove: z.boolean(), roles: z.array(Role) }),
});

/** What the caller may do on the list of members; who may not be touched is said with each. */
export const MembersPermissions = z.object({
  invite: z.boolean(),
  changeRoles: z.boolean(),
  remove: z.boolean(),
  transfer: z.boolean(),
  leave: z.boolean(),
});

export const Outcome = z.object({
  userId: z.string().optional(),
  email: z.string().optional(),
  name: z.string().optional(),
  ok: z.boolean(),
  code: code.optional(),
  detail: z.string().optional(),
});

export const Invitation = z.object({
  id: z.uuid(),
  email: z.string(),
  role: z.string(),
  status: InvitationStatus,
  note: z.string().nullable(),
  language: z.string(),
  invitedBy: z.string(),
  createdAt: time,
  expiresAt: time,
  lastSentAt: time.nullable(),
  /** To hand on; signs nobody in. Null when it is not open any more. */
  url: z.url().nullable(),
  may: z.object({ resend: z.boolean(), withdraw: z.boolean() }),
});

export const MyInvitation = z.object({
  id: z.uuid(),
  organization: z.object({ id: z.string(), name: z.string(), logoUrl: z.url().nullable() }),
  role: z.string(),
  invitedBy: z.string(),
  note: z.string().nullable(),
  createdAt: time,
  expiresAt: time,
});

export const Operation = z.object({
  id: z.uuid(),
  kind: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  /** While it waits. */
  until: time.optional(),
  total: z.int(),
  done: z.int(),
  outcomes: z.array(Outcome),
  /** Why nothing was done at all. */
  code: code.optional(),
  detail: z.string().optional(),
});

export const Me = z.object({
  caller: z.object({
    kind: z.enum(['session', 'user-token', 'widget', 'api-key', 'machine']),
    id: z.string(),
    name: z.string().nullable(),
    /** Of a person. */
    email: z.string().nullable().optional(),
    /** Of a machine. */
    role: Role.nullable().optional(),
    permissions: z.array(Permission).optional(),
  }),
  /** The only one that the credential is good for. */
  organization: OrganizationLink.optional(),
  scopes: z.array(Scope).optional(),
});

/** What is answered with 202. */
export const StillWorking = z.object({
  operation: z.object({
    id: z.uuid(),
    state: z.enum(['waiting', 'running']),
    url: z.url(),
    until: time.optional(),
  }),
});

export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code,
  requestId: z.string(),
  field: z.string().optional(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  errors: z.array(z.object({ field: z.string(), code, detail: z.string() })).optional(),
});

/** Those that stand by themselves in the OpenAPI document. */
export const shapes = {
  ...{ Role, Permission, Scope, OrganizationLink, Organization, OrganizationInside, Member, Outcome },
  ...{ MembersPermissions, Me, Invitation, InvitationStatus, MyInvitation, Operation, StillWorking, Problem },
};

/** What is sent. */

export const Slug = z.string('slug-invalid').min(slugMinLength, 'slug-invalid').max(slugMaxLength, 'slug-invalid');

export const search = z.string().trim().max(128).optional();

/** The part of a query that every list has. */
export const page = ({ most, usual }: { most: number; usual: number }) => ({
  limit: z.coerce.number().int().min(1).max(most).default(usual),
  cursor: z.string().max(2_000).optional(),
});

export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() });
