import { redirect } from '@remix-run/node';
import { paths } from '#app/paths.ts';
import { findOrganization, type OrganizationRow } from '#app/tenants/access.server.ts';
import { refuse } from './refuse.server.ts';
import { requirePerson, type RequestArgs, type SignedIn } from './session.server.ts';

/**
 * A member by our copy alone, whom the gate may not let in: for the page that says why. Others get the 404. A page at an
 * old address of the organization is left for the same one at its new address; not for good, since it may move back.
 */
export async function requireMembership(
  args: RequestArgs,
  slug: string,
): Promise<{ person: SignedIn; organization: OrganizationRow }> {
  const person = await requirePerson(args);
  const organization = await findOrganization(person, slug);
  if (!organization) throw refuse('not-found', args.context);
  const moved = organization.slug !== slug && movedTo(args.request, slug, organization.slug);
  if (moved) throw redirect(moved);
  return { person, organization };
}

/**
 * Where the page is now. A form that is sent to an old address is handled there instead: Remix answers a redirected POST
 * of its own scripts with a GET, and what was typed would be lost.
 */
function movedTo({ method, url }: Request, from: string, to: string): string | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  const { pathname, search } = new URL(url);
  for (const at of [paths.home, paths.closed]) {
    const old = at(from);
    if (pathname === old || pathname.startsWith(`${old}/`)) return at(to) + pathname.slice(old.length) + search;
  }
  return undefined;
}
