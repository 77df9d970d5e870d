import { errors, jwtVerify, type JWTPayload } from 'jose';
import { LogtoError } from '../errors.ts';
import type { Tenant } from '../tenant.ts';

export const MANAGEMENT_API = 'https://default.logto.app/api';

/** A machine-to-machine token for the Management API that carries the scope `all`. */
export async function authenticate(tenant: Tenant, header: string | null): Promise<void> {
  const payload = await verify(tenant, bearer(header));
  if (!payload.sub) throw new LogtoError('auth.jwt_sub_missing', 401);
  const scopes = typeof payload.scope === 'string' ? payload.scope.split(' ') : [];
  if (!scopes.includes('all')) throw new LogtoError('auth.forbidden', 403);
}

export function bearer(header: string | null): string {
  if (!header) throw new LogtoError('auth.authorization_header_missing', 401);
  if (!header.startsWith('Bearer')) {
    throw new LogtoError('auth.authorization_token_type_not_supported', 401, { data: { supportedTypes: ['Bearer'] } });
  }
  return header.slice('Bearer'.length).trim();
}

/** A client sends the same token for an hour; checking its signature once is most of what a call costs. */
const verified = new WeakMap<Tenant, Map<string, JWTPayload>>();

async function verify(tenant: Tenant, token: string): Promise<JWTPayload> {
  const known = verified.get(tenant) ?? new Map<string, JWTPayload>();
  verified.set(tenant, known);
  const payload = known.get(token);
  if (payload && (payload.exp ?? 0) > Date.now() / 1000) return payload;
  if (known.size > 100) known.clear();
  const checked = await check(tenant, token);
  known.set(token, checked);
  return checked;
}

async function check(tenant: Tenant, token: string): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, tenant.keys.publicKey, {
      issuer: tenant.issuer,
      audience: MANAGEMENT_API,
    });
    return payload;
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw new LogtoError('auth.unauthorized', 401);
    const { code, name } = error;
    const claim = error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired;
    const data = { code, name, ...(claim && { claim: error.claim, reason: error.reason, payload: error.payload }) };
    throw new LogtoError('auth.unauthorized', 401, { data });
  }
}
