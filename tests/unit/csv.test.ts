import { describe, expect, it } from 'vitest';
import { csvCell, csvHeaders, csvStream, type CsvRow } from '#app/csv.server.ts';

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

// Excel in Spanish divides at semicolons: a name that holds one would begin a cell of its own choice.
it.each([
  ['Ada;=HYPERLINK(A1)', `"Ada;'=HYPERLINK(A1)"`],
  ['Ada; \u200B=1+1', `"Ada;' \u200B=1+1"`],
  ['Ada;=1;=2', `"Ada;'=1;'=2"`],
  ['Ada\n@SUM(A1)', `"Ada\n'@SUM(A1)"`],
  ['Ada;\uFF1D1+1', `"Ada;'\uFF1D1+1"`],
  ['Lovelace; Ada', `"Lovelace; Ada"`],
  ['=1', `"'=1"`],
])('the cell %j is written as %s', (given, written) => {
  expect(csvCell(given)).toBe(written);
});

it.each([
  ['acme-audit-2026-11-22.csv', 'acme-audit-2026-11-22.csv'],
  ['a"; filename="evil.exe', 'a-filename-evil.exe'],
  ['../../ñandú\r\nx: y.csv', '..-..-and-x-y.csv'],
])('the file name %j is sent as %s', (given, sent) => {
  expect(csvHeaders(given)['content-disposition']).toBe(`attachment; filename="${sent}"`);
});
