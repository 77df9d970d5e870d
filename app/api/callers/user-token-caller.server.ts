import { recognized } from '#app/auth/person.ts';
import { env } from '#app/env.server.ts';
import { meetPerson } from '#app/flows/meet-person.server.ts';
import { asUserId, type UserId } from '#app/logto/ids.ts';
import { isPermission } from '#app/permissions.ts';
import { findPerson } from '#app/tenants/users.server.ts';
import { callerOf, type Caller } from './caller.ts';
import type { LogtoClaims } from './logto-token.server.ts';

/** The applications whose tokens are taken: our own, and those that the operator names. */
const isKnownClient = (id: string): boolean => id === env().LOGTO_APP_ID || env().API_CLIENT_IDS.includes(id);

/**
 * A person, by a token that an application of the same Logto got for them. Null for an application that is not listed,
 * and for who is suspended. Whom the copy does not know yet it learns: they have signed in elsewhere first.
 */
export async function userTokenCaller(claims: LogtoClaims, ip: string): Promise<Caller | 'unreachable' | null> {
  const { clientId, organizationId, scopes } = claims;
  if (!isKnownClient(clientId)) return null;
  const userId = asUserId(claims.subject ?? '');
  const user = (await findPerson(userId)) ?? (await met(userId));
  if (user === 'unreachable') return user;
  if (!user || user.suspended) return null;
  const proof = scopes ? { passedGate: true, permissions: scopes.filter(isPermission) } : {};
  return callerOf({ kind: 'user-token', person: recognized({ ...user, userId, ip }), organizationId, proof });
}

async function met(userId: UserId) {
  const known = await meetPerson(userId);
  return known === true ? findPerson(userId) : known || null;
}
