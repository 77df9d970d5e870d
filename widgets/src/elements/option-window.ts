/**
 * Which rows of a long list are in the document: those in sight and some around them. All rows and headings have one height,
 * so a place is a number of rows. It moves in steps: rows keep their nodes while somebody goes from one to the next.
 */
export type OptionWindow = { from: number; to: number };

const step = 2;

/** `offset`: rows above the first one of these `count`; `top` and `size`: of what is in sight; all in rows. */
export function windowOf(count: number, offset: number, top: number, size: number): OptionWindow {
  const first = Math.floor((top - offset) / step) * step - step;
  const within = (row: number) => Math.max(0, Math.min(count, row));
  return { from: within(first), to: within(first + Math.ceil(size / step) * step + 2 * step) };
}
