import { redirect } from '@remix-run/node';
import { decodeIdToken } from '@logto/js';
import { isLogtoError } from '#app/logto/errors.server.ts';
import { asUserId } from '#app/logto/ids.ts';
import { userTokens } from '#app/logto/logto.server.ts';
import type { Refusal } from '#app/logto/refusals.server.ts';
import { paths } from '#app/paths.ts';
import { decrypt, hashOf } from '#app/secrets.server.ts';
import { isDatabaseAway } from '#app/tenants/db.server.ts';
import { type Attempt, claimAttempt } from '#app/tenants/sessions.server.ts';
import { problemOf } from './callback-problem.server.ts';
import { attemptCookie } from './cookies.server.ts';
import { grantedScopesOf } from './granted-scopes.ts';
import { inTime } from './in-time.server.ts';
import { runSdk, type SdkData } from './logto-remix.server.ts';
import { safeReturnTo } from './return-to.ts';
import { beginSession, getPerson, type RequestArgs } from './session.server.ts';
import type { SignInProblem } from './sign-in-problems.ts';

/** What Logto tells of a person at sign-in. */
export type Claims = {
  sub: string;
  email?: string | null;
  name?: string | null;
  picture?: string | null;
  organizations?: string[];
  created_at?: unknown;
};

/** A sign-in that ended without a session: why, and where the person wanted to go. */
export type SignInFailed = { problem: SignInProblem; returnTo: string };

/** The address that sees whether the browser brought the session's cookie back, and goes on to the page wanted. */
const arrival = (returnTo: string) => `/auth/callback?to=${encodeURIComponent(returnTo)}`;

/**
 * The callback's work: attempt → tokens → what was granted → the copy learns of the person → a session.
 * `welcome` writes the copy, before anything can ask for it.
 */
export async function completeSignIn(
  args: RequestArgs,
  { welcome }: { welcome: (claims: Claims) => Promise<void> },
): Promise<Response | SignInFailed> {
  let returnTo: string = paths.workspaces;
  try {
    const attempt = await claim(args.request);
    if (!attempt) return (await getPerson(args)) ? redirect(returnTo) : { problem: 'lost', returnTo };
    returnTo = attempt.returnTo;
    const { search } = new URL(args.request.url);
    const { keep } = await inTime(runSdk('sign-in-callback', { search, kept: attempt.kept }));
    const { idToken, refreshToken } = keep;
    if (!idToken || !refreshToken) {
      args.context.log.error('Logto gave no refresh token: is offline access switched off for the application?');
      return { problem: 'failed', returnTo };
    }
    const listed = await userTokens().introspectRefreshToken(refreshToken);
    if (!listed.ok) return { problem: passes(listed) ? 'unreachable' : 'failed', returnTo };
    const claims = decodeIdToken(idToken); // the SDK has verified it
    await welcome(claims).catch((error: unknown) => {
      if (!isLogtoError(error)) throw error; // who they are is written; where they belong comes by other ways too
      args.context.log.warn({ err: error }, 'signed in with the memberships known so far');
    });
    const grantedScopes = grantedScopesOf(listed.scopes);
    const cookie = await beginSession(args, { userId: asUserId(claims.sub), refreshToken, grantedScopes });
    return redirect(arrival(returnTo), { headers: { 'Set-Cookie': cookie, 'Cache-Control': 'no-store' } });
  } catch (error) {
    const problem = isDatabaseAway(error) ? 'unreachable' : problemOf(error);
    if (!problem) throw error;
    args.context.log.warn({ err: error, problem }, 'a sign-in ended without a session');
    return { problem, returnTo };
  }
}

/** Without this look a browser that refuses the cookie would be sent to sign in again for ever. */
export async function arrive(args: RequestArgs, wanted: string): Promise<Response | SignInFailed> {
  const returnTo = safeReturnTo(wanted, paths.workspaces);
  const person = await getPerson(args);
  if (!person) return { problem: 'cookies-refused', returnTo };
  return redirect(person.name === null && !asksForNameItself(returnTo) ? paths.naming(returnTo) : returnTo);
}

/** Who comes by an invitation answers it first, and is asked then. */
const asksForNameItself = (path: string) => path.startsWith(paths.invitation('')) || path.startsWith(paths.welcome);

const passes = ({ refusal }: Refusal) => refusal === 'unreachable' || refusal === 'rate-limited';

async function claim(request: Request): Promise<{ returnTo: string; kept: SdkData } | null> {
  const state = new URL(request.url).searchParams.get('state');
  const browser = attemptCookie.read(request);
  const attempt: Attempt | null = state && browser ? await claimAttempt(hashOf(state), hashOf(browser)) : null;
  const kept = attempt && decrypt('sign-in-attempt', attempt.payload);
  return attempt && kept ? { returnTo: attempt.returnTo, kept: JSON.parse(kept) as SdkData } : null;
}
