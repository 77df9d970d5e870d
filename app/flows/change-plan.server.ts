import { failure, type Result, success } from '#app/failures.ts';
import type { PlanName } from '#app/plans.ts';
import { audit, type AuditActor } from '#app/tenants/audit.server.ts';
import { forTenant } from '#app/tenants/db.server.ts';
import { lockPlan } from '#app/tenants/limits.server.ts';

/**
 * Puts an organization on a plan: for an operator, and for what a billing provider tells. A smaller one is always allowed:
 * nobody is removed and nothing is deleted. The newest members wait for a seat, and nothing is added until there is room.
 * Once, however often called. Answers the plan before. Fails with `not-found`.
 */
export const changePlan = (tenantId: string, plan: PlanName, actor: AuditActor): Promise<Result<{ from: string }>> =>
  forTenant(tenantId, async (db) => {
    const from = await lockPlan(db, tenantId);
    if (from === null) return failure('not-found');
    if (from === plan) return success({ from });
    // By the way, the seats are given anew: a trigger of the migration 20261122132000_seats.
    await db.$executeRaw`UPDATE tenants SET plan = ${plan} WHERE id = ${tenantId}::uuid`;
    await audit(db, { tenantId, actor, action: 'plan.changed', details: { from, to: plan } });
    return success({ from });
  });
