import type { z } from 'zod';
import { env } from '#app/env.server.ts';
import { paths } from '#app/paths.ts';
import type { ListedOrganization } from '#app/tenants/organization-list.server.ts';
import type { Organization } from './shapes.server.ts';

/** An organization as the API shows it. */
export function organizationView(row: ListedOrganization): z.input<typeof Organization> {
  const { organizationId: id, slug, name, description, logoUrl, roles, closed, waitsForSeat, memberCount } = row;
  return {
    ...{ id, slug, name, description, roles, closed, waitsForSeat, memberCount },
    logoUrl: absolute(logoUrl),
    url: `${env().APP_URL}${paths.home(slug)}`,
  };
}

/** Pictures are kept under our own address, or wherever somebody in Logto’s console says. */
export function absolute(url: string | null): string | null {
  const found = url !== null && URL.canParse(url, env().APP_URL) ? new URL(url, env().APP_URL) : null;
  return found && /^https?:$/.test(found.protocol) ? found.href : null;
}
