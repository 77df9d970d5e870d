import { expect, it } from 'vitest';
import { auditQueryOf, decodePlace, readAuditFilter, startOfDay } from '#app/audit-filter.server.ts';

it.each([
  ['2026-11-22', 'UTC', '2026-11-22T00:00:00.000Z'],
  ['2026-07-01', 'Europe/Madrid', '2026-06-30T22:00:00.000Z'],
  ['2026-03-29', 'Europe/Madrid', '2026-03-28T23:00:00.000Z'], // an hour shorter
  ['2026-03-30', 'Europe/Madrid', '2026-03-29T22:00:00.000Z'],
  ['2026-10-25', 'Europe/Madrid', '2026-10-24T22:00:00.000Z'], // an hour longer
  ['2026-10-26', 'Europe/Madrid', '2026-10-25T23:00:00.000Z'],
  ['2026-01-01', 'Asia/Kathmandu', '2025-12-31T18:15:00.000Z'],
  ['2026-01-01', 'Pacific/Kiritimati', '2025-12-31T10:00:00.000Z'],
  ['2026-01-01', 'America/St_Johns', '2026-01-01T03:30:00.000Z'],
  ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'], // midnight is skipped: it begins at one
  ['2026-04-05', 'America/Santiago', '2026-04-05T04:00:00.000Z'], // the hour before midnight comes twice
])('%s begins in %s at %s', (day, zone, moment) => {
  expect(startOfDay(day, zone).toISOString()).toBe(moment);
});

// PostgreSQL has no year 0, and writes years of five digits otherwise than JavaScript: such a bound would fail the page.
it.each(['0000-01-01', '0001-01-01', '9999-12-31'])(
  'leaves out the day %s, which has no neighbour to end at',
  (day) => {
    const query = auditQueryOf(
      readAuditFilter(new URLSearchParams({ from: day, to: day, zone: 'Pacific/Kiritimati' })),
    );
    expect(query).toMatchObject({ from: undefined, before: undefined });
  },
);

it.each(['-000001-01-01T00:00:00.000Z', '0000-01-01T00:00:00.000Z', '+010000-01-01T00:00:00.000Z', 'nonsense'])(
  'takes no place in the log at %s',
  (at) => {
    const id = '01234567-89ab-7def-8123-456789abcdef';
    const place = (at: string) => Buffer.from(JSON.stringify({ at, id })).toString('base64url');
    expect(decodePlace(place(at))).toBeUndefined();
    expect(decodePlace(place('2026-11-22T00:00:00.000Z'))).toEqual({ at: new Date('2026-11-22'), id });
  },
);
