import { generateSignOutUri } from '@logto/js';
import { redirect } from '@remix-run/node';
import { env } from '#app/env.server.ts';
import { userTokens } from '#app/logto/logto.server.ts';
import { decrypt, hashOf } from '#app/secrets.server.ts';
import { isDatabaseAway } from '#app/tenants/db.server.ts';
import { endSession, endSessionsOf, type EndedSession, listSessions } from '#app/tenants/sessions.server.ts';
import { sessionCookie } from './cookies.server.ts';
import type { RequestArgs, SignedIn } from './session.server.ts';

/**
 * Signs out of the app, and of Logto when it answers: at most 3 s, and never a failure (P14). Ending Logto's session does
 * not end the refresh token (observed on 1.37 and 1.41), so it is revoked. Only from an action: a link could be prefetched.
 */
export async function signOut({ request, context }: RequestArgs): Promise<Response> {
  const secret = sessionCookie.read(request);
  const headers = { 'Set-Cookie': sessionCookie.clear(), 'Cache-Control': 'no-store' };
  const ended = secret === undefined ? null : await end(hashOf(secret), context);
  const logtoAnswers = ended !== null && (await revoke(ended));
  return redirect(logtoAnswers ? logtoSignOut() : '/', { headers });
}

async function end(id: string, { log }: RequestArgs['context']): Promise<EndedSession | null> {
  try {
    return await endSession(id);
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    log.error({ err: error }, 'signed out by the cookie alone: the database is away');
    return null;
  }
}

/** Ends Logto's own session too, so that the next sign-in asks who it is, and comes back to the landing page. */
const logtoSignOut = () =>
  generateSignOutUri({
    endSessionEndpoint: `${env().LOGTO_ENDPOINT}/oidc/session/end`,
    clientId: env().LOGTO_APP_ID,
    postLogoutRedirectUri: `${env().APP_URL}/`,
  });

async function revoke({ refreshToken }: EndedSession): Promise<boolean> {
  const token = decrypt('refresh-token', refreshToken);
  return token === undefined || userTokens().revokeRefreshToken(token);
}

export type OwnSession = {
  id: string;
  userAgent: string;
  ip: string;
  createdAt: Date;
  lastSeenAt: Date;
  current: boolean;
};

/** For the account page: where else am I signed in? */
export const mySessions = async (person: SignedIn): Promise<OwnSession[]> =>
  (await listSessions(person.userId)).map((session) => ({ ...session, current: session.id === person.sessionId }));

/** Ends one other session, or all others. The one at hand ends by signing out. Answers how many ended. */
export async function endMySessions(person: SignedIn, which: 'others' | { id: string }): Promise<number> {
  if (which !== 'others' && which.id === person.sessionId) return 0;
  const ended = await endSessionsOf(
    person.userId,
    which === 'others' ? { except: person.sessionId } : { only: which.id },
  );
  await Promise.all(ended.map(revoke));
  return ended.length;
}
