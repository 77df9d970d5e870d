import { redirectDocument } from '@remix-run/node';
import { isResponse } from '#app/is-response.ts';
import { isLogtoError } from '#app/logto/errors.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import type { Permission } from '#app/permissions.ts';
import type { OrganizationRow } from '#app/tenants/access.server.ts';
import { replaceGrantedScopes } from '#app/tenants/sessions.server.ts';
import { askedLongAgo, neverAsked, notGranted, withAsked, withoutMarks } from './granted-scopes.ts';
import { inBackground } from './in-background.server.ts';
import { oncePerRequest } from './per-request.server.ts';
import { refuse } from './refuse.server.ts';
import type { RequestArgs, SignedIn } from './session.server.ts';
import { startSignIn } from './sign-in.server.ts';

/**
 * A permission that a release added reaches who is signed in already: without a refusal, and without a sign-in that
 * they see, whether Logto's template or the app was first (docs/decisions/0033-permissions-added-by-a-release.md).
 */
type Where = Pick<OrganizationRow, 'organizationId' | 'roles'>;

/**
 * The permission is in no older session, whatever the role says: such a session is authorized anew. Logto asks nothing
 * of those it knows, so a person sees a page load take a moment longer. Once per session, whatever comes of it, and only
 * where a whole page is loaded: never in the middle of a form.
 */
export async function authorizeAnew(
  args: RequestArgs,
  person: SignedIn,
  { roles, organizationId }: Where,
): Promise<Response | null> {
  const missing = neverAsked(person.grantedScopes, roles);
  if (missing.length === 0 || !loadsPage(args.request)) return null;
  if (!(await replaceGrantedScopes(person, withAsked(person.grantedScopes, missing)))) return null; // another tab does it
  const { pathname, search } = new URL(args.request.url);
  try {
    return await startSignIn(args, {
      returnTo: pathname + search,
      organizationId,
      loginHint: person.email ?? undefined,
    });
  } catch (refused) {
    if (isResponse(refused)) return null; // Logto is away: the page works without the new permission
    throw refused;
  }
}

const loadsPage = ({ method, headers }: Request): boolean =>
  method === 'GET' &&
  (headers.has('sec-fetch-dest')
    ? headers.get('sec-fetch-dest') === 'document'
    : (headers.get('accept') ?? '').includes('text/html'));

/**
 * The app was deployed before Logto's template had the permission, so sessions asked for it in vain. Once an hour one
 * looks, while nobody waits, whether Logto permits it by now; if so, the next page load asks again.
 */
export function lookAgain({ context }: RequestArgs, person: SignedIn, where: Where): void {
  const due = askedLongAgo(person.grantedScopes, where.roles);
  if (due.length === 0) return;
  inBackground(look(person, where, due), (err) => context.log.warn({ err }, 'a look for new permissions failed'));
}

async function look(person: SignedIn, { organizationId }: Where, due: Permission[]): Promise<void> {
  const tried = withAsked(person.grantedScopes, due);
  if (!(await replaceGrantedScopes(person, tried))) return; // another request looks
  const live = await logto().members.scopes(organizationId, person.userId);
  const given = due.filter((name) => live.includes(name));
  if (given.length === 0) return;
  await replaceGrantedScopes({ ...person, grantedScopes: tried }, withoutMarks(tried, given));
}

/**
 * What the person holds beyond what this session's tokens can say, for a request that needs `permission` and is no page
 * load that could be authorized first. A page that the browser fetches as data is loaded as a document instead; of
 * everything else, forms above all, Logto is asked. Throws 503 `logto-unreachable`.
 */
export async function heldBeyondSession(
  args: RequestArgs,
  person: SignedIn,
  { organizationId, roles }: Where,
  permission: Permission,
): Promise<Permission[]> {
  if (!notGranted(person.grantedScopes, roles).includes(permission)) return [];
  const { request, context } = args;
  if (request.method === 'GET' && context.fetchesData && neverAsked(person.grantedScopes, roles).length > 0) {
    const { pathname, search } = new URL(request.url);
    throw redirectDocument(pathname + search);
  }
  const held = await beyondSession(args, person, { organizationId, roles }, permission);
  if (held === 'unreachable') throw refuse('logto-unreachable', context);
  return held;
}

/** The same for the API, which sends nobody anywhere. */
export async function beyondSession(
  { context }: RequestArgs,
  person: SignedIn,
  { organizationId, roles }: Where,
  permission: Permission,
): Promise<Permission[] | 'unreachable'> {
  const missing = notGranted(person.grantedScopes, roles);
  if (!missing.includes(permission)) return [];
  try {
    const live = await oncePerRequest(context, `live:${organizationId}`, () =>
      logto().members.scopes(organizationId, person.userId),
    );
    return missing.filter((name) => live.includes(name));
  } catch (error) {
    if (!isLogtoError(error)) throw error;
    return 'unreachable';
  }
}
