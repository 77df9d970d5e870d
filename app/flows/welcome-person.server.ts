import { isLogtoError } from '#app/logto/errors.server.ts';
import { asUserId, type OrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { adoptMemberships, forgetMembership, knownOrganizations } from '#app/tenants/adopt.server.ts';
import { upsertUser } from '#app/tenants/users.server.ts';

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

/** From registering to being back here: Logto takes people in by their domain at that moment only. */
const justRegisteredMs = 600_000;
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
  const { domain, tookIn } = await takenInByDomain(claims, fresh);
  const memberships = organizations.map(({ roles, ...organization }) => ({
    organization,
    roles: roles.map(({ name }) => name),
    byDomain: tookIn.has(organization.id) ? domain : undefined,
  }));
  await adoptMemberships(userId, memberships);
  const now = new Set<string>(organizations.map(({ id }) => id));
  for (const id of known) if (!now.has(id)) await forgetMembership(userId, id);
}

/** Which of these organizations the person is in because of the domain of their address: to tell them, and the log. */
async function takenInByDomain({ email, created_at: createdAt }: Claims, organizations: OrganizationId[]) {
  const domain = email?.split('@').at(-1)?.toLowerCase();
  const tookIn = new Set<OrganizationId>();
  if (!domain || typeof createdAt !== 'number' || Date.now() - createdAt > justRegisteredMs) return { domain, tookIn };
  for (const id of organizations.slice(0, mostDomainsAsked)) {
    const domains = await logto()
      .joining.domains(id)
      .catch((error: unknown): string[] => {
        if (!isLogtoError(error)) throw error;
        return []; // why they are in is nothing that a sign-in fails of
      });
    if (domains.includes(domain)) tookIn.add(id);
  }
  return { domain, tookIn };
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  const ids = new Set(right);
  return ids.size === left.length && left.every((id) => ids.has(id));
}
