import { endSessionsOf, listSessions, type ListedSession } from '#app/tenants/sessions.server.ts';
import { revoke } from './revoke.server.ts';
import type { SignedIn } from './session.server.ts';

export type OwnSession = ListedSession & { current: boolean };

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
