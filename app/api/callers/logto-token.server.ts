import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { env } from '#app/env.server.ts';
import { asOrganizationId, type OrganizationId } from '#app/logto/ids.ts';
import { once } from '#app/once.server.ts';

/**
 * Access tokens that Logto signed: issuer `{endpoint}/oidc`, `client_id` the application that asked. Their audience is an
 * organization (`urn:logto:organization:{id}`: an organization token, whose scopes are the organization's permissions), or
 * our API resource, then with an `organization_id` or without.
 * https://docs.logto.io/authorization/validate-access-tokens
 */
export type LogtoClaims = {
  /** A person's id; the application's own for a machine, where newer servers leave it out. */
  subject: string | undefined;
  clientId: string;
  /** The only one that the token is good for. */
  organizationId: OrganizationId | null;
  /** The permissions in that organization; null when the token tells nothing of them. */
  scopes: string[] | null;
};

/** Read once per process, and again when a token names a key that is not among them. */
const keys = once('logto:jwks', () =>
  createRemoteJWKSet(new URL('/oidc/jwks', env().LOGTO_ENDPOINT), { timeoutDuration: 4_000 }),
);

/** Null for whatever is no such token, or not any more; `unreachable` when Logto's keys cannot be had. */
export async function readLogtoToken(token: string): Promise<LogtoClaims | 'unreachable' | null> {
  try {
    const { payload } = await jwtVerify(token, keys(), {
      issuer: new URL('/oidc', env().LOGTO_ENDPOINT).href,
      algorithms: ['ES384', 'RS256'],
      requiredClaims: ['exp', 'aud', 'client_id'],
      typ: 'at+jwt',
    });
    return claimsOf(payload);
  } catch (error) {
    if (isNotAToken(error)) return null;
    return 'unreachable';
  }
}

const organizationAudience = /^urn:logto:organization:([a-z0-9]{1,21})$/;
const organizationIdShape = /^[a-z0-9]{1,21}$/;

function claimsOf({
  aud,
  sub: subject,
  client_id: clientId,
  scope,
  organization_id: named,
}: JWTPayload): LogtoClaims | null {
  if (typeof clientId !== 'string' || typeof aud !== 'string') return null;
  const [, ofOrganization] = organizationAudience.exec(aud) ?? [];
  if (ofOrganization !== undefined) {
    const scopes = typeof scope === 'string' ? scope.split(' ') : [];
    return { subject, clientId, organizationId: asOrganizationId(ofOrganization), scopes };
  }
  if (aud !== env().LOGTO_API_RESOURCE) return null;
  if (named === undefined) return { subject, clientId, organizationId: null, scopes: null };
  if (typeof named !== 'string' || !organizationIdShape.test(named)) return null;
  return { subject, clientId, organizationId: asOrganizationId(named), scopes: null };
}

/** What jose says of a token; all else happened on the way to Logto's keys. */
const isNotAToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  error.code !== 'ERR_JOSE_GENERIC' &&
  !(error instanceof errors.JWKSInvalid);
