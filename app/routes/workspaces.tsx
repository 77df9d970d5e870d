import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { redirect } from '@remix-run/node';
import { Form, Link, useLoaderData, useSearchParams } from '@remix-run/react';
import { requirePerson, type SignedIn } from '#app/auth/session.server.ts';
import { decodeCursor, encodeCursor } from '#app/cursor.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { highestRole } from '#app/permissions.ts';
import { findOnlyWorkspace } from '#app/tenants/arrival.server.ts';
import { listInvitationsFor } from '#app/tenants/invitations.server.ts';
import { listOrganizations, type OrganizationPlace } from '#app/tenants/organization-list.server.ts';
import { countWorkspaces } from '#app/tenants/tenants.server.ts';
import { AppFrame } from '#app/ui/app-frame.tsx';
import { OrganizationLogo } from '#app/ui/avatar.tsx';
import { RoleBadge } from '#app/ui/badge.tsx';
import { ButtonLink } from '#app/ui/button.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { flash } from '#app/ui/flash.server.ts';
import { InvitationList, toInvitationCard } from '#app/ui/invitation-list.tsx';
import { PageHeader } from '#app/ui/page-header.tsx';
import { Pagination } from '#app/ui/pagination.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { SearchBox } from '#app/ui/search-box.tsx';
import { WorkspaceBadge } from '#app/ui/switcher.tsx';
import { accountOf } from '#app/ui/account-menu.tsx';
import { toWorkspaceLink } from '#app/ui/workspace-link.ts';

/** From here a person who belongs to 1,000 workspaces finds one. */
const searchFrom = 10;

export async function loader(args: LoaderFunctionArgs) {
  const person = await requirePerson(args);
  if (person.name === null) throw redirect(paths.welcome);
  const query = new URL(args.request.url).searchParams;
  const search = query.get('q')?.replaceAll('\0', '').trim().slice(0, 128) || undefined;
  const after = decodeCursor<OrganizationPlace>(query.get('after'), ['name', 'id']);
  const isList = ['all', 'q', 'after'].some((name) => query.has(name));
  const [{ organizations, next }, count, invitations] = await Promise.all([
    listOrganizations(person.userId, { search, after, limit: 50 }),
    countWorkspaces(person.userId),
    listInvitationsFor(person),
  ]);
  if (count === 0) throw redirect(paths.welcome);
  if (!isList && count === 1 && invitations.length === 0) throw await intoTheOnlyOne(person);
  return {
    title: translator(languageOf(args.request)).workspaces.title,
    account: accountOf(person),
    workspaces: organizations.map((each) => ({ ...toWorkspaceLink(each), role: highestRole(each.roles) })),
    invitations: invitations.map(toInvitationCard),
    next: next && encodeCursor(next),
    count,
    search,
  };
}

/** Straight in, and told why if that is news. */
async function intoTheOnlyOne({ userId, email }: SignedIn): Promise<Response> {
  const only = await findOnlyWorkspace(userId);
  if (!only) return redirect(paths.allWorkspaces); // it changed this moment
  const { slug, name, news } = only;
  const said =
    news &&
    (news === 'by-domain' ? flash('joined-by-domain', { name, email: email ?? '' }) : flash('joined', { name }));
  return redirect(paths.home(slug), said ? { headers: said } : undefined);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Workspaces() {
  const t = useT();
  const { account, workspaces, invitations, next, count, search } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  return (
    <AppFrame workspaces={workspaces.slice(0, 12)} waiting={invitations.length} items={[]} account={account}>
      <PageHeader
        title={t.workspaces.title}
        context={t.workspaces.context({ count })}
        action={<ButtonLink to={paths.newWorkspace}>{t.frame.newWorkspace}</ButtonLink>}
      />
      <div className="grid grid-cols-1 gap-6">
        {invitations.length > 0 && <InvitationList invitations={invitations} />}
        {count >= searchFrom && (
          <Form method="get" role="search">
            <SearchBox label={t.workspaces.search} defaultValue={search} />
          </Form>
        )}
        {workspaces.length === 0 ? (
          <EmptyState
            drawing="search"
            title={t.workspaces.nothingFound.title}
            text={t.workspaces.nothingFound.text({ search: search ?? '' })}
            action={
              <ButtonLink to={paths.allWorkspaces} tone="secondary">
                {t.frame.allWorkspaces}
              </ButtonLink>
            }
          />
        ) : (
          <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2">
            {workspaces.map((each) => (
              <li key={each.id}>
                <Link
                  to={each.closed ? paths.closed(each.slug) : paths.home(each.slug)}
                  className="flex h-16 items-center gap-3 rounded-lg border border-border bg-surface px-4 transition-colors hover:bg-hover"
                >
                  <OrganizationLogo id={each.id} name={each.name} src={each.logo} />
                  <span className="min-w-0 flex-1 truncate font-medium">{each.name}</span>
                  <WorkspaceBadge workspace={each} />
                  {each.role && <RoleBadge role={each.role} />}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </div>
      <Pagination
        previous={query.has('after') ? paths.allWorkspaces : null}
        next={next && `?${new URLSearchParams({ ...(search && { q: search }), after: next })}`}
      />
    </AppFrame>
  );
}
