import type { SignedIn } from '#app/auth/session.server.ts';
import { userTokens } from '#app/logto/logto.server.ts';
import { decrypt } from '#app/secrets.server.ts';
import { endSessionsOf } from '#app/tenants/sessions.server.ts';

/**
 * Ends other sessions of the person, and revokes their refresh tokens: ending Logto's session does not. Logto being away
 * keeps nobody signed in here.
 */
export async function endSessions(person: SignedIn, which: { only: string } | { except: string }): Promise<void> {
  const ended = await endSessionsOf(person.userId, which);
  const tokens = ended.flatMap(({ refreshToken }) => decrypt('refresh-token', refreshToken) ?? []);
  await Promise.all(tokens.map((token) => userTokens().revokeRefreshToken(token)));
}
