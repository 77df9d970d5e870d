import { type AuditAction, logtoActor } from '#app/audit-actions.ts';
import { audit, type AuditActor, logtoItself } from './audit.server.ts';
import { type Db, forTenant } from './db.server.ts';

/** Reading the audit log, newest first. Only behind a guard that asks for `read:audit`. */

export type AuditEntry = {
  id: string;
  at: Date;
  /** Empty for Logto itself. */
  actorId: string;
  actorName: string;
  /** Mostly an `AuditAction`; whatever another version of the product wrote. */
  action: string;
  targetId: string | null;
  targetName: string | null;
  details: unknown;
  ip: string;
};

export type AuditQuery = {
  actions?: readonly AuditAction[] | undefined;
  /** A person's id, or `logto`. */
  actor?: string | undefined;
  /** The id of a person, an invitation or a thing. */
  target?: string | undefined;
  /** Part of a name, in whatever case. */
  actorName?: string | undefined;
  targetName?: string | undefined;
  /** From this moment on … */
  from?: Date | undefined;
  /** … and before that one. */
  before?: Date | undefined;
};

/** An event's place in the log. */
export type AuditPlace = { at: Date; id: string };

export type AuditPage = { entries: AuditEntry[]; newer: AuditPlace | null; older: AuditPlace | null };

/** A page of the log: the newest, or those right before or after a place in it. */
export const listAuditLog = (
  tenantId: string,
  query: AuditQuery,
  { olderThan, newerThan, limit = 50 }: { olderThan?: AuditPlace; newerThan?: AuditPlace; limit?: number } = {},
): Promise<AuditPage> =>
  forTenant(tenantId, async (db) => {
    if (newerThan) {
      const found = await read(db, tenantId, query, isNewer(newerThan), 'asc', limit + 1);
      const entries = found.slice(0, limit).reverse();
      return { entries, newer: found.length > limit ? placeOf(entries[0]) : null, older: placeOf(entries.at(-1)) };
    }
    const found = await read(db, tenantId, query, olderThan ? isOlder(olderThan) : {}, 'desc', limit + 1);
    const entries = found.slice(0, limit);
    const older = found.length > limit ? placeOf(entries.at(-1)) : null;
    return { entries, newer: olderThan ? placeOf(entries[0]) : null, older };
  });

/**
 * All that is older than a place, a batch at a time and each in a transaction of its own: whoever reads slowly holds no
 * connection, and memory stays what one batch takes.
 */
export async function* readAuditLog(
  tenantId: string,
  query: AuditQuery,
  { olderThan, batch = 1_000 }: { olderThan: AuditPlace; batch?: number },
): AsyncGenerator<AuditEntry[], void> {
  for (let place: AuditPlace | null = olderThan; place;) {
    const older = isOlder(place);
    const entries = await forTenant(tenantId, (db) => read(db, tenantId, query, older, 'desc', batch));
    if (entries.length > 0) yield entries;
    place = entries.length === batch ? placeOf(entries.at(-1)) : null;
  }
}

/** Notes that somebody takes the log out, and with which filters. Answers the place that the export ends before. */
export const beginAuditExport = (
  tenantId: string,
  actor: AuditActor,
  filter: Record<string, string>,
): Promise<AuditPlace> =>
  forTenant(tenantId, (db) => audit(db, { tenantId, actor, action: 'audit.exported', details: { filter } }));

/** What somebody was called in the log last: they may be gone. */
export const nameInAuditLog = (tenantId: string, who: { actor: string } | { target: string }): Promise<string | null> =>
  forTenant(tenantId, async (db) => {
    const byActor = 'actor' in who;
    const found = await db.auditEvent.findFirst({
      where: { tenantId, ...(byActor ? { actorId: actorIdOf(who.actor) } : { targetId: who.target }) },
      select: { actorName: true, targetName: true },
      orderBy: { at: 'desc' },
    });
    return found && (byActor ? found.actorName : found.targetName);
  });

const actorIdOf = (actor: string) => (actor === logtoActor ? logtoItself.userId : actor);

const columns = {
  id: true,
  at: true,
  actorId: true,
  actorName: true,
  action: true,
  targetId: true,
  targetName: true,
  details: true,
  ip: true,
} as const;

const read = (db: Db, tenantId: string, query: AuditQuery, where: object, order: 'asc' | 'desc', take: number) =>
  db.auditEvent.findMany({
    where: { tenantId, AND: [matches(query), where] },
    select: columns,
    orderBy: [{ at: order }, { id: order }],
    take,
  });

const matches = ({ actions, actor, target, actorName, targetName, from, before }: AuditQuery) => ({
  ...(actions && { action: { in: [...actions] } }),
  ...(actor !== undefined && { actorId: actorIdOf(actor) }),
  ...(target !== undefined && { targetId: target }),
  ...(actorName && { actorName: contains(actorName) }),
  ...(targetName && { targetName: contains(targetName) }),
  at: { ...(from && { gte: from }), ...(before && { lt: before }) },
});

const contains = (text: string) => ({ contains: text.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const });

// The bound on `at` alone is what the index begins to read at; with the OR only it would read from the top.
const isOlder = ({ at, id }: AuditPlace) => ({ at: { lte: at }, OR: [{ at: { lt: at } }, { id: { lt: id } }] });
const isNewer = ({ at, id }: AuditPlace) => ({ at: { gte: at }, OR: [{ at: { gt: at } }, { id: { gt: id } }] });

const placeOf = (entry: AuditEntry | undefined): AuditPlace | null => (entry ? { at: entry.at, id: entry.id } : null);
