/**
 * Where a key leads in a data grid: the table of the ARIA Authoring Practices
 * (https://www.w3.org/WAI/ARIA/apg/patterns/grid/#datagridsforpresentingtabularinformation). Left and Right follow the
 * direction of reading. Row -1 is the header.
 */
export type Cell = { row: number; column: number };

export type Grid = { rows: number; columns: number; /** Rows in sight. */ page: number; isRtl: boolean };

/** Null: the key is not for the grid. */
export function cellAfter(
  event: KeyboardEvent,
  { row, column }: Cell,
  { rows, columns, page, isRtl }: Grid,
): Cell | null {
  const { key, ctrlKey, metaKey, altKey } = event;
  if (altKey || metaKey) return null;
  const to = (toRow: number, toColumn = column): Cell => ({
    row: Math.max(-1, Math.min(rows - 1, toRow)),
    column: Math.max(0, Math.min(columns - 1, toColumn)),
  });
  if (key === 'Home') return to(ctrlKey ? -1 : row, 0);
  if (key === 'End') return to(ctrlKey ? rows - 1 : row, columns - 1);
  if (ctrlKey) return null;
  if (key === 'ArrowDown') return to(row + 1);
  if (key === 'ArrowUp') return to(row - 1);
  if (key === 'ArrowRight' || key === 'ArrowLeft') return to(row, column + ((key === 'ArrowRight') !== isRtl ? 1 : -1));
  if (key === 'PageDown') return to(row + page);
  if (key === 'PageUp') return to(row < 0 ? row : Math.max(0, row - page));
  return null;
}
