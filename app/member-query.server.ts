import { decodeCursor, encodeCursor } from './cursor.server.ts';
import { isRole } from './permissions.ts';
import type { MemberQuery, NumberedPlace, RoleFilter } from './tenants/member-list.server.ts';
import { type MemberSort, memberSorts, never } from './tenants/member-rows.server.ts';

/** What the address of the list of members asks for. Whoever makes one up gets the first page, or everybody. */
export function memberQueryOf(query: URLSearchParams): MemberQuery & { sort: MemberSort } {
  const sort = memberSorts.find((name) => name === query.get('sort')) ?? 'name';
  const role = query.get('role') ?? '';
  return {
    search: query.get('q')?.trim().slice(0, 128) || undefined,
    role: isRole(role) || role === 'other' ? (role satisfies RoleFilter) : undefined,
    sort,
    from: placeOf('after', query, sort) ?? placeOf('before', query, sort),
  };
}

function placeOf(way: NumberedPlace['way'], query: URLSearchParams, sort: MemberSort): NumberedPlace | undefined {
  const names = ['sort', 'key', 'userId', 'number'] as const;
  const place = decodeCursor<Record<(typeof names)[number], string>>(query.get(way), names);
  return place?.sort === sort ? memberPlace(way, sort, place) : undefined;
}

/** As a cursor says it; nothing for what none of ours says. */
export function memberPlace(
  way: NumberedPlace['way'],
  sort: MemberSort,
  { key, userId, number }: Record<'key' | 'userId' | 'number', string>,
): NumberedPlace | undefined {
  if (/\0/.test(key + userId) || !/^\d{1,9}$/.test(number)) return undefined;
  if (sort !== 'name' && key !== never && !isTime(key)) return undefined;
  return { way, sort, key, userId, number: Number(number) };
}

/** As `toISOString` writes it, in years that PostgreSQL knows. */
const isTime = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text)) && text >= '0001';

/** The address of a page of the same list. */
export function searchOf(
  { search, role, sort }: MemberQuery,
  place?: NumberedPlace | null,
  defaults: { sort: MemberSort } = { sort: 'name' },
): string {
  const query = new URLSearchParams();
  if (search) query.set('q', search);
  if (role) query.set('role', role);
  if (sort && sort !== defaults.sort) query.set('sort', sort);
  if (place) {
    const { way, sort, key, userId, number } = place;
    query.set(way, encodeCursor({ sort, key, userId, number: String(number) }));
  }
  return `?${query}`;
}
