import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { env } from '#app/env.server.ts';
import { CreateApiKey, createApiKey, keyLifetimes, usualKeyLifetime } from '#app/flows/create-api-key.server.ts';
import { formKey, parseForm } from '#app/forms.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { grantableMachineRoles } from '#app/permissions.ts';
import { byPerson, limits, refuseBeyond } from '#app/rate-limit.server.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Select, TextInput } from '#app/ui/controls.tsx';
import { Field } from '#app/ui/field.tsx';
import { MachineRoleChoice } from '#app/ui/machine-role-choice.tsx';
import { FormActions, PostForm } from '#app/ui/post-form.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { KeyShown } from '#app/ui/secret-shown.tsx';
import { SettingsSection } from '#app/ui/settings-section.tsx';

export async function loader(args: LoaderFunctionArgs) {
  const { organizationName, slug, permissions } = await requireOrganization(args, 'manage:organization');
  return {
    title: translator(languageOf(args.request)).machines.newKey.title,
    workspace: organizationName,
    slug,
    roles: grantableMachineRoles(permissions),
    lifetimes: { choices: keyLifetimes, usual: usualKeyLifetime },
    url: `${env().APP_URL}${paths.apiMe}`,
    key: formKey(),
  };
}

export async function action(args: ActionFunctionArgs) {
  const access = await requireOrganization(args, 'manage:organization');
  const form = await parseForm(args.request, CreateApiKey);
  if (!form.ok) return form.answer;
  const tooOften = await refuseBeyond(limits.apiKeys, byPerson(access.userId));
  if (tooOften) return form.refuse(tooOften);
  const created = await createApiKey(access, form.value, form.key);
  return created.ok ? { shown: created.value } : form.refuse(created);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data && `${data.title} · ${data.workspace}` }];

export default function NewApiKey() {
  const t = useT().machines;
  const cancel = useT().frame.cancel;
  const { workspace, slug, roles, lifetimes, url, key } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (answer && 'shown' in answer) return <KeyShown {...answer.shown} url={url} done={paths.machines(slug)} />;
  return (
    <SettingsSection title={t.newKey.title} text={t.newKey.context({ workspace })}>
      <PostForm problems={answer?.problems} values={answer?.values} idempotencyKey={answer?.key ?? key}>
        <Field name="name" label={t.newKey.name} help={t.newKey.nameHelp}>
          <TextInput maxLength={128} required placeholder={t.newKey.namePlaceholder} autoComplete="off" />
        </Field>
        <MachineRoleChoice roles={roles} />
        <Field name="lifetime" label={t.newKey.lifetime}>
          <Select
            defaultValue={lifetimes.usual}
            options={lifetimes.choices.map((value) => ({ value, label: t.newKey.lifetimes[value] }))}
          />
        </Field>
        <FormActions>
          <Button>{t.newKey.submit}</Button>
          <ButtonLink to={paths.machines(slug)} tone="quiet">
            {cancel}
          </ButtonLink>
        </FormActions>
      </PostForm>
    </SettingsSection>
  );
}
