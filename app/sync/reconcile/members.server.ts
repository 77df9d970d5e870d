import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { rolesOfMembers } from '#app/tenants/copy.server.ts';
import { copyMembership } from '../copy-membership.server.ts';
import { everyRow } from './every-row.server.ts';
import type { Settle } from './finding.ts';

/** The members of an organization and their roles. Each difference is asked for by itself before it is written down. */
export async function reconcileMembers(
  organizationId: OrganizationId,
  tenantId: string,
  settle: Settle,
): Promise<void> {
  const copied = await rolesOfMembers(tenantId);
  const mend = (userId: UserId) => () => copyMembership(tenantId, { organizationId, userId, looks: 0 });
  for await (const { id, roles } of everyRow(() => logto().members.list(organizationId))) {
    const known = copied.get(id);
    copied.delete(id);
    const held = roles.map(({ name }) => name);
    if (known && sameNames(known, held)) continue;
    await settle({ what: 'member', id, organizationId, difference: known ? 'different' : 'missing' }, mend(id));
  }
  for (const id of copied.keys()) {
    if (await logto().members.roles(organizationId, id)) continue;
    await settle({ what: 'member', id, organizationId, difference: 'gone' }, mend(id));
  }
}

export const sameNames = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((name) => right.includes(name));
