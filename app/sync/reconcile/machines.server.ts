import { asApplicationId, type OrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { type CopiedMachine, machinesOf, renameMachine } from '#app/tenants/reconcile.server.ts';
import { copyMachines } from '../copy-machines.server.ts';
import { everyRow } from './every-row.server.ts';
import type { Settle } from './finding.ts';
import { sameNames } from './members.server.ts';

/** The machine-to-machine applications of an organization, their names and roles. All that differ are mended at once. */
export async function reconcileMachines(
  organizationId: OrganizationId,
  tenantId: string,
  settle: Settle,
): Promise<void> {
  const copied = await asSystem((db) => machinesOf(db, tenantId));
  let mended: Promise<Map<string, CopiedMachine>> | undefined;
  const mendAll = async () => {
    await copyMachines({ organizationId, looks: 0 });
    return asSystem((db) => machinesOf(db, tenantId));
  };
  const nowOf = async (id: string) => (await (mended ??= mendAll())).get(id);

  for await (const { id, name, roles } of everyRow(() => logto().applications.list(organizationId))) {
    const known = copied.get(id);
    copied.delete(id);
    const held = { name, roles: roles.map((role) => role.name) };
    if (known && sameMachine(known, held)) continue;
    const difference = known ? 'different' : 'missing';
    await settle({ what: 'machine', id, organizationId, difference }, async () => {
      const now = await nowOf(id);
      if (!now || !sameNames(now.roles, held.roles)) return false;
      return now.name === name || asSystem((db) => renameMachine(db, tenantId, id, { from: now.name, to: name }));
    });
  }
  for (const id of copied.keys()) {
    if (await logto().applications.roles(organizationId, asApplicationId(id))) continue;
    await settle({ what: 'machine', id, organizationId, difference: 'gone' }, async () => !(await nowOf(id)));
  }
}

const sameMachine = (one: CopiedMachine, other: CopiedMachine): boolean =>
  one.name === other.name && sameNames(one.roles, other.roles);
