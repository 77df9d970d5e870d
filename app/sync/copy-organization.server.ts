import type { OrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { copyOrganization as write, findTenant, forgetOrganization } from '#app/tenants/copy.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { untilWritten } from './until-written.server.ts';

/**
 * Brings the copy of an organization, its members aside, up to what Logto has now; one that Logto does not have goes,
 * and one that the copy does not have waits for its first member. Fails with a `LogtoError`.
 */
export const copyOrganization = (organizationId: OrganizationId): Promise<void> =>
  untilWritten(async () => {
    const before = await asSystem((db) => findTenant(db, organizationId));
    if (!before) return true;
    const organization = await logto().organizations.get(organizationId);
    if (organization) return write(organization, before);
    await forgetOrganization(organizationId);
    return true;
  });
