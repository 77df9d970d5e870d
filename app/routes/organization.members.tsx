import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData, useLocation } from '@remix-run/react';
import { z } from 'zod';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { ChangeMemberRoles, changeMemberRoles } from '#app/flows/change-member-roles.server.ts';
import { goesOn } from '#app/flows/progress.server.ts';
import { RemoveMembers, removeMembers } from '#app/flows/remove-members.server.ts';
import { formKey, parseForm } from '#app/forms.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { useFormats, useT } from '#app/i18n/react.tsx';
import { offersFor } from '#app/member-offers.ts';
import { memberQueryOf, searchOf } from '#app/member-query.server.ts';
import { paths } from '#app/paths.ts';
import { grantableRoles } from '#app/permissions.ts';
import { listMembers } from '#app/tenants/member-list.server.ts';
import { namesOf } from '#app/tenants/members.server.ts';
import { countSeats } from '#app/tenants/seats.server.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { ErrorSummary } from '#app/ui/error-summary.tsx';
import { flash } from '#app/ui/flash.server.ts';
import { MemberFilters } from '#app/ui/member-filters.tsx';
import { inviteInPlace, MemberListAtHome } from '#app/ui/member-list.tsx';
import { MemberRow } from '#app/ui/member-row.tsx';
import { MembersConfirm, MembersReport } from '#app/ui/members-report.tsx';
import { PageHeader } from '#app/ui/page-header.tsx';
import { Pagination } from '#app/ui/pagination.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { SeatsNotice } from '#app/ui/seats-notice.tsx';
import { SelectAll, SelectionBar, useSelection } from '#app/ui/selection.tsx';
import { Table, whereWide } from '#app/ui/table.tsx';

export async function loader(args: LoaderFunctionArgs) {
  const { tenantId, organizationId, organizationName, slug, userId, permissions } = await requireOrganization(args);
  const query = memberQueryOf(new URL(args.request.url).searchParams);
  const page = await listMembers(tenantId, query);
  const members = page.members.map((member) => {
    const self = member.userId === userId;
    const anotherOwner = page.owners.some((owner) => owner !== member.userId);
    return { ...member, self, offers: offersFor(permissions, { self, roles: member.roles, anotherOwner }) };
  });
  return {
    title: translator(languageOf(args.request)).members.title,
    organizationId,
    workspace: organizationName,
    slug,
    mayInvite: permissions.includes('invite:member'),
    mayManage: permissions.includes('manage:member'),
    grantable: grantableRoles(permissions).reverse(),
    query: { search: query.search ?? '', role: query.role ?? '', sort: query.sort },
    sorts: {
      name: searchOf({ ...query, sort: 'name' }),
      joined: searchOf({ ...query, sort: 'joined' }),
      seen: searchOf({ ...query, sort: 'seen' }),
    },
    members,
    first: page.first,
    total: page.total,
    memberCount: page.memberCount,
    previous: page.previous && searchOf(query, page.previous),
    next: page.next && searchOf(query, page.next),
    seats: permissions.includes('manage:member') ? await countSeats(tenantId) : null,
    key: formKey(),
  };
}

/** Several members at once; what is to be done to one of them has its own page. */
const Selected = z.discriminatedUnion('intent', [
  ChangeMemberRoles.extend({ intent: z.literal('change-roles') }),
  RemoveMembers.extend({ intent: z.literal('ask-removal') }),
  RemoveMembers.extend({ intent: z.literal('remove') }),
]);

export async function action(args: ActionFunctionArgs) {
  const access = await requireOrganization(args, 'manage:member');
  const form = await parseForm(args.request, Selected);
  if (!form.ok) return form.answer;
  const { value: input, key } = form;
  if (input.intent === 'ask-removal') return { confirm: await namesOf(access.tenantId, input.userIds), key };

  const changed = await (input.intent === 'remove'
    ? removeMembers(access, input, key)
    : changeMemberRoles(access, input, key));
  if (!changed.ok) return goesOn(access.slug, changed) ?? form.refuse(changed);
  const refused = changed.value.filter((each) => each.refused !== null);
  const count = changed.value.length - refused.length;
  const did = input.intent === 'remove' ? 'removed' : 'changed';
  if (refused.length > 0) return { report: { did, count, refused } as const, key: formKey() };
  const said = flash(did === 'removed' ? 'members-removed' : 'roles-changed', { count });
  return redirect(new URL(args.request.url).search || paths.members(access.slug), { headers: said });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data && `${data.title} · ${data.workspace}` }];

