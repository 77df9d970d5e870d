import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { env } from '#app/env.server.ts';
import { asOrganizationId, type OrganizationId } from '#app/logto/ids.ts';
import { once } from '#app/once.server.ts';

/**
 * Organization tokens of machines, as Logto signs them for `client_credentials` with `organization_id`: issuer
 * `{endpoint}/oidc`, audience `urn:logto:organization:{id}`, `client_id` the application, which is the subject too. A
 * person's organization token looks alike and has the person as its subject: it opens nothing here.
 * https://docs.logto.io/authorization/validate-access-tokens
 */
export type MachineClaims = { applicationId: string; organizationId: OrganizationId; scopes: string[] };

/** Read once per process, and again when a token names a key that is not among them. */
const keys = once('logto:jwks', () =>
  createRemoteJWKSet(new URL('/oidc/jwks', env().LOGTO_ENDPOINT), { timeoutDuration: 4_000 }),
);

const audience = /^urn:logto:organization:([a-z0-9]{1,21})$/;

/** Null for whatever is no such token, or not any more; `unreachable` when Logto's keys cannot be had. */
export async function readMachineToken(token: string): Promise<MachineClaims | 'unreachable' | null> {
  try {
    const { payload } = await jwtVerify(token, keys(), {
      issuer: new URL('/oidc', env().LOGTO_ENDPOINT).href,
      algorithms: ['ES384', 'RS256'],
      requiredClaims: ['exp', 'aud', 'client_id'],
      typ: 'at+jwt',
    });
    const [, organizationId] = audience.exec(typeof payload.aud === 'string' ? payload.aud : '') ?? [];
    const { client_id: applicationId, sub, scope } = payload;
    if (organizationId === undefined || typeof applicationId !== 'string') return null;
    if (sub !== undefined && sub !== applicationId) return null;
    const scopes = typeof scope === 'string' ? scope.split(' ') : [];
    return { applicationId, organizationId: asOrganizationId(organizationId), scopes };
  } catch (error) {
    if (isNotAToken(error)) return null;
    return 'unreachable';
  }
}

/** What jose says of a token; all else happened on the way to Logto's keys. */
const isNotAToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  error.code !== 'ERR_JOSE_GENERIC' &&
  !(error instanceof errors.JWKSInvalid);
