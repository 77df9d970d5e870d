import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { decodeCursor, encodeCursor } from '#app/cursor.server.ts';
import { env } from '#app/env.server.ts';
import { revokeInvitation } from '#app/flows/close-invitation.server.ts';
import { goesOn } from '#app/flows/progress.server.ts';
import { resendInvitation } from '#app/flows/resend-invitation.server.ts';
import { formKey, parseForm } from '#app/forms.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { useFormats, useT } from '#app/i18n/react.tsx';
import { refusalFor } from '#app/member-rules.ts';
import { paths } from '#app/paths.ts';
import { isRole, type Permission } from '#app/permissions.ts';
import { byPerson, limits, refuseBeyond } from '#app/rate-limit.server.ts';
import {
  countInvitations,
  type InvitationCursor,
  type InvitationRow as Invitation,
  isInvitationFilter,
  listInvitations,
  mostCounted,
} from '#app/tenants/invitations.server.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { ErrorSummary } from '#app/ui/error-summary.tsx';
import { FilterTabs } from '#app/ui/filter-tabs.tsx';
import { flash } from '#app/ui/flash.server.ts';
import { type InvitationItem, InvitationRow } from '#app/ui/invitation-row.tsx';
import { PageHeader } from '#app/ui/page-header.tsx';
import { Pagination } from '#app/ui/pagination.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { SearchBox } from '#app/ui/search-box.tsx';
import { Table, whereWide } from '#app/ui/table.tsx';

const filters = ['open', 'accepted', 'declined', 'withdrawn', 'expired'] as const;

const Change = z.object({ id: z.string(), intent: z.enum(['revoke', 'send-again']).default('revoke') });

export async function loader(args: LoaderFunctionArgs) {
  const { tenantId, slug, organizationName, permissions } = await requireOrganization(args, 'invite:member');
  const query = new URL(args.request.url).searchParams;
  const status = query.get('status');
  const filter = isInvitationFilter(status) ? status : undefined;
  const search = query.get('q')?.trim().slice(0, 128).replaceAll('\0', '') || undefined;
  const after = decodeCursor<InvitationCursor>(query.get('after'), ['createdAt', 'id']);
  const [{ invitations, next }, counts] = await Promise.all([
    listInvitations(tenantId, { filter, search, after }),
    search ? null : countInvitations(tenantId), // not worth what counting the found ones takes
  ]);
  return {
    title: translator(languageOf(args.request)).invitations.title,
    workspace: organizationName,
    slug,
    filter: filter ?? ('all' as const),
    search,
    isFirst: after === undefined,
    counts,
    most: mostCounted,
    invitations: invitations.map((invitation) => toItem(invitation, permissions)),
    next: next && encodeCursor(next),
  };
}

/** What is offered is what the flows would allow. */
function toItem(invitation: Invitation, held: readonly Permission[]): InvitationItem {
  const { id, email, role, status, invitedByName, createdAt, lastSentAt, expiresAt } = invitation;
  const isOpen = status === 'pending';
  const may = (action: 'invite' | 'revoke-invitation', gets: string[]) =>
    refusalFor(action, { held, self: false, has: [], gets, anotherOwner: true }) === undefined;
  return {
    ...{ id, email, role, expiresAt, invitedBy: invitedByName, sentAt: lastSentAt ?? createdAt, key: formKey() },
    status: status === 'sending' ? 'pending' : status,
    link: isOpen ? `${env().APP_URL}${paths.invitation(id)}` : null,
    maySendAgain: (isOpen || status === 'expired') && isRole(role) && may('invite', [role]),
    mayRevoke: isOpen && may('revoke-invitation', []),
  };
}

export async function action(args: ActionFunctionArgs) {
  const access = await requireOrganization(args, 'invite:member');
  const form = await parseForm(args.request, Change);
  if (!form.ok) return form.answer;
  const { id, intent } = form.value;
  const here = paths.invitations(access.slug) + new URL(args.request.url).search;
  if (intent === 'send-again') {
    const tooOften = await refuseBeyond(limits.invitations, byPerson(access.userId));
    if (tooOften) return form.refuse(tooOften);
    const sent = await resendInvitation(access, id, form.key);
    if (!sent.ok) return goesOn(access.slug, sent) ?? form.refuse(sent);
    const { email, renewed } = sent.value;
    return redirect(here, { headers: flash(renewed ? 'invitation-renewed' : 'invitation-sent-again', { email }) });
  }
  const revoked = await revokeInvitation(access, id, form.key);
  if (!revoked.ok) return form.refuse(revoked);
  return redirect(here, { headers: flash('invitation-revoked', { email: revoked.value.email }) });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data && `${data.title} · ${data.workspace}` }];

export default function Invitations() {
  const t = useT();
  const { slug, filter, search, isFirst, counts, invitations, next } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const invite = <ButtonLink to={paths.newInvitation(slug)}>{t.invitations.invite}</ButtonLink>;
  const nothingYet = counts?.all === 0;
  const page = (more: Record<string, string>) =>
    `?${new URLSearchParams({ ...(filter !== 'all' && { status: filter }), ...(search && { q: search }), ...more })}`;
  return (
    <>
      <PageHeader title={t.invitations.title} context={t.invitations.context} action={!nothingYet && invite} />
      {answer && (
        <div className="mb-4">
          <ErrorSummary problems={answer.problems} />
        </div>
      )}
      {nothingYet ? (
        <EmptyState
          drawing="letter"
          title={t.invitations.empty.title}
          text={t.invitations.empty.text}
          action={invite}
        />
      ) : (
        <>
          <Filters />
          {invitations.length === 0 ? (
            <EmptyState
              drawing="search"
              title={t.invitations.nothingFound.title}
              text={t.invitations.nothingFound.text}
              action={
                <ButtonLink to={paths.invitations(slug)} tone="secondary">
                  {t.invitations.nothingFound.action}
                </ButtonLink>
              }
            />
          ) : (
            <Table
              label={t.invitations.title}
              columns={[
                { label: t.invitations.email },
                { label: t.invitations.role },
                { label: t.invitations.status },
                { label: t.invitations.invitedBy, className: whereWide },
                { label: t.invitations.sent },
                { label: t.invitations.expires },
                { label: t.invitations.actions, hidden: true },
              ]}
            >
              {invitations.map((item) => (
                <InvitationRow
                  key={item.id}
                  item={{ ...item, sentAt: new Date(item.sentAt), expiresAt: new Date(item.expiresAt) }}
                />
              ))}
            </Table>
          )}
          <Pagination previous={isFirst ? null : page({})} next={next && page({ after: next })} />
        </>
      )}
    </>
  );
}

/** A quiet row above the list: its parts, and the search within one. */
function Filters() {
  const t = useT();
  const format = useFormats();
  const { filter, search, counts, most } = useLoaderData<typeof loader>();
  const tabs = (['all', ...filters] as const).map((name) => ({
    to: `?${new URLSearchParams({ ...(name !== 'all' && { status: name }), ...(search && { q: search }) })}`,
    label: t.invitations.filters[name],
    count: counts && (counts[name] > most ? `${format.number(most)}+` : format.number(counts[name])),
    current: name === filter,
  }));
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 pb-4">
      <FilterTabs label={t.invitations.filter} tabs={tabs} />
      <Form method="get" role="search" className="w-full sm:w-72">
        {filter !== 'all' && <input type="hidden" name="status" value={filter} />}
        <SearchBox label={t.invitations.search} defaultValue={search} />
      </Form>
    </div>
  );
}
