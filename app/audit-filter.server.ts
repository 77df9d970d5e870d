import { auditGroups, isAuditGroup } from './audit-actions.ts';
import { decodeCursor, encodeCursor } from './cursor.server.ts';
import type { AuditPlace, AuditQuery } from './tenants/audit-log.server.ts';

/**
 * The filters of the audit log as an address has them, the same for the page and the export. What cannot be read is left
 * out: an old link still opens.
 */
const names = ['what', 'who', 'on', 'actor', 'target', 'from', 'to', 'zone'] as const;

export type AuditFilter = Partial<Record<(typeof names)[number], string>>;

export function readAuditFilter(search: URLSearchParams): AuditFilter {
  const filter: AuditFilter = {};
  for (const name of names) {
    const value = search.get(name)?.replaceAll('\0', '').trim().slice(0, 128);
    if (value && isReadable[name](value)) filter[name] = value;
  }
  if (!filter.from && !filter.to) delete filter.zone;
  return filter;
}

const anything = () => true;

const isReadable: Record<(typeof names)[number], (value: string) => boolean> = {
  what: isAuditGroup,
  who: anything,
  on: anything,
  actor: anything,
  target: anything,
  from: isDay,
  to: isDay,
  zone: isTimeZone,
};

/** Days are those of the zone that the reader was told; both ends are included. */
export function auditQueryOf({ what, who, on, actor, target, from, to, zone = 'UTC' }: AuditFilter): AuditQuery {
  return {
    actions: what && isAuditGroup(what) ? auditGroups[what] : undefined,
    actorName: who,
    targetName: on,
    actor,
    target,
    from: from ? startOfDay(from, zone) : undefined,
    before: to ? startOfDay(dayAfter(to), zone) : undefined,
  };
}

/** The address's query for these filters, and a place in the list if there is one. */
export const auditSearch = (filter: AuditFilter, place: { after?: string; before?: string } = {}): string => {
  const search = new URLSearchParams({ ...filter, ...place }).toString();
  return search && `?${search}`;
};

export const encodePlace = ({ at, id }: AuditPlace): string => encodeCursor({ at: at.toISOString(), id });

export function decodePlace(text: string | null): AuditPlace | undefined {
  const cursor = decodeCursor<{ at: string; id: string }>(text, ['at', 'id']);
  if (!cursor || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cursor.id)) return undefined;
  const at = new Date(cursor.at);
  const year = at.getUTCFullYear(); // PostgreSQL writes those before the first and after 9999 otherwise
  return year > 0 && year < 10_000 ? { at, id: cursor.id } : undefined;
}

/** `2026-11-22`, as date fields send it; in years of which the day before and the day after can be written the same way. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^[1-8]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The first moment of a day in a time zone; where clocks skip midnight, the hour that they skip to. */
export function startOfDay(day: string, timeZone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const before = midnight - offsetAt(midnight - 86_400_000, timeZone);
  const after = midnight - offsetAt(midnight + 86_400_000, timeZone);
  // Midnight by the clock of the evening before is right unless that clock was changed by then.
  const candidate = [before, after].find((moment) => moment + offsetAt(moment, timeZone) === midnight);
  return new Date(candidate ?? before);
}

/** Milliseconds that a zone's clocks are ahead of UTC at a moment. */
function offsetAt(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return wall - Math.floor(moment / 1_000) * 1_000;
}
