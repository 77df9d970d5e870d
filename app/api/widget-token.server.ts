import { randomUUID } from 'node:crypto';
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { env } from '#app/env.server.ts';
import { asOrganizationId, asUserId, type OrganizationId, type UserId } from '#app/logto/ids.ts';
import { isPermission, type Permission } from '#app/permissions.ts';
import { keyFor } from '#app/secrets.server.ts';
import { isUuid } from '#app/tenants/invitations.server.ts';
import { isWidgetScope, type WidgetScope } from '#app/widget-scopes.ts';

/**
 * What a widget on another site presents: a JWT of our own, for one person, one origin and a few minutes. It is signed by
 * a key that is derived from SESSION_SECRET, so all instances read what one of them made, and nobody else can.
 * docs/decisions/0081-widget-tokens-and-origins.md
 */
export type WidgetClaims = {
  /** For what may be done once: see app/tenants/spent-tokens.server.ts. */
  id: string;
  userId: UserId;
  /** The only one whose pages may present it. */
  origin: string;
  scopes: WidgetScope[];
  /** The only one it is good for; null: whichever of the person's allow the origin. */
  organizationId: OrganizationId | null;
  /** The API key that asked for it: no token outlives or exceeds it. */
  keyId: string | null;
  /** Of an organization token that asked for it: no token that it is exchanged for permits more. Left out: no such limit. */
  permissions?: readonly Permission[] | undefined;
  expiresAt: Date;
};

/** Seconds. Whatever a token says of itself, it is not good for longer. */
export const widgetTokenLife = 300;

const typ = 'widget+jwt';
const audience = 'tenantry:widgets';
const algorithm = 'HS256';

/** How far the clocks of two instances may be apart, in seconds. */
const clockTolerance = 5;

const key = (): Buffer => keyFor('widget-token');

/** For whom and for what: mint-widget-token.server.ts. */
export async function mintWidgetToken(
  claims: Omit<WidgetClaims, 'id' | 'expiresAt'>,
): Promise<{ token: string; expiresAt: Date }> {
  const { userId, origin, scopes, organizationId, keyId, permissions } = claims;
  const issued = Math.floor(Date.now() / 1000);
  const token = await new SignJWT({
    origin,
    scope: scopes.join(' '),
    ...(organizationId !== null && { organization: organizationId }),
    ...(keyId !== null && { key: keyId }),
    ...(permissions && { permissions: permissions.join(' ') }),
  })
    .setProtectedHeader({ alg: algorithm, typ })
    .setIssuer(env().APP_URL)
    .setAudience(audience)
    .setSubject(userId)
    .setJti(randomUUID())
    .setIssuedAt(issued)
    .setExpirationTime(issued + widgetTokenLife)
    .sign(key());
  return { token, expiresAt: new Date((issued + widgetTokenLife) * 1000) };
}

/** Whether it says of itself that it is one: not yet a proof of anything. */
export function isWidgetToken(token: string): boolean {
  try {
    return decodeProtectedHeader(token).typ === typ;
  } catch {
    return false;
  }
}

/**
 * Null for everything but a token of ours that still holds, presented by the page it was made for: `origin` is the
 * request's header, and a request without one is no page's. Whether the person is there, a member, and the origin still
 * allowed is looked up by the caller.
 */
export async function readWidgetToken(token: string, origin: string | null): Promise<WidgetClaims | null> {
  try {
    const { payload } = await jwtVerify(token, key(), {
      algorithms: [algorithm],
      typ,
      issuer: env().APP_URL,
      audience,
      requiredClaims: ['sub', 'jti', 'exp', 'iat', 'origin', 'scope'],
      maxTokenAge: widgetTokenLife,
      clockTolerance,
    });
    const claims = claimsOf(payload);
    return claims && origin !== null && claims.origin === origin ? claims : null;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

/** We sign nothing else, but a secret that leaked signs what it likes: shapes are looked at before the database is. */
function claimsOf({
  jti,
  sub,
  iat,
  exp,
  aud,
  origin,
  scope,
  organization,
  key: keyId,
  permissions,
}: JWTPayload): WidgetClaims | null {
  if (typeof jti !== 'string' || !isUuid(jti) || typeof sub !== 'string' || !isLogtoId(sub)) return null;
  if (typeof origin !== 'string' || typeof scope !== 'string' || aud !== audience) return null;
  if (typeof iat !== 'number' || typeof exp !== 'number' || exp - iat > widgetTokenLife) return null;
  if (organization !== undefined && (typeof organization !== 'string' || !isLogtoId(organization))) return null;
  if (keyId !== undefined && (typeof keyId !== 'string' || !isUuid(keyId))) return null;
  if (permissions !== undefined && typeof permissions !== 'string') return null;
  return {
    id: jti.toLowerCase(),
    userId: asUserId(sub),
    origin,
    scopes: scope.split(' ').filter(isWidgetScope),
    organizationId: organization === undefined ? null : asOrganizationId(organization),
    keyId: keyId ?? null,
    ...(permissions !== undefined && { permissions: permissions.split(' ').filter(isPermission) }),
    expiresAt: new Date(exp * 1000),
  };
}

const isLogtoId = (text: string): boolean => /^[\w-]{1,21}$/.test(text);
