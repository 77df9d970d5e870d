import type { OrganizationId } from '#app/logto/ids.ts';
import { organizationAt } from '#app/tenants/organization-at.server.ts';

/** Whose name and logo Logto's page shows to somebody on their way to this path: the organization's that it is in. */
export async function brandingOf(returnTo: string): Promise<OrganizationId | undefined> {
  const [, slug = ''] = /^\/o\/([^/?#]+)/.exec(returnTo) ?? [];
  return (await organizationAt(decoded(slug))) ?? undefined;
}

function decoded(slug: string): string {
  try {
    return decodeURIComponent(slug);
  } catch {
    return '';
  }
}
