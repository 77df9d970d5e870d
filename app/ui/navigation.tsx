import { NavLink } from '@remix-run/react';
import { useT } from '#app/i18n/react.tsx';
import { classes } from './classes.ts';
import { Icon, type IconName } from './icons.tsx';

export type NavigationItem = {
  to: string;
  label: string;
  icon: IconName;
  /** A quiet number at the end, such as open invitations; nothing at 0. */
  count?: number;
  /** Current only on this very address, not below it. */
  end?: boolean;
};

/** The pages of a workspace, in the rail and in the sheet. */
export function Navigation({ items }: { items: readonly NavigationItem[] }) {
  const t = useT();
  return (
    <nav aria-label={t.frame.mainNavigation}>
      <ul className="grid gap-0.5">
        {items.map(({ to, label, icon, count, end }) => (
          <li key={to}>
            <NavLink
              to={to}
              end={end}
              prefetch="intent"
              className={({ isActive }) =>
                classes(
                  'flex h-8 items-center gap-2.5 rounded-md px-2 transition-colors',
                  isActive ? 'bg-hover font-medium text-fg' : 'text-muted hover:bg-hover hover:text-fg',
                )
              }
            >
              {({ isActive }) => (
                <>
                  <Icon name={icon} className={isActive ? 'text-accent' : undefined} />
                  <span className="flex-1 truncate">{label}</span>
                  {count ? <span className="text-12 tabular-nums">{count}</span> : null}
                </>
              )}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
