import { recognized } from '#app/auth/person.ts';
import { getPerson, type RequestArgs } from '#app/auth/session.server.ts';
import { callerOf, type Caller } from './caller.ts';

/** A page of ours: the server has taken the cookies off what other sites' pages send, and refused their writes. */
export async function sessionCaller(args: RequestArgs): Promise<Caller | null> {
  const session = await getPerson(args).catch((refused: unknown) => {
    if (isRedirect(refused)) return null; // suspended: a page says so
    throw refused;
  });
  return session && callerOf({ kind: 'session', person: recognized(session), proof: { session } });
}

/** By its looks: a clone is no instance of the `Response` that the HTTP server puts in the place of the platform's. */
const isRedirect = (thrown: unknown): boolean =>
  typeof thrown === 'object' && thrown !== null && 'status' in thrown && Number(thrown.status) < 400;
