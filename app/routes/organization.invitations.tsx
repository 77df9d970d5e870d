import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { revokeInvitation } from '#app/flows/close-invitation.server.ts';
import { formKey, parseForm } from '#app/forms.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { RelativeTime } from '#app/i18n/relative-time.tsx';
import { paths } from '#app/paths.ts';
import { isRole } from '#app/permissions.ts';
import { listInvitations } from '#app/tenants/invitations.server.ts';
import { Badge, type BadgeTone, RoleBadge } from '#app/ui/badge.tsx';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { ErrorSummary } from '#app/ui/error-summary.tsx';
import { flash } from '#app/ui/flash.server.ts';
import { PageHeader } from '#app/ui/page-header.tsx';
import { PostForm } from '#app/ui/post-form.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { Cell, Row, Table } from '#app/ui/table.tsx';

const Revoke = z.object({ id: z.string(), email: z.string().default('') });

export async function loader(args: LoaderFunctionArgs) {
  const { tenantId, slug, organizationName } = await requireOrganization(args, 'invite:member');
  const invitations = await listInvitations(tenantId);
  return {
    title: translator(languageOf(args.request)).invitations.title,
    workspace: organizationName,
    slug,
    invitations: invitations.map(({ tenantId: _, logtoInvitationId: __, ...row }) => ({ ...row, key: formKey() })),
  };
}

export async function action(args: ActionFunctionArgs) {
  const access = await requireOrganization(args, 'invite:member');
  const form = await parseForm(args.request, Revoke);
  if (!form.ok) return form.answer;
  const { id, email } = form.value;
  const revoked = await revokeInvitation(access, id, form.key);
  if (!revoked.ok) return form.refuse(revoked);
  return redirect(paths.invitations(access.slug), { headers: flash('invitation-revoked', { email }) });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data && `${data.title} · ${data.workspace}` }];

/** What was answered or withdrawn has no end any more. */
const expires = (status: string) => status === 'pending' || status === 'expired';

const tones: Record<string, BadgeTone> = { pending: 'warning', accepted: 'success' };

export default function Invitations() {
  const t = useT();
  const { slug, invitations } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const invite = <ButtonLink to={paths.newInvitation(slug)}>{t.invitations.invite}</ButtonLink>;
  return (
    <>
      <PageHeader
        title={t.invitations.title}
        context={t.invitations.context}
        action={invitations.length > 0 && invite}
      />
      {answer && <ErrorSummary problems={answer.problems} />}
      {invitations.length === 0 ? (
        <EmptyState
          drawing="letter"
          title={t.invitations.empty.title}
          text={t.invitations.empty.text}
          action={invite}
        />
      ) : (
        <Table
          label={t.invitations.title}
          columns={[
            { label: t.invitations.email },
            { label: t.invitations.role },
            { label: t.invitations.status },
            { label: t.invitations.invitedBy },
            { label: t.invitations.expires },
            { label: t.invitations.revoke, hidden: true },
          ]}
        >
          {invitations.map(({ id, email, role, status, invitedByName, expiresAt, key }) => (
            <Row key={id}>
              <Cell>
                <span className="truncate font-medium">{email}</span>
              </Cell>
              <Cell label={t.invitations.role}>{isRole(role) ? <RoleBadge role={role} /> : <Badge>{role}</Badge>}</Cell>
              <Cell label={t.invitations.status}>
                {status !== 'sending' && <Badge tone={tones[status]}>{t.invitations.statuses[status]}</Badge>}
              </Cell>
              <Cell label={t.invitations.invitedBy}>{invitedByName}</Cell>
              <Cell label={expires(status) && t.invitations.expires} kind="numbers">
                {expires(status) && <RelativeTime at={expiresAt} className="text-muted" />}
              </Cell>
              <Cell>
                {status === 'pending' && (
                  <PostForm idempotencyKey={key}>
                    <input type="hidden" name="id" value={id} />
                    <Button
                      tone="quiet"
                      size="small"
                      name="email"
                      value={email}
                      aria-label={`${t.invitations.revoke}: ${email}`}
                    >
                      {t.invitations.revoke}
                    </Button>
                  </PostForm>
                )}
              </Cell>
            </Row>
          ))}
        </Table>
      )}
    </>
  );
}
