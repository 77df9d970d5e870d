import { NavLink } from '@remix-run/react';
import { classes } from './classes.ts';

/** Pages that lie side by side, each with an address of its own. `end`: current only on this very address. */
export function Tabs({
  label,
  items,
}: {
  /** Names the group to screen readers. */
  label: string;
  items: readonly { to: string; label: string; end?: boolean }[];
}) {
  return (
    <nav aria-label={label} className="mb-8 overflow-x-auto border-b border-border">
      <ul className="flex gap-5">
        {items.map(({ to, label: text, end }) => (
          <li key={to}>
            <NavLink
              to={to}
              end={end}
              prefetch="intent"
              className={({ isActive }) =>
                classes(
                  '-mb-px block border-b-2 py-2 whitespace-nowrap transition-colors',
                  isActive ? 'border-accent font-medium text-fg' : 'border-transparent text-muted hover:text-fg',
                )
              }
            >
              {text}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
