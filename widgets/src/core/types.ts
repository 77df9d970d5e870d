/**
 * What Tenantry's API answers, as far as the widgets read it: `GET /api/v1/openapi.json` says the same, and a test holds
 * the two together. Names are whatever people typed: markup and bidi controls are part of them, so they go into text
 * nodes (in `<bdi>`), never into HTML.
 */
export type Organization = {
  id: string;
  slug: string;
  name: string;
  description: string | null;
  logoUrl: string | null;
  /** Of its home page. */
  url: string;
  /** Names of roles in Logto: `owner`, `admin`, `member`, and others that were made there. */
  roles: string[];
  closed: boolean;
  /** The person cannot come in before there is a seat. */
  waitsForSeat: boolean;
  memberCount: number;
};

/** An open invitation to the person. */
export type Invitation = {
  id: string;
  organization: { id: string; name: string; logoUrl: string | null };
  role: string;
  invitedBy: string;
  note: string | null;
  /** ISO 8601, UTC; so is `expiresAt`. */
  createdAt: string;
  expiresAt: string;
};

/** What the app knows of; Logto may have others, which are shown and not given. */
export type Role = 'owner' | 'admin' | 'member';

export type RoleFilter = Role | 'other';

export type MemberSort = 'name' | 'joined' | 'seen';

export type Member = {
  userId: string;
  name: string | null;
  email: string | null;
  avatarUrl: string | null;
  roles: string[];
  /** ISO 8601, UTC; so is `lastSeenAt`. */
  joinedAt: string;
  lastSeenAt: string | null;
  waitsForSeat: boolean;
  /** The one who asks. */
  self: boolean;
  /** What who asks may do to them. */
  may: { remove: boolean; roles: Role[] };
};

export type MembersPermissions = Record<'invite' | 'changeRoles' | 'remove' | 'transfer' | 'leave', boolean>;

/** An invitation that an organization sent. */
export type SentInvitation = {
  id: string;
  email: string;
  role: string;
  invitedBy: string;
  createdAt: string;
  expiresAt: string;
  lastSentAt: string | null;
  may: { resend: boolean; withdraw: boolean };
};

/** What became of one of several. */
export type Outcome = { userId?: string; email?: string; name?: string; ok: boolean; code?: string; detail?: string };

export type Operation = {
  id: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  total: number;
  done: number;
  outcomes: Outcome[];
  /** Why nothing was done at all. */
  code?: string;
  detail?: string;
};

export type Page<Item> = {
  items: Item[];
  /** Where the next page begins; null on the last. */
  next: string | null;
};

export type OrganizationPage = Page<Organization> & { total: number };

export type MemberPage = Page<Member> & {
  /** What number in the list the first of them has, from 1. */
  first: number;
  /** How many fit, or at least how many. */
  total: number;
  totalIsExact: boolean;
  permissions: MembersPermissions;
  /** Those that who asks may give. */
  grantable: Role[];
};

/** Problem details (RFC 9457) of a refusal. */
export type Problem = {
  type: string;
  /** For people, in the language that was asked for. */
  title: string;
  status: number;
  /** Stable: `scope-missing`, `name-too-long`, `organizations-used-up` … */
  code: string;
  requestId: string;
  field?: string;
  values?: Record<string, string | number>;
  errors?: { field: string; code: string; detail: string }[];
};
