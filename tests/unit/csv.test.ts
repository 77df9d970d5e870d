import { describe, expect, it } from 'vitest';
import { csvHeaders, csvStream, type CsvRow } from '#app/csv.server.ts';

/** A source that tells how far it was read. */
function source(batches: number) {
  const seen = { asked: 0, ended: false };
  async function* rows(): AsyncGenerator<CsvRow[], void> {
    try {
      while (seen.asked < batches) yield [[`batch ${++seen.asked}`]];
    } finally {
      seen.ended = true;
    }
  }
  return { seen, rows: rows() };
}

describe('a CSV stream', () => {
  it('reads no further than whoever takes it', async () => {
    const { seen, rows } = source(1_000);
    const reader = csvStream(['name'], rows).getReader();
    for (let taken = 0; taken < 10; taken++) await reader.read();
    expect(seen.asked).toBeLessThan(13);
    await reader.cancel();
  });

  it('ends its source when whoever takes it goes away', async () => {
    const { seen, rows } = source(1_000);
    const reader = csvStream(['name'], rows).getReader();
    await reader.read();
    await reader.read();
    await reader.cancel();
    expect(seen).toMatchObject({ ended: true });
    expect(seen.asked).toBeLessThan(5);
  });

  it('breaks off, and does not end, when its source fails', async () => {
    async function* failing(): AsyncGenerator<CsvRow[], void> {
      throw new Error('the database went away');
    }
    await expect(new Response(csvStream(['name'], failing())).text()).rejects.toThrow('the database went away');
  });
});

it.each([
  ['acme-audit-2026-11-22.csv', 'acme-audit-2026-11-22.csv'],
  ['a"; filename="evil.exe', 'a-filename-evil.exe'],
  ['../../ñandú\r\nx: y.csv', '..-..-and-x-y.csv'],
])('the file name %j is sent as %s', (given, sent) => {
  expect(csvHeaders(given)['content-disposition']).toBe(`attachment; filename="${sent}"`);
});
