import type { UserId } from '#app/logto/ids.ts';
import { forTenant } from './db.server.ts';

/** What the first page of a workspace tells of it. */
export const readHome = (tenantId: string) =>
  forTenant(tenantId, async (db) => {
    const { createdAt, memberCount } = await db.tenant.findUniqueOrThrow({
      where: { id: tenantId },
      select: { createdAt: true, memberCount: true },
    });
    const open = await db.invitation.count({
      where: { tenantId, status: 'pending', expiresAt: { gt: new Date() } },
    });
    const recent = await db.member.findMany({
      where: { tenantId },
      select: { userId: true, name: true, email: true, joinedAt: true, user: { select: { avatarUrl: true } } },
      orderBy: [{ joinedAt: 'desc' }, { userId: 'desc' }],
      take: 5,
    });
    return {
      createdAt,
      members: memberCount,
      open,
      recent: recent as ((typeof recent)[number] & { userId: UserId })[],
    };
  });
