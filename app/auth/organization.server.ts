import { redirect } from '@remix-run/node';
import type { OrganizationId } from '#app/logto/ids.ts';
import { paths } from '#app/paths.ts';
import { isPermission, type Permission } from '#app/permissions.ts';
import type { OrganizationRow } from '#app/tenants/access.server.ts';
import { isSeenLongAgo, touchMember } from '#app/tenants/members.server.ts';
import { someOwners } from '#app/tenants/seats.server.ts';
import { endSession } from '#app/tenants/sessions.server.ts';
import { sessionCookie } from './cookies.server.ts';
import { pass, type Passage } from './gate.server.ts';
import { inBackground } from './in-background.server.ts';
import { requireMembership } from './membership.server.ts';
import type { Machine } from './machine.ts';
import { oncePerRequest } from './per-request.server.ts';
import type { Facts } from './person.ts';
import { authorizeAnew, heldBeyondSession, lookAgain } from './reauthorization.server.ts';
import { refuse } from './refuse.server.ts';
import { comeBackTo, type RequestArgs, type SignedIn } from './session.server.ts';
import { mfaPage, problemPage } from './sign-in-problems.ts';

declare const guarded: unique symbol;

/**
 * Somebody in an organization, with what they may do there. Only guards make one (`requireOrganization` for pages,
 * `requireAccess` for the API), and flows take it.
 */
export type Access = Facts & {
  /** Null for a person. Of a machine, `userId` is the id under which it acts, and `name` its own. */
  machine: Machine | null;
  /** Ours; `organizationId` is Logto's. */
  tenantId: string;
  organizationId: OrganizationId;
  slug: string;
  /** `name` is the person's. */
  organizationName: string;
  logoUrl: string | null;
  /** As Logto said within the last hour; flows that change people ask again (`liveCheck`). */
  permissions: Permission[];
  /** As our copy has them. For showing: what is allowed hangs on `permissions`. */
  roles: string[];
  /** With what the organization has set: read by `settingOf` of app/organization-settings.ts. */
  plan: string;
  settings: unknown;
  /** Logto does not answer, and this is what it said last: pages tell so, and nothing is written. */
  stale: boolean;
  readonly [guarded]: 'access';
};

type OrganizationArgs = RequestArgs & { params: { slug?: string | undefined } };

const minute = 60_000;

/**
 * The guard of every page and action of an organization. Throws what a refusal means: a redirect to sign in, to set up
 * MFA, to a new address or to the page of a closed workspace; the 404 of a stranger, 403 `not-permitted` or
 * `waits-for-seat`, 503 `logto-unreachable`. Asks Logto at most once an hour.
 */
export async function requireOrganization(args: OrganizationArgs, permission?: Permission): Promise<Access> {
  const slug = args.params.slug ?? '';
  const { person, access } = await oncePerRequest(args.context, `organization:${slug}`, () => enter(args, slug));
  if (!permission || access.permissions.includes(permission)) return access;
  const held = await heldBeyondSession(args, person, access, permission);
  const permissions = [...access.permissions, ...held];
  if (!permissions.includes(permission)) throw refuse('not-permitted', args.context);
  return { ...access, permissions };
}

async function enter(args: RequestArgs, slug: string): Promise<{ person: SignedIn; access: Access }> {
  const { person, organization } = await requireMembership(args, slug);
  if (organization.deletionDueAt) throw redirect(paths.closed(organization.slug));
  if (organization.waitsForSeat) throw await refuseWithoutSeat(organization, args.context);
  const authorizing = await authorizeAnew(args, person, organization);
  if (authorizing) throw authorizing;
  lookAgain(args, person, organization);
  const reading = args.request.method === 'GET' || args.request.method === 'HEAD';
  const passage = await pass(person, organization, { reading, context: args.context });
  if (passage.ok) {
    rememberSeen(organization, person, args.context);
    const access = accessOf(person, organization, {
      permissions: passage.scopes.filter(isPermission),
      stale: passage.stale,
    });
    return { person, access };
  }
  throw await answerTo(passage, args, person, slug);
}

/** For the list of members. No page waits for it, or fails with it. */
function rememberSeen(
  { tenantId, lastSeenAt }: OrganizationRow,
  { userId }: SignedIn,
  { log }: RequestArgs['context'],
) {
  if (!isSeenLongAgo(lastSeenAt)) return;
  inBackground(touchMember(tenantId, userId), (err) => log.warn({ err }, 'when a member was last seen is not written'));
}

type Inside = Pick<
  OrganizationRow,
  'tenantId' | 'organizationId' | 'slug' | 'name' | 'logoUrl' | 'roles' | 'plan' | 'settings'
>;

/** For guards alone: whoever calls it has seen that `who` is in there, and may do that. */
export function accessOf(
  { userId, email, name, avatarUrl, ip }: Facts,
  { tenantId, organizationId, slug, name: organizationName, logoUrl, roles, plan, settings }: Inside,
  {
    permissions,
    machine = null,
    stale = false,
  }: { permissions: Permission[]; machine?: Machine | null; stale?: boolean },
): Access {
  const who = { userId, email, name, avatarUrl, ip, machine };
  const inside = { tenantId, organizationId, slug, organizationName, logoUrl, roles, plan, settings };
  return { ...who, ...inside, permissions, stale } as Access;
}

/** A member in Logto for whom the plan has no room: as soon as it has, the same address lets them in. */
async function refuseWithoutSeat({ tenantId, name }: OrganizationRow, context: RequestArgs['context']) {
  return refuse('waits-for-seat', context, { waiting: { workspace: name, owners: await someOwners(tenantId) } });
}

type Refused = Extract<Passage, { ok: false }>;

/** Never a way round: what signing in again cannot mend does not end at signing in. */
async function answerTo({ refusal }: Refused, { request, context }: RequestArgs, person: SignedIn, slug: string) {
  switch (refusal) {
    case 'mfa-required':
      return redirect(mfaPage(slug, comeBackTo(request)));
    case 'not-a-member':
    case 'not-found':
      return refuse('not-found', context);
    case 'sign-in-again': {
      await endSession(person.sessionId);
      const justSignedIn = Date.now() - person.signedInAt.getTime() < minute;
      const on = justSignedIn ? problemPage('failed') : paths.signIn(comeBackTo(request));
      return redirect(on, { headers: { 'Set-Cookie': sessionCookie.clear() } });
    }
    case 'misconfigured':
    case 'unreachable':
      return refuse('logto-unreachable', context);
    case 'rate-limited':
      return refuse('logto-unreachable', context); // the limit is the app's, not this person's
  }
}
