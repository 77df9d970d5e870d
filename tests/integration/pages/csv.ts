/** Reads CSV as RFC 4180 and our own rule of quoting everything say, and throws at whatever else. Expects a BOM. */
export function parseCsv(text: string): string[][] {
  if (!text.startsWith('\uFEFF')) throw new Error('There is no byte order mark.');
  const rows: string[][] = [[]];
  let at = 1;
  while (at < text.length) {
    if (text[at] !== '"') throw new Error(`A cell begins without a quote, at ${at}: ${text.slice(at, at + 40)}`);
    let cell = '';
    for (at++; ; at++) {
      const end = text.indexOf('"', at);
      if (end < 0) throw new Error('A quote is left open.');
      cell += text.slice(at, end);
      at = end + 1;
      if (text[at] !== '"') break;
      cell += '"';
    }
    rows.at(-1)!.push(cell);
    if (text[at] === ',') at++;
    else if (text.startsWith('\r\n', at)) {
      at += 2;
      rows.push([]);
    } else throw new Error(`A cell ends with neither comma nor line end, at ${at}.`);
  }
  if (rows.pop()!.length > 0) throw new Error('The last line does not end.');
  const width = rows[0]?.length;
  if (rows.some((row) => row.length !== width)) throw new Error('The rows are not of one length.');
  return rows;
}
