import { env } from '#app/env.server.ts';
import type { OrganizationId } from '#app/logto/ids.ts';
import { paths } from '#app/paths.ts';
import { machineRoleOf, roles } from '#app/permissions.ts';
import type { MachineAccess } from '#app/ui/machine-token.tsx';

/** What a machine with these roles of Logto’s needs to get a token: Logto grants no scope that is not asked for. */
export function machineAccess(organizationId: OrganizationId, held: readonly string[]): MachineAccess {
  const role = machineRoleOf(held);
  return {
    endpoint: new URL('/oidc/token', env().LOGTO_ENDPOINT).href,
    organizationId,
    url: `${env().APP_URL}${paths.apiMe}`,
    scope: role ? roles[role].permissions.join(' ') : '',
  };
}
