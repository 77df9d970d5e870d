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

export type Page<Item> = {
  items: Item[];
  /** Where the next page begins; null on the last. */
  next: string | null;
};

export type OrganizationPage = Page<Organization> & { total: number };

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
