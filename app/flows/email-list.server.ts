import { z } from 'zod';

export type EmailList = {
  /** Each once, in lower case. */
  emails: string[];
  /** What stands where an address should, and in which line, counted from 1. */
  refused: { text: string; line: number }[];
};

/**
 * Addresses out of what people paste: one a line or by commas, semicolons, tabs and spaces; with names, as mail programs
 * write them (`"Lee, Ann" <ann@example.com>`); or the columns of a spreadsheet, of which one holds the addresses.
 */
export function emailList(text: string): EmailList {
  const lines = text
    .normalize('NFC')
    .replace(/[\u200B-\u200D\u2060\uFEFF]/g, '') // comes along unseen from web pages
    .split(/\r\n|[\n\r\u2028\u2029]/);
  const rows = lines.map((line, index) => ({ line: index + 1, cells: cellsOf(line) }));
  const column = columnOfAddresses(rows.map(({ cells }) => cells).filter((cells) => cells.some(Boolean)));

  const emails = new Set<string>();
  const refused: EmailList['refused'] = [];
  for (const { line, cells } of rows) {
    for (const cell of column === undefined ? cells : [cells[column] ?? '']) {
      for (const word of wordsOf(cell, column !== undefined && line === 1)) {
        if (isEmail(word)) emails.add(word);
        else refused.push({ text: word.slice(0, 80), line });
      }
    }
  }
  return { emails: [...emails], refused };
}

/** A name in quotes may hold a comma. */
const cellsOf = (line: string): string[] =>
  line
    .replace(/"([^"]*)"/g, (_, quoted: string) =>
      quoted.includes('@') ? ` ${quoted} ` : quoted.replace(/[,;|]/g, ' '),
    )
    .split(/[,;|、，；]/)
    .map((cell) => cell.trim());

/**
 * Of rows that are a table: as many cells in each, and addresses in exactly one column. Its other columns and its first
 * row may be anything; in every other list what is no address is named.
 */
function columnOfAddresses([first = [], ...others]: string[][]): number | undefined {
  const isTable = first.length > 1 && others.length > 0 && others.every(({ length }) => length === first.length);
  if (!isTable) return undefined;
  const body = first.some((cell) => cell.includes('@')) ? [first, ...others] : others;
  const columns = first.map((_, index) => index).filter((index) => body.some((cells) => cells[index]!.includes('@')));
  return columns.length === 1 && body.every((cells) => cells[columns[0]!]!.includes('@')) ? columns[0] : undefined;
}

/** The addresses of a cell, without the name beside them. A cell without any is what stands in the place of one. */
function wordsOf(cell: string, mayBeHeading: boolean): string[] {
  const words = cell
    .split(/[\s<>()]+/)
    .filter((word) => word.includes('@'))
    // Looking behind keeps it linear: a long row of dots would else be read again from each of them.
    .map((word) => word.toLowerCase().replace(/^['"[:]*(mailto:)?|(?<!['"\].,:])['"\].,:]*$/g, ''));
  return words.length > 0 || cell === '' || mayBeHeading ? words : [cell];
}

/** Logto keeps up to 256 characters. */
const isEmail = (word: string): boolean => word.length <= 256 && z.email().safeParse(word).success;
