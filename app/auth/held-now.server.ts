import { asApplicationId, type OrganizationId, type UserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { isMachineRole, isPermission, machineRoleOf, type Permission, roles } from '#app/permissions.ts';
import { findRoleOfKey } from '#app/tenants/api-keys.server.ts';
import type { Machine } from './machine.ts';

export type Acting = {
  tenantId: string;
  organizationId: OrganizationId;
  userId: UserId;
  machine?: Machine | null | undefined;
};

/**
 * What somebody may do in the organization at this moment: by the truth, not by what a token, a session or our copy says.
 * A person or a Logto machine costs one Management API call, an API key a query. Strangers and what was revoked have
 * nothing. Throws a `LogtoError`.
 */
export async function heldNow({ tenantId, organizationId, userId, machine }: Acting): Promise<Permission[]> {
  if (!machine) return (await logto().members.scopes(organizationId, userId)).filter(isPermission);
  const role =
    machine.kind === 'api-key' ? await roleOfKey(tenantId, machine.id) : await inLogto(organizationId, machine.id);
  return role ? [...roles[role].permissions] : [];
}

async function roleOfKey(tenantId: string, id: string) {
  const role = await findRoleOfKey(tenantId, id);
  return role !== null && isMachineRole(role) ? role : undefined; // never an owner’s, whatever stands there
}

async function inLogto(organizationId: OrganizationId, applicationId: string) {
  const held = await logto().applications.roles(organizationId, asApplicationId(applicationId));
  return machineRoleOf(held?.map(({ name }) => name) ?? []);
}
