import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Outlet, useLoaderData } from '@remix-run/react';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { countInvitationsFor } from '#app/tenants/invitations.server.ts';
import { listOrganizations } from '#app/tenants/organization-list.server.ts';
import { accountOf } from '#app/ui/account-menu.tsx';
import { AppFrame } from '#app/ui/app-frame.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { toWorkspaceLink } from '#app/ui/workspace-link.ts';

/** How many the switcher shows; the rest is a click away on the page of all. */
const inSwitcher = 12;

/** The frame of a workspace. The organization is in the address, so that two tabs can be in two. */
export async function loader(args: LoaderFunctionArgs) {
  const access = await requireOrganization(args);
  const [{ organizations }, waiting] = await Promise.all([
    listOrganizations(access.userId, { limit: inSwitcher }),
    countInvitationsFor(access),
  ]);
  const { organizationId: id, organizationName: name, slug, logoUrl: logo, permissions, stale } = access;
  return {
    workspace: { id, name, slug, logo },
    workspaces: organizations.map(toWorkspaceLink),
    waiting,
    account: accountOf(access),
    mayInvite: permissions.includes('invite:member'),
    mayReadAudit: permissions.includes('read:audit'),
    mayManage: permissions.includes('manage:organization'),
    stale,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.workspace.name }];

export default function Organization() {
  const t = useT();
  const { workspace, workspaces, waiting, account, mayInvite, mayReadAudit, mayManage, stale } =
    useLoaderData<typeof loader>();
  const { slug } = workspace;
  const items = [
    { to: paths.home(slug), label: t.frame.home, icon: 'home', end: true },
    { to: paths.projects(slug), label: t.projects.title, icon: 'folder' },
    { to: paths.members(slug), label: t.frame.members, icon: 'members' },
    ...(mayInvite ? [{ to: paths.invitations(slug), label: t.frame.invitations, icon: 'mail' } as const] : []),
    ...(mayReadAudit ? [{ to: paths.auditLog(slug), label: t.frame.auditLog, icon: 'log' } as const] : []),
    ...(mayManage ? [{ to: paths.settings(slug), label: t.frame.settings, icon: 'settings' } as const] : []),
  ] as const;
  return (
    <AppFrame workspace={workspace} workspaces={workspaces} waiting={waiting} items={items} account={account}>
      {stale && (
        <div className="mb-6">
          <Notice tone="warning">{t.frame.stale}</Notice>
        </div>
      )}
      <Outlet />
    </AppFrame>
  );
}
