import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { expiryDays, InviteMembers, inviteMembers } from '#app/flows/invite-members.server.ts';
import { goesOn } from '#app/flows/progress.server.ts';
import { formKey, parseForm } from '#app/forms.server.ts';
import { failureText } from '#app/i18n/failure-text.ts';
import { languageNames, languages } from '#app/i18n/languages.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { settingOf } from '#app/organization-settings.ts';
import { paths } from '#app/paths.ts';
import { grantableRoles, type Role } from '#app/permissions.ts';
import { byPerson, limits, refuseBeyond } from '#app/rate-limit.server.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Select, TextArea } from '#app/ui/controls.tsx';
import { Field } from '#app/ui/field.tsx';
import { flash } from '#app/ui/flash.server.ts';
import { Notice } from '#app/ui/notice.tsx';
import { PageHeader } from '#app/ui/page-header.tsx';
import { FormActions, PostForm } from '#app/ui/post-form.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { RadioCards } from '#app/ui/radio-cards.tsx';

export async function loader(args: LoaderFunctionArgs) {
  const access = await requireOrganization(args, 'invite:member');
  const { organizationName, slug, permissions } = access;
  const roles = grantableRoles(permissions).reverse();
  const usualRole = settingOf(access, 'invitation-role');
  const usualDays = settingOf(access, 'invitation-days');
  const language = languageOf(args.request);
  return {
    title: translator(language).invitations.create.title,
    workspace: organizationName,
    slug,
    roles,
    role: roles.includes(usualRole) ? usualRole : 'member',
    days: { choices: [...new Set([...expiryDays, usualDays])].sort((one, two) => one - two), usual: usualDays },
    language,
    max: settingOf(access, 'invitations-at-once'),
    key: formKey(),
  };
}

export async function action(args: ActionFunctionArgs) {
  const access = await requireOrganization(args, 'invite:member');
  const form = await parseForm(args.request, InviteMembers);
  if (!form.ok) return form.answer;
  const tooOften = await refuseBeyond(limits.invitations, byPerson(access.userId));
  if (tooOften) return form.refuse(tooOften);
  const language = form.value.language ?? languageOf(args.request);
  const invited = await inviteMembers(access, { ...form.value, language }, form.key);
  if (!invited.ok) return goesOn(access.slug, invited) ?? form.refuse(invited);

  const refused = invited.value.filter((each) => each.refused !== null);
  const count = invited.value.length - refused.length;
  if (refused.length > 0) return { report: { count, refused }, key: formKey() };
  return redirect(paths.invitations(access.slug), { headers: flash('invitations-sent', { count }) });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data && `${data.title} · ${data.workspace}` }];

export default function InvitePeople() {
  const t = useT();
  const { workspace, slug, roles, role, days, language, max, key } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const refused = answer && 'problems' in answer ? answer : undefined;
  return (
    <>
      <PageHeader title={t.invitations.create.title} context={t.invitations.create.context({ workspace })} />
      {answer && 'report' in answer && <Report {...answer.report} />}
      <PostForm
        key={answer && 'report' in answer ? answer.key : 'first'}
        problems={refused?.problems}
        values={refused?.values}
        idempotencyKey={answer?.key ?? key}
      >
        <Field name="emails" label={t.invitations.create.emails} help={t.invitations.create.emailsHelp({ max })}>
          <TextArea rows={3} required placeholder={t.invitations.create.emailsPlaceholder} />
        </Field>
        <RadioCards
          name="role"
          label={t.roles.label}
          defaultValue={role}
          options={roles.map((role: Role) => ({ value: role, label: t.roles.names[role], text: t.roles.about[role] }))}
        />
        <Field name="note" label={t.invitations.create.note} help={t.invitations.create.noteHelp} optional>
          <TextArea rows={2} maxLength={500} />
        </Field>
        <div className="grid max-w-md gap-6 sm:grid-cols-2 sm:gap-4">
          <Field name="days" label={t.invitations.create.days}>
            <Select
              defaultValue={String(days.usual)}
              options={days.choices.map((choice) => ({
                value: String(choice),
                label: t.invitations.create.daysOptions({ count: choice }),
              }))}
            />
          </Field>
          <Field name="language" label={t.invitations.create.language}>
            <Select
              defaultValue={language}
              options={languages.map((each) => ({ value: each, label: languageNames[each] }))}
            />
          </Field>
        </div>
        <FormActions>
          <Button>{t.invitations.create.submit}</Button>
          <ButtonLink to={paths.invitations(slug)} tone="quiet">
            {t.frame.cancel}
          </ButtonLink>
        </FormActions>
      </PostForm>
    </>
  );
}

type Refused = { email: string; refused: Parameters<typeof failureText>[1]['code'] | null };

/** What became of a list of addresses, of which some were not to be invited. */
function Report({ count, refused }: { count: number; refused: Refused[] }) {
  const t = useT();
  const { sent, notSent } = t.invitations.create.somePeople;
  return (
    <div className="mb-6 grid max-w-md gap-3">
      {count > 0 && <Notice tone="success" title={sent({ count })} />}
      <Notice tone="warning" title={notSent({ count: refused.length })}>
        <ul className="grid gap-1">
          {refused.map(({ email, refused: code }) => {
            const text = failureText(t, { code: code ?? 'unexpected', values: { email } });
            return (
              <li key={email} className="wrap-anywhere">
                {text.includes(email) ? text : `${email}: ${text}`}
              </li>
            );
          })}
        </ul>
      </Notice>
    </div>
  );
}
