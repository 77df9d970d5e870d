import type { ReactNode } from 'react';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { AccountMenu, type Account } from './account-menu.tsx';
import { OrganizationLogo } from './avatar.tsx';
import { Brand } from './brand.tsx';
import { useDismiss } from './dismiss.ts';
import { Icon } from './icons.tsx';
import { Navigation, type NavigationItem } from './navigation.tsx';
import { Switcher } from './switcher.tsx';
import { useListsTold } from './tell-lists.ts';
import type { WorkspaceLink } from './workspace-link.ts';

export type AppFrameProps = {
  /** The workspace we are in; nothing on the list of workspaces and the account page. */
  workspace?: WorkspaceLink;
  /** The first few to switch to. */
  workspaces: readonly WorkspaceLink[];
  /** Invitations to the person that they have not answered. */
  waiting?: number;
  /** The pages of the workspace; empty outside one, where the frame names its own. */
  items: readonly NavigationItem[];
  account: Account;
  children: ReactNode;
};

/**
 * The frame for signed-in people: a rail of 240 px with switcher, pages and account; under 768 px a bar with a sheet.
 *
 *     <AppFrame workspace={tenant} workspaces={mine} account={user}
 *       items={[{ to: `/o/${slug}`, label: t.frame.home, icon: 'home', end: true }]}>
 *       <Outlet />
 *     </AppFrame>
 */
export function AppFrame({ children, ...parts }: AppFrameProps) {
  useListsTold(parts);
  return (
    <div className="md:grid md:grid-cols-[15rem_minmax(0,1fr)]">
      <div className="hidden border-r border-border bg-sunken md:block">
        <div className="sticky top-0 h-dvh">
          <Rail {...parts} />
        </div>
      </div>
      <TopBar {...parts} />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-6xl px-4 pt-6 pb-24 outline-none sm:px-8 md:pt-10"
      >
        {children}
      </main>
    </div>
  );
}

function Rail({ workspace, workspaces, waiting, items, account }: Omit<AppFrameProps, 'children'>) {
  const t = useT();
  const outside: NavigationItem[] = [
    { to: paths.allWorkspaces, label: t.frame.allWorkspaces, icon: 'grid', end: true },
    { to: paths.account, label: t.frame.yourAccount, icon: 'person' },
  ];
  return (
    <div className="flex h-full flex-col gap-4 p-3">
      <Switcher workspace={workspace} workspaces={workspaces} waiting={waiting} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Navigation items={items.length > 0 ? items : outside} />
      </div>
      <AccountMenu account={account} />
    </div>
  );
}

function TopBar(parts: Omit<AppFrameProps, 'children'>) {
  const t = useT();
  const details = useDismiss();
  const { workspace } = parts;
  return (
    <details ref={details} data-sheet className="group sticky top-0 z-30 md:hidden">
      <summary
        aria-label={workspace ? `${workspace.name}, ${t.frame.menu}` : t.frame.menu}
        className="flex h-14 items-center justify-between border-b border-border bg-sunken px-4"
      >
        {workspace ? (
          <span className="flex min-w-0 items-center gap-2.5 font-semibold">
            <OrganizationLogo id={workspace.id} name={workspace.name} src={workspace.logo} />
            <span className="truncate">{workspace.name}</span>
          </span>
        ) : (
          <Brand />
        )}
        <span className="grid size-9 place-items-center">
          <Icon name="menu" className="size-5 group-open:hidden" />
          <Icon name="close" className="hidden size-5 group-open:block" />
        </span>
      </summary>
      <div className="drops-down absolute inset-x-0 h-[calc(100dvh-3.5rem)] bg-sunken">
        <Rail {...parts} />
      </div>
    </details>
  );
}
