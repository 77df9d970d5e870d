import { asUserId, type OrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { adoptMemberships, forgetMembership, knownOrganizations } from '#app/tenants/adopt.server.ts';
import { upsertUser } from '#app/tenants/users.server.ts';
import { domainThatTookIn } from './taken-in-by-domain.server.ts';

type Claims = {
  sub: string;
  email?: string | null | undefined;
  name?: string | null | undefined;
  picture?: string | null | undefined;
  /** Ids. Absent when the server's ID tokens carry none. */
  organizations?: string[] | undefined;
  /** When the account was made; milliseconds since 1970 (observed on 1.37 and 1.41). */
  created_at?: unknown;
};

/** One call each, at somebody's very first sign-in. */
const mostDomainsAsked = 5;

/**
 * What happens when somebody has signed in: the copy learns who they are and where they belong.
 *
 * Calls Logto only when the token names other organizations than the copy does: memberships made in Logto's console, or
 * before this app was there, or by an event that got lost. Fails with a `LogtoError`; the sign-in holds without it.
 */
export async function welcomePerson(claims: Claims): Promise<void> {
  const userId = asUserId(claims.sub);
  await upsertUser({
    id: userId,
    email: claims.email?.toLowerCase() ?? null,
    name: claims.name || null, // Logto keeps an empty one as it is
    avatarUrl: claims.picture ?? null,
  });
  const known = await knownOrganizations(userId);
  if (claims.organizations && sameSet(known, claims.organizations)) return;
  await pullMemberships(claims, known);
}

async function pullMemberships(claims: Claims, known: OrganizationId[]): Promise<void> {
  const userId = asUserId(claims.sub);
  const organizations = await logto().users.organizations(userId);
  const fresh = organizations.filter(({ id }) => !known.includes(id)).map(({ id }) => id);
  const tookIn = await takenInByDomain(claims, fresh);
  const memberships = organizations.map(({ roles, ...organization }) => ({
    organization,
    roles: roles.map(({ name }) => name),
    byDomain: tookIn.get(organization.id),
  }));
  await adoptMemberships(userId, memberships);
  const now = new Set<string>(organizations.map(({ id }) => id));
  for (const id of known) if (!now.has(id)) await forgetMembership(userId, id);
}

/** Of these organizations, those that the person is in because of the domain of their address. */
async function takenInByDomain({ email, created_at: at }: Claims, organizations: OrganizationId[]) {
  const tookIn = new Map<OrganizationId, string>();
  if (typeof at !== 'number') return tookIn;
  for (const id of organizations.slice(0, mostDomainsAsked)) {
    const domain = await domainThatTookIn(id, { email, at });
    if (domain) tookIn.set(id, domain);
  }
  return tookIn;
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  const ids = new Set(right);
  return ids.size === left.length && left.every((id) => ids.has(id));
}
