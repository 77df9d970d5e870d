import type { OrganizationRow } from '#app/tenants/access.server.ts';
import { storeGrantedScopes } from '#app/tenants/sessions.server.ts';
import { neverAsked, withAsked } from './granted-scopes.ts';
import type { RequestArgs, SignedIn } from './session.server.ts';
import { startSignIn } from './sign-in.server.ts';

/**
 * A permission that a release added is in no older session, whatever the role says: such a session is authorized anew.
 * Logto asks nothing of those it knows, so a person sees a page load take a moment longer. Once per session, whatever
 * comes of it, and only where a whole page is loaded: never in the middle of a form.
 */
export async function authorizeAnew(
  args: RequestArgs,
  person: SignedIn,
  { roles, organizationId }: OrganizationRow,
): Promise<Response | null> {
  const missing = neverAsked(person.grantedScopes, roles);
  if (missing.length === 0 || !loadsPage(args.request)) return null;
  await storeGrantedScopes(person.userId, person.sessionId, withAsked(person.grantedScopes, missing));
  const { pathname, search } = new URL(args.request.url);
  try {
    return await startSignIn(args, {
      returnTo: pathname + search,
      organizationId,
      loginHint: person.email ?? undefined,
    });
  } catch (refused) {
    if (refused instanceof Response) return null; // Logto is away: the page works without the new permission
    throw refused;
  }
}

const loadsPage = ({ method, headers }: Request): boolean =>
  method === 'GET' &&
  (headers.has('sec-fetch-dest')
    ? headers.get('sec-fetch-dest') === 'document'
    : (headers.get('accept') ?? '').includes('text/html'));
