import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData, useSearchParams } from '@remix-run/react';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { decodeCursor, encodeCursor } from '#app/cursor.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { RelativeTime } from '#app/i18n/relative-time.tsx';
import { paths } from '#app/paths.ts';
import { isRole } from '#app/permissions.ts';
import { listMembers, type MemberCursor } from '#app/tenants/members.server.ts';
import { Badge, RoleBadge } from '#app/ui/badge.tsx';
import { ButtonLink } from '#app/ui/button.tsx';
import { PageHeader } from '#app/ui/page-header.tsx';
import { Pagination } from '#app/ui/pagination.tsx';
import { Person } from '#app/ui/person.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { Cell, Row, Table } from '#app/ui/table.tsx';

export async function loader(args: LoaderFunctionArgs) {
  const { tenantId, organizationName, slug, userId, permissions } = await requireOrganization(args);
  const after = decodeCursor<MemberCursor>(new URL(args.request.url).searchParams.get('after'), ['sortName', 'userId']);
  const { members, total, next } = await listMembers(tenantId, { after });
  return {
    title: translator(languageOf(args.request)).members.title,
    workspace: organizationName,
    slug,
    you: userId,
    mayInvite: permissions.includes('invite:member'),
    members,
    total,
    next: next && encodeCursor(next),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data && `${data.title} · ${data.workspace}` }];

export default function Members() {
  const t = useT();
  const { workspace, slug, you, mayInvite, members, total, next } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  return (
    <>
      <PageHeader
        title={t.members.title}
        context={t.members.context({ count: total, workspace })}
        action={mayInvite && <ButtonLink to={paths.newInvitation(slug)}>{t.members.invite}</ButtonLink>}
      />
      <Table
        label={t.members.title}
        columns={[{ label: t.members.person }, { label: t.members.role }, { label: t.members.joined }]}
      >
        {members.map(({ userId, name, email, roles, joinedAt }) => (
          <Row key={userId}>
            <Cell>
              <Person
                id={userId}
                name={name ?? email ?? t.members.nameless}
                detail={name && email}
                mark={userId === you && t.members.you}
              />
            </Cell>
            <Cell label={t.members.role}>
              <span className="inline-flex flex-wrap gap-1">
                {roles.map((role) =>
                  isRole(role) ? <RoleBadge key={role} role={role} /> : <Badge key={role}>{role}</Badge>,
                )}
              </span>
            </Cell>
            <Cell label={t.members.joined} kind="numbers">
              <RelativeTime at={joinedAt} className="text-muted" />
            </Cell>
          </Row>
        ))}
      </Table>
      <Pagination
        previous={query.has('after') ? paths.members(slug) : null}
        next={next && `?${new URLSearchParams({ after: next })}`}
      >
        {t.members.count({ count: total })}
      </Pagination>
    </>
  );
}
