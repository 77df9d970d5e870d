import { errors, jwtVerify } from 'jose';
import { LogtoError } from '../errors.ts';
import type { Tenant } from '../tenant.ts';

export const MANAGEMENT_API = 'https://default.logto.app/api';

/** A machine-to-machine token for the Management API that carries the scope `all`. */
export async function authenticate(tenant: Tenant, header: string | null): Promise<void> {
  if (!header) throw new LogtoError('auth.authorization_header_missing', 401);
  if (!header.startsWith('Bearer')) {
    throw new LogtoError('auth.authorization_token_type_not_supported', 401, { data: { supportedTypes: ['Bearer'] } });
  }
  const payload = await verify(tenant, header.slice('Bearer'.length).trim());
  if (!payload.sub) throw new LogtoError('auth.jwt_sub_missing', 401);
  const scopes = typeof payload.scope === 'string' ? payload.scope.split(' ') : [];
  if (!scopes.includes('all')) throw new LogtoError('auth.forbidden', 403);
}

async function verify(tenant: Tenant, token: string) {
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
