import { recognized } from '#app/auth/person.ts';
import { getPerson, type RequestArgs } from '#app/auth/session.server.ts';
import { isResponse } from '#app/is-response.ts';
import { callerOf, type Caller } from './caller.ts';

/** A page of ours: the server has taken the cookies off what other sites' pages send, and refused their writes. */
export async function sessionCaller(args: RequestArgs): Promise<Caller | null> {
  const session = await getPerson(args).catch((refused: unknown) => {
    if (isResponse(refused) && refused.status < 400) return null; // suspended: a page says so
    throw refused;
  });
  return session && callerOf({ kind: 'session', person: recognized(session), proof: { session } });
}
