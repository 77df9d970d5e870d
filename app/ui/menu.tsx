import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { useT } from '#app/i18n/react.tsx';
import { classes } from './classes.ts';
import { useDismiss } from './dismiss.ts';
import { Icon, type IconName } from './icons.tsx';

/**
 * The actions of a row, behind three dots; works without JavaScript.
 *
 *     <RowMenu name={invitation.email}>
 *       <MenuButton action="…/revoke" fields={{ id }} tone="danger">{t.invitations.revoke}</MenuButton>
 *     </RowMenu>
 */
export function RowMenu({ name, wide, children }: { name: string; wide?: boolean; children: ReactNode }) {
  const t = useT();
  const details = useDismiss();
  return (
    <details ref={details} className="relative inline-block text-left">
      <summary
        aria-label={t.frame.moreActions({ name })}
        className="grid size-8 place-items-center rounded-md text-muted transition-colors hover:bg-hover hover:text-fg"
      >
        <Icon name="more" />
      </summary>
      <MenuPanel className={classes('right-0', wide && 'w-72')}>{children}</MenuPanel>
    </details>
  );
}

export function MenuPanel({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div
      className={classes(
        'drops-down absolute z-20 mt-1 grid min-w-44 grid-cols-[minmax(0,1fr)] rounded-md border border-border bg-surface p-1 shadow-raised',
        className,
      )}
    >
      {children}
    </div>
  );
}

export const menuItem =
  'flex min-h-8 w-full items-center gap-2 rounded-sm px-2 py-1.5 text-left text-14 transition-colors hover:bg-hover';

/** Somewhere to go. `<MenuLink to="/account" icon="person">{t.frame.yourAccount}</MenuLink>` */
export function MenuLink({ to, icon, children }: { to: string; icon?: IconName; children: ReactNode }) {
  return (
    <Link to={to} className={menuItem}>
      {icon && <Icon name={icon} className="text-muted" />}
      {children}
    </Link>
  );
}

export type MenuButtonProps = {
  action?: string;
  /** Sent along, hidden. */
  fields?: Record<string, string>;
  icon?: IconName;
  tone?: 'plain' | 'danger';
  children: ReactNode;
};

/** Something to do: a form of its own, posted as a document, so it needs no JavaScript. */
export function MenuButton({ action, fields = {}, icon, tone = 'plain', children }: MenuButtonProps) {
  return (
    <form method="post" action={action}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" className={classes(menuItem, tone === 'danger' && 'text-danger')}>
        {icon && <Icon name={icon} className={tone === 'danger' ? undefined : 'text-muted'} />}
        {children}
      </button>
    </form>
  );
}
