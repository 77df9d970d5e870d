import type { UserId } from '#app/logto/ids.ts';
import { forTenant } from './db.server.ts';

/** What the first page of a workspace tells of it. */
export const readHome = (tenantId: string) =>
  forTenant(tenantId, async (db) => {
    const { createdAt } = await db.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { createdAt: true } });
    const members = await db.member.count({ where: { tenantId } });
    const open = await db.invitation.count({
      where: { tenantId, status: 'pending', expiresAt: { gt: new Date() } },
    });
    const recent = await db.member.findMany({
      where: { tenantId },
      select: { userId: true, name: true, email: true, joinedAt: true },
      orderBy: [{ joinedAt: 'desc' }, { userId: 'asc' }],
      take: 5,
    });
    return { createdAt, members, open, recent: recent as ((typeof recent)[number] & { userId: UserId })[] };
  });
