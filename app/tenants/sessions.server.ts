import type { UserId } from '#app/logto/ids.ts';
import { asSystem, forKey, forUser } from './db.server.ts';

/**
 * Signed-in browsers, and sign-ins on their way. Ids are SHA-256 hashes of secrets that only the browser (or, for an
 * attempt, the `state` parameter) holds. Tokens arrive here encrypted.
 */

export type SessionRow = {
  id: string;
  userId: UserId;
  grantedScopes: string[];
  createdAt: Date;
  lastSeenAt: Date;
  person: { email: string | null; name: string | null; avatarUrl: string | null; suspended: boolean } | null;
};

/** A session that has not ended, and its person. `person` is null when the copy does not have them any more. */
export const findSession = (id: string): Promise<SessionRow | null> =>
  forKey(id, async (db) => {
    // Whoever holds the key is the person: the same transaction becomes that person's door.
    const [session] = await db.$queryRaw<Omit<SessionRow, 'person'>[]>`
      SELECT id, user_id AS "userId", granted_scopes AS "grantedScopes", created_at AS "createdAt",
             last_seen_at AS "lastSeenAt", set_config('app.user', user_id, true) AS door
        FROM sessions WHERE id = ${id} AND expires_at > now()`;
    if (!session) return null;
    const person = await db.user.findUnique({
      where: { id: session.userId },
      select: { email: true, name: true, avatarUrl: true, suspended: true },
    });
    return { ...session, person };
  });

export type NewSession = {
  id: string;
  userId: UserId;
  refreshToken: Uint8Array<ArrayBuffer>;
  grantedScopes: string[];
  userAgent: string;
  ip: string;
  expiresAt: Date;
};

export const createSession = (session: NewSession): Promise<unknown> =>
  forUser(session.userId, (db) => db.session.create({ data: session, select: { id: true } }));

/** Moves the end of a session on; once a minute, of several requests at a time only one writes. */
export const touchSession = (
  userId: UserId,
  id: string,
  ip: string,
  days: { idle: number; most: number },
): Promise<unknown> =>
  forUser(
    userId,
    (db) => db.$executeRaw`
      UPDATE sessions
         SET last_seen_at = now(), ip = ${ip.slice(0, 64)},
             expires_at = least(now() + make_interval(days => ${days.idle}::int), created_at + make_interval(days => ${days.most}::int))
       WHERE id = ${id} AND last_seen_at < now() - interval '1 minute'`,
  );

export type EndedSession = { userId: UserId; refreshToken: Uint8Array };

/** Ends the session of whoever holds its key. Null when it had ended before. */
export const endSession = (id: string): Promise<EndedSession | null> =>
  forKey(id, async (db) => {
    const [ended] = await db.$queryRaw<EndedSession[]>`
      DELETE FROM sessions WHERE id = ${id} RETURNING user_id AS "userId", refresh_token AS "refreshToken"`;
    return ended ?? null;
  });

/** False when the session has ended meanwhile. */
export const storeRefreshToken = async (
  userId: UserId,
  id: string,
  refreshToken: Uint8Array<ArrayBuffer>,
): Promise<boolean> => {
  const { count } = await forUser(userId, (db) =>
    db.session.updateMany({ where: { id, userId }, data: { refreshToken } }),
  );
  return count === 1;
};

export const storeGrantedScopes = (userId: UserId, id: string, grantedScopes: string[]): Promise<unknown> =>
  forUser(userId, (db) => db.session.updateMany({ where: { id, userId }, data: { grantedScopes } }));

/** The same, only if they still are as this request found them. False when another request was quicker. */
export const replaceGrantedScopes = async (
  found: { userId: UserId; sessionId: string; grantedScopes: readonly string[] },
  grantedScopes: string[],
): Promise<boolean> => {
  const { userId, sessionId: id } = found;
  const { count } = await forUser(userId, (db) =>
    db.session.updateMany({
      where: { id, userId, grantedScopes: { equals: [...found.grantedScopes] } },
      data: { grantedScopes },
    }),
  );
  return count === 1;
};

export type ListedSession = { id: string; userAgent: string; ip: string; createdAt: Date; lastSeenAt: Date };

/** Where a person is signed in, last seen first. */
export const listSessions = (userId: UserId): Promise<ListedSession[]> =>
  forUser(userId, (db) =>
    db.session.findMany({
      where: { userId, expiresAt: { gt: new Date() } },
      select: { id: true, userAgent: true, ip: true, createdAt: true, lastSeenAt: true },
      orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
      take: 100,
    }),
  );

/** Ends one session of this person, or with `except` all others. An id of somebody else's ends nothing. */
export const endSessionsOf = (userId: UserId, which: { only: string } | { except: string }): Promise<EndedSession[]> =>
  forUser(userId, async (db) => {
    const ended =
      'only' in which
        ? await db.$queryRaw<EndedSession[]>`
            DELETE FROM sessions WHERE user_id = ${userId} AND id = ${which.only}
            RETURNING user_id AS "userId", refresh_token AS "refreshToken"`
        : await db.$queryRaw<EndedSession[]>`
            DELETE FROM sessions WHERE user_id = ${userId} AND id <> ${which.except}
            RETURNING user_id AS "userId", refresh_token AS "refreshToken"`;
    return ended;
  });

export type Attempt = { payload: Uint8Array; returnTo: string };

export const createAttempt = (attempt: {
  id: string;
  browser: string;
  payload: Uint8Array<ArrayBuffer>;
  returnTo: string;
  expiresAt: Date;
}): Promise<unknown> => forKey(attempt.id, (db) => db.signInAttempt.create({ data: attempt, select: { id: true } }));

/**
 * Takes the attempt out of the database, which only one of several callbacks can: a code that is sent to Logto twice
 * kills the refresh token of the one who was first (observed on 1.37 and 1.41). Only for the browser that started it.
 */
export const claimAttempt = (id: string, browser: string): Promise<Attempt | null> =>
  forKey(id, async (db) => {
    const [claimed] = await db.$queryRaw<Attempt[]>`
      DELETE FROM sign_in_attempts WHERE id = ${id} AND browser = ${browser} AND expires_at > now()
      RETURNING payload, return_to AS "returnTo"`;
    return claimed ?? null;
  });

/** For the workers, from time to time: removes what has ended. Answers how many rows. */
export const sweepSessions = (): Promise<number> =>
  asSystem(async (db) => {
    const ended = { expiresAt: { lt: new Date() } };
    const sessions = await db.session.deleteMany({ where: ended });
    const attempts = await db.signInAttempt.deleteMany({ where: ended });
    return sessions.count + attempts.count;
  });
