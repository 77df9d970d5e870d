import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { useFormats, useT } from '#app/i18n/react.tsx';
import { RelativeTime } from '#app/i18n/relative-time.tsx';
import { paths } from '#app/paths.ts';
import { highestRole } from '#app/permissions.ts';
import { readHome } from '#app/tenants/home.server.ts';
import { RoleBadge } from '#app/ui/badge.tsx';
import { ButtonLink } from '#app/ui/button.tsx';
import { Card, Facts } from '#app/ui/card.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { PageHeader } from '#app/ui/page-header.tsx';
import { Person } from '#app/ui/person.tsx';

export async function loader(args: LoaderFunctionArgs) {
  const { tenantId, organizationName: name, slug, roles, permissions } = await requireOrganization(args);
  const home = await readHome(tenantId);
  const mayInvite = permissions.includes('invite:member');
  return { ...home, name, slug, role: highestRole(roles), mayInvite };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.name }];

export default function Home() {
  const t = useT();
  const format = useFormats();
  const { name, slug, role, mayInvite, members, open, createdAt, recent } = useLoaderData<typeof loader>();
  const invite = mayInvite && <ButtonLink to={paths.newInvitation(slug)}>{t.members.invite}</ButtonLink>;
  return (
    <>
      <PageHeader title={t.workspaces.home.title({ name })} context={t.workspaces.home.context} action={invite} />
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        {members === 1 ? (
          <EmptyState
            drawing="people"
            title={t.workspaces.home.alone.title}
            text={t.workspaces.home.alone.text}
            action={
              mayInvite && (
                <ButtonLink to={paths.newInvitation(slug)} tone="secondary">
                  {t.members.invite}
                </ButtonLink>
              )
            }
          />
        ) : (
          <Card
            title={t.workspaces.home.recent}
            action={
              <Link className="text-13" to={paths.members(slug)}>
                {t.workspaces.home.seeMembers}
              </Link>
            }
          >
            <ul className="grid grid-cols-1 gap-4">
              {recent.map(({ userId, name, email, joinedAt, user }) => (
                <li key={userId} className="flex items-center justify-between gap-4">
                  <Person
                    id={userId}
                    name={name ?? email ?? t.members.nameless}
                    detail={name && email}
                    src={user.avatarUrl}
                  />
                  <RelativeTime at={joinedAt} className="text-13 whitespace-nowrap text-muted" />
                </li>
              ))}
            </ul>
          </Card>
        )}
        <Card>
          <Facts
            items={[
              { label: t.workspaces.home.people, value: format.number(members) },
              ...(mayInvite ? [{ label: t.workspaces.home.pending, value: format.number(open) }] : []),
              { label: t.workspaces.home.yourRole, value: role && <RoleBadge role={role} /> },
              { label: t.workspaces.home.address, value: paths.home(slug) },
              { label: t.workspaces.home.created, value: <RelativeTime at={createdAt} /> },
            ]}
          />
        </Card>
      </div>
    </>
  );
}
