import { findOrganization, type OrganizationRow } from '#app/tenants/access.server.ts';
import { refuse } from './refuse.server.ts';
import { requirePerson, type RequestArgs, type SignedIn } from './session.server.ts';

/** A member by our copy alone, whom the gate may not let in: for the page that says why. Others get the 404. */
export async function requireMembership(
  args: RequestArgs,
  slug: string,
): Promise<{ person: SignedIn; organization: OrganizationRow }> {
  const person = await requirePerson(args);
  const organization = await findOrganization(person, slug);
  if (!organization) throw refuse('not-found', args.context);
  return { person, organization };
}
