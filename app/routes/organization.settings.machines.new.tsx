import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { machineAccess } from '#app/api/machine-access.server.ts';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { AddMachine, addMachine } from '#app/flows/add-machine.server.ts';
import { formKey, parseForm } from '#app/forms.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { grantableMachineRoles, machineRoles } from '#app/permissions.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { TextInput } from '#app/ui/controls.tsx';
import { CopyField } from '#app/ui/copy-field.tsx';
import { Field } from '#app/ui/field.tsx';
import { MachineRoleChoice } from '#app/ui/machine-role-choice.tsx';
import { MachineToken } from '#app/ui/machine-token.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { FormActions, PostForm } from '#app/ui/post-form.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { SecretShown } from '#app/ui/secret-shown.tsx';
import { SettingsSection } from '#app/ui/settings-section.tsx';

export async function loader(args: LoaderFunctionArgs) {
  const { organizationName, slug, permissions } = await requireOrganization(args, 'manage:organization');
  return {
    title: translator(languageOf(args.request)).machines.newApp.title,
    workspace: organizationName,
    slug,
    roles: grantableMachineRoles(permissions),
    key: formKey(),
  };
}

export async function action(args: ActionFunctionArgs) {
  const access = await requireOrganization(args, 'manage:organization');
  const form = await parseForm(args.request, AddMachine);
  if (!form.ok) return form.answer;
  const added = await addMachine(access, form.value, form.key);
  if (!added.ok) return form.refuse(added);
  const { organizationId } = access;
  return { added: added.value, access: machineAccess(organizationId, [machineRoles[form.value.role].name]) };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data && `${data.title} · ${data.workspace}` }];

export default function NewMachine() {
  const t = useT().machines;
  const cancel = useT().frame.cancel;
  const { slug, roles, key } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (answer && 'added' in answer) return <Added {...answer} />;
  return (
    <SettingsSection title={t.newApp.title} text={t.newApp.context}>
      <PostForm problems={answer?.problems} values={answer?.values} idempotencyKey={answer?.key ?? key}>
        <Field name="name" label={t.newKey.name} help={t.newKey.nameHelp}>
          <TextInput maxLength={128} required placeholder={t.newKey.namePlaceholder} autoComplete="off" />
        </Field>
        <MachineRoleChoice roles={roles} />
        <FormActions>
          <Button>{t.newApp.submit}</Button>
          <ButtonLink to={paths.machines(slug)} tone="quiet">
            {cancel}
          </ButtonLink>
        </FormActions>
      </PostForm>
    </SettingsSection>
  );
}

type AddedProps = Extract<Awaited<ReturnType<typeof action>>, { added: unknown }>;

function Added({ added: { applicationId, name, secret }, access }: AddedProps) {
  const t = useT().machines;
  const { slug } = useLoaderData<typeof loader>();
  const how = (
    <>
      <CopyField label={t.apps.id} value={applicationId} />
      <MachineToken access={access} id={applicationId} {...(secret !== null && { secret })} />
    </>
  );
  if (secret === null) {
    return (
      <div className="grid max-w-prose gap-5">
        <Notice tone="warning">{t.app.secretMissing}</Notice>
        {how}
      </div>
    );
  }
  return (
    <SecretShown
      title={t.shown.title({ name })}
      text={t.app.secretOnce}
      secret={secret}
      label={t.app.secret}
      done={paths.machines(slug)}
    >
      {how}
    </SecretShown>
  );
}
