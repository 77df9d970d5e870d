/**
 * Changes single values in the text of a `.env` file and nothing else in it: comments, order, quoting of others, line
 * ends and unknown lines stay. What the result means is not taken on trust: Node's own parser reads it back, and every
 * variable must be what it should be.
 */
import { parseEnv } from 'node:util';

type Variables = Record<string, string>;

export class UneditableFile extends Error {
  override readonly name = 'UneditableFile';
}

export const readVariables = (text: string): Variables => parseEnv(text) as Variables;

/** The text with these variables set, or an `UneditableFile`. */
export const setVariables = (text: string, values: Variables, heading: string): string => {
  let edited = text;
  for (const [name, value] of Object.entries(values)) {
    const wanted = { ...readVariables(edited), [name]: value };
    const line = `${name}=${written(name, value)}`;
    const headed = edited.includes(`# ${heading}`);
    const candidates = [
      replaceValue(edited, name, written(name, value)),
      append(edited, headed ? line : `# ${heading}\n${line}`),
      // Node reads an indented comment or a stray word together with what follows it: nothing can follow those.
      prepend(edited, line),
    ];
    const result = candidates.find((made) => made !== undefined && means(made, wanted));
    if (result === undefined)
      throw new UneditableFile(
        `${name} cannot be set in the file: Node would not read it back. Put it there by hand, from --print.`,
      );
    edited = result;
  }
  return edited;
};

const means = (text: string, wanted: Variables) => {
  const got = readVariables(text);
  const names = Object.keys(wanted);
  return names.length === Object.keys(got).length && names.every((name) => got[name] === wanted[name]);
};

/** As it stands behind `=`: plain where that is safe, else in the first kind of quotes that it does not contain. */
const written = (name: string, value: string): string => {
  if (/^[\w.:/@+~=,-]*$/.test(value)) return value;
  const quote = ["'", '"', '`'].find((mark) => !value.includes(mark) && !(mark === '"' && value.includes('\\')));
  if (quote === undefined)
    throw new UneditableFile(`${name} cannot be set in the file: its value has all kinds of quotes in it.`);
  return `${quote}${value}${quote}`;
};

type Assignment = { name: string; from: number; to: number };

/** Where each value stands. A quoted one may go over several lines; lines that assign nothing are passed over. */
const assignmentsIn = (text: string): Assignment[] => {
  const found: Assignment[] = [];
  const line = /^([ \t]*(?:export[ \t]+)?)([A-Za-z_][\w.-]*)([ \t]*=[ \t]*)|^.*$/gm;
  for (let match = line.exec(text); match; match = line.exec(text)) {
    const name = match[2];
    let from = match.index + match[0].length;
    if (name !== undefined) {
      const to = endOfValue(text, from);
      found.push({ name, from, to });
      from = to;
    }
    const next = text.indexOf('\n', from);
    if (next === -1) break;
    line.lastIndex = next + 1;
  }
  return found;
};

const endOfValue = (text: string, from: number): number => {
  const quote = text[from] ?? '';
  const closing = `'"\``.includes(quote) && quote !== '' ? text.indexOf(quote, from + 1) : -1;
  if (closing !== -1) return closing + 1;
  // Unquoted: up to a comment, which begins at the first `#` even without a space before it.
  const rest = /^[^#\r\n]*/.exec(text.slice(from))?.[0] ?? '';
  return from + rest.trimEnd().length;
};

/** In the last assignment of that name, which is the one that counts. */
const replaceValue = (text: string, name: string, value: string): string | undefined => {
  const last = assignmentsIn(text).findLast((assignment) => assignment.name === name);
  if (!last) return undefined;
  const after = text.slice(last.to);
  return `${text.slice(0, last.from)}${value}${after.startsWith('#') ? ' ' : ''}${after}`;
};

const lineEnd = (text: string) => (/\r\n/.test(text) ? '\r\n' : '\n');

const append = (text: string, lines: string): string => {
  const end = lineEnd(text);
  const gap = text === '' ? '' : text.endsWith('\n') ? end : `${end}${end}`;
  const spaced = lines.startsWith('#') ? gap : gap.slice(end.length);
  return `${text}${spaced}${lines.replaceAll('\n', end)}${end}`;
};

const prepend = (text: string, line: string): string => `${line}${lineEnd(text)}${text}`;
