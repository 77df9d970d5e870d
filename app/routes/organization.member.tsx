import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Link, useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { refuse } from '#app/auth/refuse.server.ts';
import { ChangeMemberRoles, changeMemberRoles } from '#app/flows/change-member-roles.server.ts';
import { goesOn } from '#app/flows/progress.server.ts';
import { removeMembers } from '#app/flows/remove-members.server.ts';
import { transferOwnership } from '#app/flows/transfer-ownership.server.ts';
import { formKey, parseForm } from '#app/forms.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { RelativeTime } from '#app/i18n/relative-time.tsx';
import { translator } from '#app/i18n/translator.server.ts';
import { offersFor } from '#app/member-offers.ts';
import { paths } from '#app/paths.ts';
import { highestRole, roleNames } from '#app/permissions.ts';
import { findMember } from '#app/tenants/members.server.ts';
import { Avatar } from '#app/ui/avatar.tsx';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Card, Facts } from '#app/ui/card.tsx';
import { DangerBox } from '#app/ui/danger-box.tsx';
import { ErrorSummary } from '#app/ui/error-summary.tsx';
import { flash } from '#app/ui/flash.server.ts';
import { Icon } from '#app/ui/icons.tsx';
import { Roles } from '#app/ui/member-row.tsx';
import { PageHeader } from '#app/ui/page-header.tsx';
import { FormActions, PostForm } from '#app/ui/post-form.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { RadioCards } from '#app/ui/radio-cards.tsx';

export async function loader(args: LoaderFunctionArgs) {
  const { tenantId, organizationName, slug, userId, permissions } = await requireOrganization(args);
  const member = await findMember(tenantId, args.params['userId'] ?? '');
  if (!member) throw refuse('not-found', args.context);
  const { anotherOwner, ...shown } = member;
  const self = member.userId === userId;
  const offers = offersFor(permissions, { self, roles: member.roles, anotherOwner });
  const name = member.name ?? member.email ?? translator(languageOf(args.request)).members.nameless;
  return {
    ...shown,
    name,
    hasName: member.name !== null,
    self,
    offers,
    workspace: organizationName,
    slug,
    key: formKey(),
  };
}

const Change = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('change-role'), role: ChangeMemberRoles.shape.role }),
  z.object({ intent: z.literal('remove') }),
  z.object({ intent: z.literal('transfer') }),
]);

export async function action(args: ActionFunctionArgs) {
  const access = await requireOrganization(args);
  const { slug, tenantId } = access;
  const member = await findMember(tenantId, args.params['userId'] ?? '');
  if (!member) throw refuse('not-found', args.context);
  const form = await parseForm(args.request, Change);
  if (!form.ok) return form.answer;
  const { value: change, key } = form;
  const { userId } = member;
  const changed = await (change.intent === 'transfer'
    ? transferOwnership(access, { userId }, key)
    : change.intent === 'remove'
      ? removeMembers(access, { userIds: [userId] }, key)
      : changeMemberRoles(access, { userIds: [userId], role: change.role }, key));
  if (!changed.ok) return goesOn(slug, changed) ?? form.refuse(changed);
  const said = (
    { remove: 'member-removed', transfer: 'ownership-handed-over', 'change-role': 'role-changed' } as const
  )[change.intent];
  const headers = flash(said, { name: member.name ?? member.email ?? '' });
  return redirect(change.intent === 'change-role' ? paths.member(slug, userId) : paths.members(slug), { headers });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data && `${data.name} · ${data.workspace}` }];

export default function Member() {
  const t = useT();
  const member = useLoaderData<typeof loader>();
  const { userId, name, hasName, email, avatarUrl, roles, joinedAt, lastSeenAt, self, offers, workspace, slug } =
    member;
  const answer = useActionData<typeof action>();
  const key = answer?.key ?? member.key;
  const problemsOf = (intent: string) =>
    answer?.values['intent'] === intent ? { problems: answer.problems, values: answer.values } : {};
  const forms = { 'change-role': offers.roles.length > 0, remove: offers.remove, transfer: offers.own };
  // What was just refused may not be offered any more.
  const formIsGone = answer && !Object.entries(forms).some(([intent, is]) => is && intent === answer.values['intent']);
  const choices = roleNames.filter((role) => offers.roles.includes(role) || highestRole(roles) === role).reverse();
  return (
    <>
      <p className="pb-4 text-13">
        <Link to={paths.members(slug)} className="inline-flex items-center gap-1 text-muted hover:text-fg">
          <Icon name="left" />
          {t.members.back}
        </Link>
      </p>
      <PageHeader
        title={
          <span className="flex items-center gap-3">
            <Avatar id={userId} name={name} src={avatarUrl} size="large" />
            {name}
            {self && <span className="text-13 font-normal text-muted">{t.members.you}</span>}
          </span>
        }
        context={hasName && email}
      />
      <div className="grid grid-cols-1 gap-6 lg:max-w-3xl">
        {formIsGone && <ErrorSummary problems={answer.problems} standsAlone />}
        <Card>
          <Facts
            items={[
              { label: t.members.roles, value: <Roles names={roles} /> },
              { label: t.members.joined, value: <RelativeTime at={joinedAt} /> },
              { label: t.members.lastSeen, value: lastSeenAt ? <RelativeTime at={lastSeenAt} /> : t.members.never },
            ]}
          />
        </Card>
        {forms['change-role'] && (
          <section id="role" aria-labelledby="role-title" className="scroll-mt-6">
            <h2 id="role-title" className="mb-4 text-16 font-semibold">
              {t.members.changeRole}
            </h2>
            <PostForm {...problemsOf('change-role')} idempotencyKey={`${key}`}>
              <RadioCards
                name="role"
                label={t.roles.label}
                {...(highestRole(roles) && { defaultValue: highestRole(roles) })}
                options={choices.map((role) => ({
                  value: role,
                  label: t.roles.names[role],
                  text: t.roles.about[role],
                }))}
                help={roles.length > 1 ? t.members.replaces : undefined}
              />
              <FormActions>
                <Button name="intent" value="change-role">
                  {t.members.saveRole}
                </Button>
              </FormActions>
            </PostForm>
          </section>
        )}
        {self && (
          <p>
            <ButtonLink to={paths.leave(slug)} tone="secondary">
              {t.members.leave}
            </ButtonLink>
          </p>
        )}
      </div>
      {forms.transfer && (
        <div id="own" className="scroll-mt-6 lg:max-w-3xl">
          <PostForm {...problemsOf('transfer')} idempotencyKey={`${key}`}>
            <DangerBox title={t.members.transfer.title({ name })} text={t.members.transfer.text({ name, workspace })}>
              <Button tone="danger" name="intent" value="transfer">
                {t.members.transfer.submit}
              </Button>
            </DangerBox>
          </PostForm>
        </div>
      )}
      {forms.remove && (
        <div id="remove" className="scroll-mt-6 lg:max-w-3xl">
          <PostForm {...problemsOf('remove')} idempotencyKey={`${key}`}>
            <DangerBox title={t.members.removal.title({ name })} text={t.members.removal.text}>
              <Button tone="danger" name="intent" value="remove">
                {t.members.removal.submit}
              </Button>
            </DangerBox>
          </PostForm>
        </div>
      )}
    </>
  );
}
