import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Icon } from './icons.tsx';

export type Column = {
  label: string;
  /** Where the list stands in this order, and which way it is in now. */
  sort?: { to: string; direction?: 'ascending' | 'descending' };
  /** In front of the label, such as a checkbox for all rows. */
  before?: ReactNode;
  /** Read out but not shown, as for the column of row menus. */
  hidden?: boolean;
  className?: string;
};

/**
 * Rows of 44 px under a sticky header; on phones each row becomes a card with its labels.
 *
 *     <Table label={t.members.title} columns={[{ label: t.members.person }, { label: t.members.role }]}>
 *       {members.map((member) => (
 *         <Row key={member.id}>
 *           <Cell><PersonCell … /></Cell>
 *           <Cell label={t.members.role}><RoleBadge role={member.role} /></Cell>
 *         </Row>
 *       ))}
 *     </Table>
 */
export function Table({
  label,
  columns,
  children,
}: {
  label: string;
  columns: readonly Column[];
  children: ReactNode;
}) {
  // The roles are said because `display: block` on phones would take them away.
  return (
    <table role="table" aria-label={label} className="block w-full border-separate border-spacing-0 md:table">
      <thead role="rowgroup" className="sr-only md:not-sr-only md:table-header-group">
        <tr role="row">
          {columns.map(({ label: heading, sort, before, hidden, className }) => (
            <th
              key={heading}
              role="columnheader"
              scope="col"
              aria-sort={sort?.direction}
              className={classes(
                'sticky top-0 z-1 h-9 border-b border-border bg-bg px-3 text-left text-12 font-medium whitespace-nowrap text-muted first:pl-2 last:pr-2',
                className,
              )}
            >
              <span className={hidden ? 'sr-only' : 'inline-flex items-center gap-3 align-middle'}>
                {before}
                {sort ? <SortLink {...sort}>{heading}</SortLink> : heading}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className="grid grid-cols-1 gap-3 md:table-row-group">
        {children}
      </tbody>
    </table>
  );
}

function SortLink({ to, direction, children }: NonNullable<Column['sort']> & { children: ReactNode }) {
  return (
    <Link
      to={to}
      preventScrollReset
      className={classes('group/sort inline-flex items-center gap-1 rounded-sm hover:text-fg', direction && 'text-fg')}
    >
      {children}
      <Icon
        name="down"
        className={classes(
          'size-3.5',
          direction === 'ascending' && 'rotate-180',
          !direction && 'opacity-0 group-hover/sort:opacity-60 group-focus-visible/sort:opacity-60',
        )}
      />
    </Link>
  );
}

/** A row, a card on phones. */
export function Row({ children }: { children: ReactNode }) {
  return (
    <tr
      role="row"
      className="group relative grid grid-cols-1 gap-2 rounded-md border border-border bg-surface p-4 md:table-row md:border-0 md:bg-transparent md:p-0 md:transition-colors md:hover:bg-hover"
    >
      {children}
    </tr>
  );
}

export type CellProps = {
  /** The column's name again, for the card on phones; leave it out where the content speaks for itself. */
  label?: string | false;
  /** `menu` stands in the card's corner on phones and at the end of a row; `main` takes what room there is. */
  kind?: 'plain' | 'main' | 'numbers' | 'menu';
  /** Left out where a table is narrow; its column says the same by `className={whereWide}`. */
  wide?: boolean;
  children: ReactNode;
};

/** A column for which a table under 1,024 px has no room; cards have. */
export const whereWide = 'md:max-lg:hidden';

export function Cell({ label, kind = 'plain', wide, children }: CellProps) {
  return (
    <td
      role="cell"
      className={classes(
        'flex items-center justify-between gap-4 md:table-cell md:h-11 md:border-b md:border-border md:px-3 md:align-middle md:first:pl-2 md:last:pr-2',
        kind === 'main' ? 'md:w-full md:max-w-0' : 'md:max-w-80',
        kind === 'numbers' && 'tabular-nums',
        wide && whereWide,
        kind === 'menu' && 'absolute top-3 right-3 md:static md:w-10 md:text-right',
      )}
    >
      {label && (
        <span aria-hidden="true" className="text-13 text-muted md:hidden">
          {label}
        </span>
      )}
      {children}
    </td>
  );
}
