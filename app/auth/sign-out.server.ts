import { generateSignOutUri } from '@logto/js';
import { redirect } from '@remix-run/node';
import { env } from '#app/env.server.ts';
import { userTokens } from '#app/logto/logto.server.ts';
import { decrypt, hashOf } from '#app/secrets.server.ts';
import { isDatabaseAway } from '#app/tenants/db.server.ts';
import { endSession, type EndedSession } from '#app/tenants/sessions.server.ts';
import { sessionCookie } from './cookies.server.ts';
import type { RequestArgs } from './session.server.ts';

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

/** For somebody whose sessions have all ended here: forgets the browser, and has Logto forget it too. */
export function leaveLogto(headers: Headers): Response {
  headers.append('Set-Cookie', sessionCookie.clear());
  return redirect(logtoSignOut(), { headers });
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

/** False when Logto does not answer. */
async function revoke({ refreshToken }: EndedSession): Promise<boolean> {
  const token = decrypt('refresh-token', refreshToken);
  return token === undefined || userTokens().revokeRefreshToken(token);
}

/** Ends Logto's own session too, so that the next sign-in asks who it is, and comes back to the landing page. */
const logtoSignOut = () =>
  generateSignOutUri({
    endSessionEndpoint: `${env().LOGTO_ENDPOINT}/oidc/session/end`,
    clientId: env().LOGTO_APP_ID,
    postLogoutRedirectUri: `${env().APP_URL}/`,
  });
