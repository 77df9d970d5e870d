import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { requirePerson } from '#app/auth/session.server.ts';
import { env } from '#app/env.server.ts';
import { CreateOrganization, createOrganization } from '#app/flows/create-organization.server.ts';
import { formKey, parseForm } from '#app/forms.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { TextArea } from '#app/ui/controls.tsx';
import { Field } from '#app/ui/field.tsx';
import { flash } from '#app/ui/flash.server.ts';
import { NameAndSlug } from '#app/ui/name-and-slug.tsx';
import { PageHeader } from '#app/ui/page-header.tsx';
import { FormActions, PostForm } from '#app/ui/post-form.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { PublicFrame } from '#app/ui/public-frame.tsx';

export async function loader(args: LoaderFunctionArgs) {
  const person = await requirePerson(args);
  if (person.name === null) throw redirect(paths.naming(paths.newWorkspace));
  const title = translator(languageOf(args.request)).workspaces.create.title;
  return { key: formKey(), host: new URL(env().APP_URL).host, title };
}

export async function action(args: ActionFunctionArgs) {
  const person = await requirePerson(args);
  const form = await parseForm(args.request, CreateOrganization);
  if (!form.ok) return form.answer;
  const created = await createOrganization(person, form.value, form.key);
  if (!created.ok) return form.refuse(created);
  return redirect(paths.home(created.value.slug), { headers: flash('workspace-created', { name: form.value.name }) });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function NewWorkspace() {
  const t = useT();
  const { key, host } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <PublicFrame>
      <PageHeader title={t.workspaces.create.title} context={t.workspaces.create.context} />
      <PostForm problems={answer?.problems} values={answer?.values} idempotencyKey={answer?.key ?? key}>
        <NameAndSlug prefix={`${host}/o/`} />
        <Field
          name="description"
          label={t.workspaces.create.description}
          help={t.workspaces.create.descriptionHelp}
          optional
        >
          <TextArea rows={2} maxLength={256} />
        </Field>
        <FormActions>
          <Button>{t.workspaces.create.submit}</Button>
          <ButtonLink to={paths.allWorkspaces} tone="quiet">
            {t.frame.cancel}
          </ButtonLink>
        </FormActions>
      </PostForm>
    </PublicFrame>
  );
}
