import type { Machine } from '#app/auth/machine.ts';
import { asOrganizationId } from '#app/logto/ids.ts';
import { isPermission, machineRoleOf, type Permission } from '#app/permissions.ts';
import { findMachine, findTenantOfMachine, touchMachine } from '#app/tenants/machines.server.ts';
import { findWorkspace } from '#app/tenants/workspace-of-caller.server.ts';
import { callerOf, type Caller } from './caller.ts';
import type { LogtoClaims } from './logto-token.server.ts';

/** With what notes that it was used. */
export type MachineCaller = { caller: Caller; seen: () => Promise<unknown> } | 'closed';

/**
 * A token lives for an hour, whatever happens meanwhile: so it permits no more than the role that our copy has now, and
 * nothing once the machine is no member any more.
 */
export async function logtoMachineCaller({
  clientId,
  organizationId,
  scopes,
}: LogtoClaims): Promise<MachineCaller | null> {
  if (organizationId === null || scopes === null) return null; // good for no organization
  const tenantId = await findTenantOfMachine(clientId, organizationId);
  const machine = tenantId && (await findMachine(tenantId, clientId));
  if (!machine) return null;
  const { applicationId: id, name } = machine;
  const role = machineRoleOf(machine.roles) ?? null;
  return machineCaller(
    { kind: 'machine', id, name, role },
    { tenantId, permissions: scopes.filter(isPermission), seen: () => touchMachine(tenantId, id) },
  );
}

type Where = { tenantId: string; permissions?: Permission[]; seen: () => Promise<unknown> };

/** Null while its organization is not open yet. */
export async function machineCaller(
  machine: Machine,
  { tenantId, permissions, seen }: Where,
): Promise<MachineCaller | null> {
  const workspace = await findWorkspace(tenantId);
  if (!workspace) return null;
  if (workspace.closed) return 'closed';
  const proof = { tenantId, passedGate: true, ...(permissions && { permissions }) };
  const organizationId = asOrganizationId(workspace.id);
  return { caller: callerOf({ kind: machine.kind, machine, organizationId, proof }), seen };
}
