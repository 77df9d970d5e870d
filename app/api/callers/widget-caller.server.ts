import { env } from '#app/env.server.ts';
import { recognized } from '#app/auth/person.ts';
import { isMachineRole, roles } from '#app/permissions.ts';
import { findRoleOfKey } from '#app/tenants/api-keys.server.ts';
import { findListed } from '#app/tenants/organization-list.server.ts';
import { spendToken } from '#app/tenants/spent-tokens.server.ts';
import { findPerson } from '#app/tenants/users.server.ts';
import { readWidgetToken, type WidgetClaims } from '../widget-token.server.ts';
import { callerOf, type Caller, type Proof } from './caller.ts';

/**
 * A person, by a widget token on the one site that may present it. Null also when the API key that asked for the token
 * may be used no more: what it handed out ends with it.
 */
export async function widgetCaller(token: string, request: Request, ip: string): Promise<Caller | null> {
  const claims = await readWidgetToken(token, originOf(request));
  if (!claims) return null;
  const user = await findPerson(claims.userId);
  if (!user || user.suspended) return null;
  const proof = await proofOf(claims);
  if (!proof) return null;
  const { id, userId, organizationId, scopes, origin, expiresAt } = claims;
  return callerOf({
    kind: 'widget',
    person: recognized({ ...user, userId, ip }),
    ...{ organizationId, scopes, origin, proof },
    spend: () => spendToken(id, expiresAt),
  });
}

/** A page of ours, such as a widget in a frame, has none in what it reads; the browser says that it stays at home. */
const originOf = ({ headers, method }: Request): string | null => {
  const isAtHome = ['GET', 'HEAD'].includes(method) && headers.get('sec-fetch-site') === 'same-origin';
  return headers.get('origin') ?? (isAtHome ? env().APP_URL : null);
};

/** Never more than the token permits that it was exchanged for; of a key's, than the key's role permits now. */
async function proofOf({ userId, organizationId, keyId, permissions }: WidgetClaims): Promise<Proof | null> {
  if (keyId === null) return permissions ? { permissions } : {};
  const organization = organizationId && (await findListed(userId, { organizationId }));
  const role = organization && (await findRoleOfKey(organization.tenantId, keyId));
  return role && isMachineRole(role) ? { permissions: roles[role].permissions } : null;
}
