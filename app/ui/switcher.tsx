import { Link } from '@remix-run/react';
import { createElement } from 'react';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { OrganizationLogo } from './avatar.tsx';
import { Badge } from './badge.tsx';
import { classes } from './classes.ts';
import { useDismiss } from './dismiss.ts';
import { Icon } from './icons.tsx';
import { menuItem, MenuPanel } from './menu.tsx';
import { useSwitcherWidget } from './switcher-widget.ts';
import type { WorkspaceLink } from './workspace-link.ts';

export type SwitcherProps = {
  /** Where we are; nothing on pages outside a workspace. */
  workspace?: WorkspaceLink;
  /** The first few to switch to; the rest is behind “All workspaces”. */
  workspaces: readonly WorkspaceLink[];
  /** Invitations to the person that they have not answered. */
  waiting?: number;
};

/**
 * The workspace we are in, and the way to another. What is inside stands there without JavaScript and until the widget is
 * ready, which is our own `<org-switcher>` as other sites embed it; `styles/widgets.css` makes the two look the same.
 */
export function Switcher(props: SwitcherProps) {
  const t = useT();
  const ref = useSwitcherWidget();
  // The address says which one is current. Nothing for "none" would leave it to the widget and other tabs.
  const attributes = { class: 'at-home', organization: props.workspace?.id ?? '', label: t.frame.switchWorkspace };
  return createElement(
    'org-switcher',
    { ...attributes, ref },
    <SwitcherLinks {...props} />,
    <Link slot="footer" to={paths.allWorkspaces} className="border-t border-border px-3 hover:bg-hover">
      <Icon name="grid" className="text-muted" />
      {t.frame.allWorkspaces}
    </Link>,
  );
}

/** A list of links behind a button. */
function SwitcherLinks({ workspace, workspaces, waiting = 0 }: SwitcherProps) {
  const t = useT();
  const wait = waiting > 0 && t.join.pending.waiting({ count: waiting });
  const details = useDismiss();
  return (
    <details ref={details} className="relative">
      <summary
        aria-label={[workspace?.name, t.frame.switchWorkspace, wait].filter(Boolean).join(', ')}
        className="flex h-10 items-center gap-2 rounded-md px-2 transition-colors hover:bg-hover"
      >
        {workspace && <OrganizationLogo id={workspace.id} name={workspace.name} src={workspace.logo} size="small" />}
        <span className="min-w-0 flex-1 truncate font-semibold">{workspace?.name ?? t.frame.yourWorkspaces}</span>
        {wait && (
          <span className="grid h-5 min-w-5 place-items-center rounded-full bg-accent px-1.5 text-12 font-medium text-accent-fg tabular-nums">
            {waiting}
          </span>
        )}
        <Icon name="chevrons" className="text-muted" />
      </summary>
      <MenuPanel className="inset-x-0">
        <nav aria-label={t.frame.yourWorkspaces}>
          <ul className="max-h-80 overflow-y-auto">
            {workspaces.map((each) => (
              <li key={each.id}>
                <Link
                  to={each.closed ? paths.closed(each.slug) : paths.home(each.slug)}
                  className={menuItem}
                  aria-current={each.id === workspace?.id ? 'true' : undefined}
                >
                  <OrganizationLogo id={each.id} name={each.name} src={each.logo} size="small" />
                  <span className="min-w-0 flex-1 truncate">{each.name}</span>
                  <WorkspaceBadge workspace={each} />
                  {each.id === workspace?.id && <Icon name="check" className="text-accent" />}
                </Link>
              </li>
            ))}
          </ul>
          <ul className={classes(workspaces.length > 0 && 'mt-1 border-t border-border pt-1')}>
            {wait && (
              <li>
                <Link to={paths.allWorkspaces} className={classes(menuItem, 'font-medium text-accent-strong')}>
                  <Icon name="mail" className="mx-1" />
                  {wait}
                </Link>
              </li>
            )}
            <li>
              <Link to={paths.allWorkspaces} className={menuItem}>
                <Icon name="grid" className="mx-1 text-muted" />
                {t.frame.allWorkspaces}
              </Link>
            </li>
            <li>
              <Link to={paths.newWorkspace} className={menuItem}>
                <Icon name="plus" className="mx-1 text-muted" />
                {t.frame.newWorkspace}
              </Link>
            </li>
          </ul>
        </nav>
      </MenuPanel>
    </details>
  );
}

/** Why one may not be able to work in it now. */
export function WorkspaceBadge({ workspace: { closed, waitsForSeat } }: { workspace: WorkspaceLink }) {
  const t = useT();
  if (closed) return <Badge tone="warning">{t.settings.closed.badge}</Badge>;
  return waitsForSeat ? <Badge>{t.plans.short.mark}</Badge> : null;
}
