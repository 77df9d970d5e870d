import { Link } from '@remix-run/react';
import { classes } from './classes.ts';

export type FilterTab = { to: string; label: string; count?: string | null; current: boolean };

/**
 * A list's parts, a link each, with how many there are. `<FilterTabs label={t.invitations.filter} tabs={…} />`
 */
export function FilterTabs({ label, tabs }: { label: string; tabs: readonly FilterTab[] }) {
  return (
    <nav aria-label={label} className="-mx-4 overflow-x-auto px-4 sm:mx-0 sm:px-0">
      <ul className="flex gap-1">
        {tabs.map(({ to, label, count, current }) => (
          <li key={label}>
            <Link
              to={to}
              aria-current={current ? 'page' : undefined}
              className={classes(
                'flex h-8 items-center gap-1.5 rounded-md px-2.5 text-13 font-medium whitespace-nowrap transition-colors',
                current ? 'bg-hover text-fg' : 'text-muted hover:bg-hover hover:text-fg',
              )}
            >
              {label}
              {count && <span className="font-normal text-muted tabular-nums">{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
