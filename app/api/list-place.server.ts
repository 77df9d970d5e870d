import { decodeCursor, encodeCursor } from '#app/cursor.server.ts';
import { failure, type Result, success } from '#app/failures.ts';
import { hashOf } from '#app/secrets.server.ts';

/**
 * Cursors of the API's lists. A cursor belongs to the list that it came from, with its search, filter and order: one of
 * another list is refused, where it would silently leave out or repeat.
 */
export type ListPlaces<Place extends Record<string, string>> = {
  /** Where the page begins; undefined for the first. */
  read(cursor: string | undefined): Result<Place | undefined>;
  write(place: Place | null): string | null;
};

/** `of`: all that makes the list what it is. */
export function listPlaces<Place extends Record<string, string>>(
  of: readonly (string | undefined)[],
  names: readonly (keyof Place & string)[],
): ListPlaces<Place> {
  const list = hashOf(JSON.stringify(of.map((each) => each ?? null))).slice(0, 16);
  return {
    read(cursor) {
      if (cursor === undefined) return success(undefined);
      const place = decodeCursor<Place & { list: string }>(cursor, [...names, 'list']);
      if (!place || place.list !== list || /[\0\p{Surrogate}]/u.test(Object.values(place).join(''))) return invalid;
      return success(place);
    },
    write: (place) => place && encodeCursor({ ...place, list }),
  };
}

export const invalid = failure('cursor-invalid', { field: 'cursor' });
