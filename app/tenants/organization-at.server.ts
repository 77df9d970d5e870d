import { asOrganizationId, type OrganizationId } from '#app/logto/ids.ts';
import { forKey } from './db.server.ts';

const longest = 48;

/**
 * Whose name and logo Logto's sign-in page shows to a visitor with this address, an old one too. Null when it is nobody's
 * or closed. Tells visitors no more than that there is one, which the look of the page tells anyway.
 */
export async function organizationAt(slug: string): Promise<OrganizationId | null> {
  if (slug === '' || slug.length > longest || slug.includes('\0')) return null;
  // No door: a visitor stands in none, and a function of the system's role answers.
  const [row] = await forKey('', (db) => db.$queryRaw<{ id: string | null }[]>`SELECT organization_at(${slug}) AS id`);
  return row?.id ? asOrganizationId(row.id) : null;
}