export default function Members() {
  const t = useT();
  const format = useFormats();
  const loaded = useLoaderData<typeof loader>();
  const { workspace, slug, mayInvite, mayManage, grantable, query, sorts, members, first, total, seats, key } = loaded;
  const answer = useActionData<typeof action>();
  const isPlain = useLocation().search === '' && !answer && members.length > 0;
  const selectable = mayManage && members.some(({ offers }) => offers.remove || offers.roles.length > 0);
  const selection = useSelection(`${key}`);
  const invite = (
    <ButtonLink to={paths.newInvitation(slug)} onClick={inviteInPlace}>
      {t.members.invite}
    </ButtonLink>
  );
  const counted = `${format.number(total.count)}${total.more ? '+' : ''}`;
  const filtered = query.search !== '' || query.role !== '';
  const by = (sort: keyof typeof sorts, direction: 'ascending' | 'descending') => ({
    sort: { to: sorts[sort], ...(query.sort === sort && { direction }) },
  });
  return (
    <>
      <PageHeader
        title={t.members.title}
        context={t.members.context({ count: loaded.memberCount, workspace })}
        action={mayInvite && invite}
      />
      {answer && 'problems' in answer && (
        <div className="mb-6">
          <ErrorSummary problems={answer.problems} standsAlone />
        </div>
      )}
      {answer && 'report' in answer && <MembersReport {...answer.report} />}
      {answer && 'confirm' in answer && <MembersConfirm people={answer.confirm} idempotencyKey={answer.key} />}
      {seats && seats.waiting > 0 && (
        <div className="mb-6">
          <SeatsNotice {...seats} to={paths.plan(slug)} label={t.plans.short.toPlan} />
        </div>
      )}
      <MemberListAtHome organization={loaded.organizationId} slug={slug} isPlain={isPlain}>
        <MemberFilters {...query} />
        {members.length === 0 ? (
          <EmptyState
            drawing="search"
            title={t.members.nothingFound.title}
            text={query.search ? t.members.nothingFound.text({ search: query.search }) : t.members.nothingFound.role}
            action={
              <ButtonLink to={paths.members(slug)} tone="secondary">
                {t.members.nothingFound.clear}
              </ButtonLink>
            }
          />
        ) : (
          <div ref={selection.ref} key={key} onChange={selection.look}>
            <Table
              label={t.members.title}
              columns={[
                {
                  label: t.members.person,
                  ...by('name', 'ascending'),
                  before: selectable && <SelectAll {...selection} />,
                },
                { label: t.members.roles },
                { label: t.members.joined, className: whereWide, ...by('joined', 'descending') },
                { label: t.members.lastSeen, ...by('seen', 'descending') },
                { label: t.members.actions, hidden: true },
              ]}
            >
              {members.map((member) => (
                <MemberRow key={member.userId} member={member} slug={slug} selectable={selectable} />
              ))}
            </Table>
            {selectable && (
              <SelectionBar
                selection={selection}
                roles={grantable}
                idempotencyKey={(answer && 'key' in answer && answer.key) || key}
              />
            )}
          </div>
        )}
        <Pagination previous={loaded.previous} next={loaded.next} always={members.length > 0}>
          {t.members.range({
            from: format.number(first),
            to: format.number(first + members.length - 1),
            total: counted,
          })}
        </Pagination>
      </MemberListAtHome>
      {members.length === 1 && !filtered && mayInvite && (
        <div className="pt-6">
          <EmptyState drawing="people" title={t.members.alone.title} text={t.members.alone.text} action={invite} />
        </div>
      )}
    </>
  );
}
