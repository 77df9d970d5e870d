import { Link } from '@remix-run/react';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import type { Role } from '#app/permissions.ts';
import { OrganizationLogo } from './avatar.tsx';
import { Badge, RoleBadge } from './badge.tsx';
import { ButtonLink } from './button.tsx';
import { Card } from './card.tsx';

export type MyWorkspace = {
  id: string;
  name: string;
  slug: string;
  logo: string | null;
  role: Role | undefined;
  closed: boolean;
};

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
          {workspaces.map(({ id, name, slug, logo, role, closed }) => (
            <li key={id} className="flex items-center gap-3">
              <OrganizationLogo id={id} name={name} src={logo} />
              <Link
                to={closed ? paths.closed(slug) : paths.home(slug)}
                className="min-w-0 flex-1 truncate py-0.5 font-medium"
              >
                {name}
              </Link>
              {closed && <Badge tone="warning">{t.settings.closed.badge}</Badge>}
              {role && <RoleBadge role={role} />}
              {!closed && (
                <Link
                  to={paths.leave(slug)}
                  aria-label={t.account.leaveOne({ workspace: name })}
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
