/**
 * CSV for spreadsheets (RFC 4180, UTF-8 with a BOM, which Excel needs to see accents), written while it is read: memory
 * stays what one batch of rows takes, a slow reader slows the source down, and one who goes away ends it.
 */
export type CsvRow = readonly string[];

/** A cell, always quoted. What a spreadsheet would run as a formula is made text by an apostrophe in front. */
export function csvCell(value: string): string {
  const text = (isFormula(value) ? `'${value}` : value).replace(afterSeparator, "$&'");
  return `"${text.replaceAll('"', '""')}"`;
}

/**
 * Spreadsheets take a cell for a formula that begins with one of these, some also behind spaces and invisible characters,
 * and in full-width form, which NFKC undoes. https://owasp.org/www-community/attacks/CSV_Injection
 */
const isFormula = (value: string): boolean =>
  /^[\t\r\n]/.test(value) || /^[\s\p{C}]*[=+\-@\u2212]/u.test(value.slice(0, 1_000).normalize('NFKC'));

/**
 * Where a comma is for decimals, as in Spanish, spreadsheets divide cells at semicolons, and take quotes that stand behind
 * a comma for text: then what follows one of these begins a cell. Behind a line's end too.
 */
const afterSeparator = /[;\t\r\n](?=[\s\p{C}]*[=+\-@\u2212\uFF1D\uFF0B\uFF0D\uFE63\uFF20])/gu;

const csvLine = (row: CsvRow): string => `${row.map(csvCell).join(',')}\r\n`;

export function csvStream(
  header: CsvRow,
  batches: AsyncGenerator<readonly CsvRow[], void>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      start: (controller) => controller.enqueue(encoder.encode(`\uFEFF${csvLine(header)}`)),
      async pull(controller) {
        const { done, value } = await batches.next();
        if (done) return controller.close();
        controller.enqueue(encoder.encode(value.map(csvLine).join('')));
      },
      cancel: async () => void (await batches.return()),
    },
    { highWaterMark: 1 },
  );
}

/** `attachment` under a name that needs no quoting, whatever a workspace is called. */
export const csvHeaders = (fileName: string): Record<string, string> => ({
  'content-type': 'text/csv; charset=utf-8',
  'content-disposition': `attachment; filename="${fileName.replace(/[^a-z0-9.-]+/gi, '-')}"`,
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
});
