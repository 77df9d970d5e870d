import type { Logger } from 'pino';
import type { OrganizationId } from '#app/logto/ids.ts';
import { userTokens } from '#app/logto/logto.server.ts';
import { decrypt, encrypt } from '#app/secrets.server.ts';
import { forgetAccess, type Lease, releaseLease, storeAccess } from '#app/tenants/access.server.ts';
import { storeGrantedScopes, storeRefreshToken } from '#app/tenants/sessions.server.ts';
import { askable, grantedScopesOf } from './granted-scopes.ts';

/** Longer than a renewal can take, so that only a process that died lets one run out. */
export const leaseMs = 20_000;
/** After no answer: so long nobody of this session asks again. */
export const quietMs = 5_000;

export type Renewal =
  | { ok: true; scopes: string[] }
  | {
      ok: false;
      refusal:
        | 'mfa-required'
        /** Removed, or the organization is gone. */
        | 'not-a-member'
        /** The refresh token is dead. */
        | 'sign-in-again'
        /** Ours to mend. */
        | 'misconfigured'
        | 'unreachable'
        | 'rate-limited'
        /** The access was dropped while Logto was asked: its answer may be older than the change. Ask again. */
        | 'dropped';
    };

/** Asks Logto under a lease, and keeps what it says. The lease is over afterwards. */
export async function renew(lease: Lease, organizationId: OrganizationId, log: Logger): Promise<Renewal> {
  const refreshToken = decrypt('refresh-token', lease.refreshToken);
  if (refreshToken === undefined) return { ok: false, refusal: 'sign-in-again' }; // SESSION_SECRET was changed
  const answer = await ask(lease, refreshToken, organizationId);
  if (answer.ok) {
    // Before anything else: once Logto has rotated it, losing the new one loses the session (P2).
    if (answer.refreshToken !== refreshToken && !(await keep(lease, answer.refreshToken))) {
      return { ok: false, refusal: 'sign-in-again' };
    }
    const kept = await storeAccess(lease, { scopes: answer.scopes, expiresAt: answer.expiresAt });
    return kept ? { ok: true, scopes: answer.scopes } : { ok: false, refusal: 'dropped' };
  }
  switch (answer.refusal) {
    case 'mfa-required':
    case 'not-a-member':
      await forgetAccess(lease, lease.tenantId);
      return { ok: false, refusal: answer.refusal };
    case 'unreachable':
    case 'rate-limited':
      await releaseLease(lease, quietMs);
      return { ok: false, refusal: answer.refusal };
    case 'sign-in-again':
      await releaseLease(lease);
      return { ok: false, refusal: 'sign-in-again' };
    case 'misconfigured':
    case 'scope-not-granted':
      await releaseLease(lease);
      log.error({ alert: true, answer }, 'Logto refuses this application: check its id, secret and settings');
      return { ok: false, refusal: 'misconfigured' };
  }
}

/** A name that was not granted is a 400 that harms nothing: learn what was, and ask for that. */
async function ask(lease: Lease, refreshToken: string, organizationId: OrganizationId) {
  const askFor = (granted: readonly string[]) =>
    userTokens().renewOrganizationAccess({ refreshToken, organizationId, scopes: askable(granted) });
  const answer = await askFor(lease.grantedScopes);
  if (answer.ok || answer.refusal !== 'scope-not-granted') return answer;
  const listed = await userTokens().introspectRefreshToken(refreshToken);
  if (!listed.ok) return listed;
  const granted = grantedScopesOf(listed.scopes);
  await storeGrantedScopes(lease.userId, lease.sessionId, granted);
  return askFor(granted);
}

/** False when the person signed out meanwhile; nobody would ever revoke the new token then. */
async function keep({ userId, sessionId }: Lease, refreshToken: string): Promise<boolean> {
  const kept = await storeRefreshToken(userId, sessionId, encrypt('refresh-token', refreshToken));
  if (!kept) await userTokens().revokeRefreshToken(refreshToken);
  return kept;
}
