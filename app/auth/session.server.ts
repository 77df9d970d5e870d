import { type AppLoadContext, redirect } from '@remix-run/node';
import { asUserId, type UserId } from '#app/logto/ids.ts';
import { paths } from '#app/paths.ts';
import { encrypt, hashOf, randomSecret } from '#app/secrets.server.ts';
import { createSession, endSession, findSession, type SessionRow, touchSession } from '#app/tenants/sessions.server.ts';
import { sessionCookie } from './cookies.server.ts';
import { oncePerRequest } from './per-request.server.ts';
import { type Person, recognized } from './person.ts';
import { safeReturnTo } from './return-to.ts';
import { problemPage } from './sign-in-problems.ts';

/**
 * Who is signed in. The browser holds a random id in a cookie, the database its SHA-256 and the refresh token,
 * encrypted; so the size of the cookie does not depend on anything (P7) and a copy of the database signs nobody in.
 */

declare const guarded: unique symbol;

/** A person who is signed in. Only the guards here make one. */
export type SignedIn = Person & {
  /** The row's id: a hash, not what the cookie holds. */
  sessionId: string;
  /** Of the session, not of the account. */
  signedInAt: Date;
  grantedScopes: readonly string[];
  readonly [guarded]: 'signed in';
};

export type RequestArgs = { request: Request; context: AppLoadContext };

/** A session ends this long after it was last seen, as Logto's refresh tokens do … */
const idleDays = 14;
/** … and at the latest with Logto's grant. docs/decisions/0030-sessions.md */
const mostDays = 180;

const minute = 60_000;
const day = 86_400_000;

/** Null for a visitor, and for a session that has ended. Reads once per request. */
export const getPerson = ({ request, context }: RequestArgs): Promise<SignedIn | null> =>
  oncePerRequest(context, 'session', () => findPerson(request, context));

/**
 * The guard of every page that needs somebody: sends others to sign in and back. Throws redirects.
 * A form is not sent again afterwards, so a POST comes back to the page that holds it.
 */
export async function requirePerson(args: RequestArgs): Promise<SignedIn> {
  const person = await getPerson(args);
  if (person) return person;
  throw redirect(paths.signIn(comeBackTo(args.request)));
}

async function findPerson(request: Request, { clientIp }: AppLoadContext): Promise<SignedIn | null> {
  const secret = sessionCookie.read(request);
  if (!secret) return null;
  const session = await findSession(hashOf(secret));
  if (!session?.person) return null;
  if (session.person.suspended) {
    await endSession(session.id);
    throw redirect(problemPage('suspended'), { headers: { 'Set-Cookie': sessionCookie.clear() } });
  }
  if (Date.now() - session.lastSeenAt.getTime() > minute) {
    await touchSession(session.userId, session.id, clientIp, { idle: idleDays, most: mostDays });
  }
  return personOf(session, session.person, clientIp);
}

function personOf(session: SessionRow, { email, name, avatarUrl }: NonNullable<SessionRow['person']>, ip: string) {
  const { id: sessionId, userId, createdAt: signedInAt, grantedScopes } = session;
  const person = recognized({ userId: asUserId(userId), email, name, avatarUrl, ip });
  return { ...person, sessionId, signedInAt, grantedScopes: grantedScopes as readonly string[] } as SignedIn;
}

/** The page a request belongs to: its own address, or for a form the page that it was on. */
export function comeBackTo(request: Request): string {
  const { pathname, search } = new URL(request.url);
  if (request.method === 'GET' || request.method === 'HEAD') return safeReturnTo(pathname + search);
  const referer = request.headers.get('referer');
  if (!referer || !URL.canParse(referer)) return '/';
  const page = new URL(referer);
  return safeReturnTo(page.pathname + page.search);
}

/**
 * Begins a session under a new id, whatever id the browser came with (P16), and ends the one it replaces.
 * Answers the cookie. The replaced refresh token is not revoked: Logto may have tied both to one grant.
 */
export async function beginSession(
  { request, context }: RequestArgs,
  signedIn: { userId: UserId; refreshToken: string; grantedScopes: string[] },
): Promise<string> {
  const secret = randomSecret();
  const replaced = sessionCookie.read(request);
  await createSession({
    id: hashOf(secret),
    userId: signedIn.userId,
    refreshToken: encrypt('refresh-token', signedIn.refreshToken),
    grantedScopes: signedIn.grantedScopes,
    userAgent: (request.headers.get('user-agent') ?? '').slice(0, 256),
    ip: context.clientIp.slice(0, 64),
    expiresAt: new Date(Date.now() + idleDays * day),
  });
  if (replaced) await endSession(hashOf(replaced));
  return sessionCookie.set(secret);
}
