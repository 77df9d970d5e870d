import { userTokens } from '#app/logto/logto.server.ts';
import { decrypt } from '#app/secrets.server.ts';
import type { EndedSession } from '#app/tenants/sessions.server.ts';

/** Takes an ended session's refresh token from the world: 3 s at most, false when Logto does not answer. */
export async function revoke({ refreshToken }: EndedSession): Promise<boolean> {
  const token = decrypt('refresh-token', refreshToken);
  return token === undefined || userTokens().revokeRefreshToken(token);
}
