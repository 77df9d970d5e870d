import { inBackground } from '#app/auth/in-background.server.ts';
import { apiKeyCaller } from './callers/api-key-caller.server.ts';
import type { Caller } from './callers/caller.ts';
import { readLogtoToken } from './callers/logto-token.server.ts';
import { logtoMachineCaller, type MachineCaller } from './callers/machine-caller.server.ts';
import { sessionCaller } from './callers/session-caller.server.ts';
import { userTokenCaller } from './callers/user-token-caller.server.ts';
import { widgetCaller } from './callers/widget-caller.server.ts';
import type { ApiArgs } from './endpoint.server.ts';
import { problem } from './problem.server.ts';
import { unauthenticated } from './unauthenticated.server.ts';
import { isWidgetToken } from './widget-token.server.ts';

export type { Person } from '#app/auth/person.ts';
export type { Caller } from './callers/caller.ts';
export { requireAccess } from './access.server.ts';

/**
 * Who calls. `Authorization: Bearer` with an API key, a widget token or an access token of Logto; without one, the session
 * of our own pages. Everything is looked up on every call, so whoever was revoked, removed or suspended is out at once.
 * Throws a problem: 401 `unauthenticated`, 410 `organization-closed` (a machine's), 503 `logto-unreachable`.
 */
export async function requireCaller(args: ApiArgs): Promise<Caller> {
  const header = args.request.headers.get('authorization');
  if (header === null) return (await sessionCaller(args)) ?? refuse(args);
  const [, token] = /^bearer +([^ ]+) *$/i.exec(header) ?? [];
  if (token === undefined) return refuse(args);
  const { clientIp } = args.context;
  if (token.startsWith('tnt_')) return machine(args, await apiKeyCaller(token));
  if (isWidgetToken(token)) return (await widgetCaller(token, args.request, clientIp)) ?? refuse(args, 'invalid_token');
  return logtoCaller(args, token);
}

/** A machine's token has no subject but the machine. */
async function logtoCaller(args: ApiArgs, token: string): Promise<Caller> {
  const claims = await readLogtoToken(token);
  if (claims === 'unreachable') throw problem(args, 'logto-unreachable');
  if (!claims) return refuse(args, 'invalid_token');
  const { subject, clientId } = claims;
  if (subject === undefined || subject === clientId) return machine(args, await logtoMachineCaller(claims));
  const caller = await userTokenCaller(claims, args.context.clientIp);
  if (caller === 'unreachable') throw problem(args, 'logto-unreachable');
  return caller ?? refuse(args, 'invalid_token');
}

function machine(args: ApiArgs, found: MachineCaller | null): Caller {
  if (found === 'closed') throw problem(args, 'organization-closed');
  if (!found) return refuse(args, 'invalid_token');
  inBackground(found.seen(), (err) => args.context.log.warn({ err }, 'when a machine was last used is not written'));
  return found.caller;
}

function refuse(args: ApiArgs, error?: 'invalid_token'): never {
  throw unauthenticated(args, error);
}
