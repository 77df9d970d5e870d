import { byAddress, byPerson, headersOf, type Limit, limits, rateLimited, useOf } from '#app/rate-limit.server.ts';
import type { Caller } from './caller.server.ts';
import type { ApiArgs } from './endpoint.server.ts';
import { problemOf } from './problem.server.ts';

/** What a request counts: a write asks Logto and waits for the disk. */
export const costOf = (method: string): number => (method === 'GET' || method === 'HEAD' ? 1 : 5);

/**
 * To be asked as soon as it is known who calls, before anything is done. Answers the headers that belong on whatever is
 * answered, refusals too; throws the problem `rate-limited`. Null: nobody in particular, who counts by address.
 */
export async function limitCaller(
  { request, context }: ApiArgs,
  caller: Pick<Caller, 'person' | 'machine'> | null,
  cost = costOf(request.method),
  limit: Limit = limits.api,
): Promise<Record<string, string>> {
  const use = await useOf(limit, whoOf(caller) ?? byAddress(context.clientIp), cost);
  if (!use.within) throw problemOf({ request, context }, [rateLimited(use)], headersOf(use));
  return headersOf(use);
}

/** However a person comes here, session or token: they count as one. */
const whoOf = (caller: Pick<Caller, 'person' | 'machine'> | null): string | undefined => {
  if (caller?.person) return byPerson(caller.person.userId);
  return caller?.machine ? `${caller.machine.kind}:${caller.machine.id}` : undefined;
};
