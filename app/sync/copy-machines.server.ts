import type { MachineMember } from '#app/logto/applications.server.ts';
import { asApplicationId, type OrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { findTenant } from '#app/tenants/copy.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { noteMachines, noteMachinesGone, rolesOfMachines } from '#app/tenants/machines.server.ts';
import { askForMachines } from './jobs.server.ts';

export type MachinesJob = {
  organizationId: OrganizationId;
  /** How often machines without roles were looked at. */
  looks: number;
};

/** Roles that are given later fire no event: so often a machine without any is looked at again. */
const mostLooks = 2;

/**
 * Brings the machines of an organization up to what Logto has now: somebody added or removed one in its console. One call
 * for every 100, and one for each that the list lacks. Fails with a `LogtoError`.
 */
export async function copyMachines({ organizationId, looks }: MachinesJob): Promise<void> {
  const asked = new Date();
  const known = await asSystem(async (db) => {
    const tenant = await findTenant(db, organizationId);
    return tenant && { tenantId: tenant.id, before: await rolesOfMachines(db, tenant.id) };
  });
  if (!known) return;
  const { tenantId, before } = known;
  const listed: MachineMember[] = [];
  for await (const machine of logto().applications.list(organizationId)) listed.push(machine);
  const machines = listed.map(({ roles, ...machine }) => ({ ...machine, roles: roles.map(({ name }) => name) }));
  const gone = await goneOf(organizationId, [...before.keys()], listed);
  await asSystem(async (db) => {
    await noteMachines(db, tenantId, machines, before, asked);
    await noteMachinesGone(db, tenantId, gone);
    const unfinished = machines.some(({ roles }) => roles.length === 0);
    if (unfinished && looks < mostLooks) await askForMachines(db, organizationId, looks + 1);
  });
}

/** Pages of a list that changes meanwhile may skip one: only Logto’s own no removes. */
async function goneOf(organizationId: OrganizationId, known: string[], listed: MachineMember[]): Promise<string[]> {
  const gone: string[] = [];
  for (const id of known) {
    if (listed.some((machine) => machine.id === id)) continue;
    if ((await logto().applications.roles(organizationId, asApplicationId(id))) === null) gone.push(id);
  }
  return gone;
}
