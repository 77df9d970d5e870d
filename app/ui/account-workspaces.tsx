import { Link } from '@remix-run/react';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import type { Role } from '#app/permissions.ts';
import { OrganizationLogo } from './avatar.tsx';
import { RoleBadge } from './badge.tsx';
import { ButtonLink } from './button.tsx';
import { Card } from './card.tsx';
import { WorkspaceBadge } from './switcher.tsx';
import type { WorkspaceLink } from './workspace-link.ts';

export type MyWorkspace = WorkspaceLink & { role: Role | undefined };

/** Where somebody belongs, as what, and the way out. The first few; `count` is how many there are. */
export function AccountWorkspaces({ workspaces, count }: { workspaces: readonly MyWorkspace[]; count: number }) {
  const t = useT();
  const more = count > workspaces.length && (
    <Link className="text-13" to={paths.allWorkspaces}>
      {t.account.allWorkspaces({ count })}
    </Link>
  );
  return (
    <Card title={t.account.workspaces} action={more}>
      {workspaces.length === 0 ? (
        <ButtonLink to={paths.newWorkspace} tone="secondary">
          {t.frame.newWorkspace}
        </ButtonLink>
      ) : (
        <ul className="grid grid-cols-1 gap-3">
          {workspaces.map((workspace) => (
            <li key={workspace.id} className="flex items-center gap-3">
              <OrganizationLogo id={workspace.id} name={workspace.name} src={workspace.logo} />
              <Link
                to={workspace.closed ? paths.closed(workspace.slug) : paths.home(workspace.slug)}
                className="min-w-0 flex-1 truncate py-0.5 font-medium"
              >
                {workspace.name}
              </Link>
              <WorkspaceBadge workspace={workspace} />
              {workspace.role && <RoleBadge role={workspace.role} />}
              {!workspace.closed && (
                <Link
                  to={paths.leave(workspace.slug)}
                  aria-label={t.account.leaveOne({ workspace: workspace.name })}
                  className="py-1 text-13 text-muted hover:text-fg"
                >
                  {t.account.leave}
                </Link>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
