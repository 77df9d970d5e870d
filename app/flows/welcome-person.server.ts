import { asUserId, type OrganizationId, type UserId } from '#app/logto/ids.ts';
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
};

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
    name: claims.name ?? null,
    avatarUrl: claims.picture ?? null,
  });
  const known = await knownOrganizations(userId);
  if (claims.organizations && sameSet(known, claims.organizations)) return;
  await pullMemberships(userId, known);
}

async function pullMemberships(userId: UserId, known: OrganizationId[]): Promise<void> {
  const organizations = await logto().users.organizations(userId);
  const memberships = organizations.map(({ roles, ...organization }) => ({
    organization,
    roles: roles.map(({ name }) => name),
  }));
  await adoptMemberships(userId, memberships);
  const now = new Set<string>(organizations.map(({ id }) => id));
  for (const id of known) if (!now.has(id)) await forgetMembership(userId, id);
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  const ids = new Set(right);
  return ids.size === left.length && left.every((id) => ids.has(id));
}
