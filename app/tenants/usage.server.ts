import type { UserId } from '#app/logto/ids.ts';
import { limitsOf, organizationsFor, planCalled, type PlanName } from '#app/plans.ts';
import { forMember } from './db.server.ts';
import { countOf, plansOwned } from './limits.server.ts';
import { readSeats, type Seats } from './seats.server.ts';

export type Used = { used: number; limit: number | null };

export type Usage = {
  /** What counts, and what is stored when that is another name: a plan that a release took away. */
  plan: PlanName;
  unknown: string | null;
  seats: Seats;
  apiKeys: Used;
  projects: Used;
  /** Of the person who asks, when they own this organization. */
  organizations: Used | null;
};

/** No further: what is more is shown as that. */
export const mostCounted = 10_000;

/** What an organization has used of its plan. */
export const readUsage = (tenantId: string, userId: UserId): Promise<Usage> =>
  forMember({ user: userId, tenant: tenantId }, async (db) => {
    const { plan: stored } = await db.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { plan: true } });
    const limits = limitsOf(stored);
    const [self] = await db.$queryRaw<{ owns: boolean }[]>`
      SELECT is_owner(roles) AS owns FROM members WHERE tenant_id = ${tenantId}::uuid AND user_id = ${userId}`;
    const owned = self?.owns ? await plansOwned(db, userId) : null;
    const plan = planCalled(stored);
    return {
      plan,
      unknown: plan === stored ? null : stored,
      seats: await readSeats(db, tenantId),
      apiKeys: { used: await countOf(db, tenantId, 'api-keys', mostCounted), limit: limits.apiKeys },
      projects: { used: await countOf(db, tenantId, 'projects', mostCounted), limit: limits.projects },
      organizations: owned && { used: owned.length, limit: organizationsFor(owned) },
    };
  });
