import type { UserId } from '#app/logto/ids.ts';
import { logtoItself } from './audit.server.ts';
import { forTenant, forUser } from './db.server.ts';

/** Where somebody belongs who belongs to one workspace, and how they came in if that is news to them. */
export type OnlyWorkspace = { slug: string; name: string; news: 'added' | 'by-domain' | null };

/** So long after it happened, that somebody was let in is still news. */
const newsMs = 3_600_000;

/** Null for who belongs to none, or to several. */
export async function findOnlyWorkspace(userId: UserId): Promise<OnlyWorkspace | null> {
  const [only, another] = await forUser(userId, (db) =>
    db.member.findMany({
      where: { userId, tenant: { state: 'active' } },
      select: { tenantId: true, lastSeenAt: true, joinedAt: true, tenant: { select: { slug: true, name: true } } },
      take: 2,
    }),
  );
  if (!only || another) return null;
  const isNews = only.lastSeenAt === null && Date.now() - only.joinedAt.getTime() < newsMs;
  return { ...only.tenant, news: isNews ? await whyMember(only.tenantId, userId) : null };
}

/** From the log: who accepted an invitation or made the workspace knows it, whom Logto let in may not. */
const whyMember = (tenantId: string, userId: UserId): Promise<OnlyWorkspace['news']> =>
  forTenant(tenantId, async (db) => {
    const joined = await db.auditEvent.findFirst({
      where: { tenantId, action: 'member.joined', targetId: userId, actorId: logtoItself.userId },
      select: { details: true },
      orderBy: { at: 'desc' },
    });
    if (!joined) return null;
    const { details } = joined;
    return typeof details === 'object' && details !== null && 'domain' in details ? 'by-domain' : 'added';
  });
