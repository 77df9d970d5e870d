import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { requirePerson } from '#app/auth/session.server.ts';
import { NamePerson, namePerson } from '#app/flows/name-person.server.ts';
import { formKey, parseForm } from '#app/forms.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { safeReturnTo } from '#app/auth/return-to.ts';
import { listInvitationsFor } from '#app/tenants/invitations.server.ts';
import { countWorkspaces } from '#app/tenants/tenants.server.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { TextInput } from '#app/ui/controls.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { Field } from '#app/ui/field.tsx';
import { InvitationList, toInvitationCard } from '#app/ui/invitation-list.tsx';
import { PageHeader } from '#app/ui/page-header.tsx';
import { FormActions, PostForm } from '#app/ui/post-form.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { PublicFrame } from '#app/ui/public-frame.tsx';

/** Onboarding: a name, then a place to work. Whoever has both is sent on. */
export async function loader(args: LoaderFunctionArgs) {
  const person = await requirePerson(args);
  const title = translator(languageOf(args.request)).welcome.title;
  if (person.name === null) return { step: 'name' as const, key: formKey(), title };
  const invitations = await listInvitationsFor(person);
  if (invitations.length === 0 && (await countWorkspaces(person.userId)) > 0) throw redirect(paths.workspaces);
  return { step: 'place' as const, invitations: invitations.map(toInvitationCard), title };
}

export async function action(args: ActionFunctionArgs) {
  const person = await requirePerson(args);
  const form = await parseForm(args.request, NamePerson);
  if (!form.ok) return form.answer;
  const named = await namePerson(person, form.value, form.key);
  if (!named.ok) return form.refuse(named);
  const returnTo = new URL(args.request.url).searchParams.get('returnTo');
  return redirect(returnTo ? safeReturnTo(returnTo) : paths.welcome);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Welcome() {
  const page = useLoaderData<typeof loader>();
  return <PublicFrame>{page.step === 'name' ? <NameStep formKey={page.key} /> : <PlaceStep {...page} />}</PublicFrame>;
}

function NameStep({ formKey }: { formKey: string }) {
  const t = useT();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHeader title={t.welcome.nameStep.title} context={t.welcome.context} />
      <PostForm problems={answer?.problems} values={answer?.values} idempotencyKey={formKey}>
        <Field name="name" label={t.welcome.nameStep.name} help={t.welcome.nameStep.nameHelp}>
          <TextInput autoComplete="name" maxLength={128} required />
        </Field>
        <FormActions>
          <Button>{t.welcome.nameStep.submit}</Button>
        </FormActions>
      </PostForm>
    </>
  );
}

function PlaceStep({ invitations }: { invitations: ReturnType<typeof toInvitationCard>[] }) {
  const t = useT();
  const create = <ButtonLink to={paths.newWorkspace}>{t.welcome.nextStep.create}</ButtonLink>;
  if (invitations.length === 0) {
    return (
      <>
        <PageHeader title={t.welcome.nextStep.title} />
        <EmptyState drawing="rooms" title={t.workspaces.empty.title} text={t.workspaces.empty.text} action={create} />
      </>
    );
  }
  return (
    <>
      <PageHeader title={t.welcome.nextStep.title} />
      <div className="grid grid-cols-1 gap-6">
        <InvitationList invitations={invitations} />
        <Card title={t.welcome.nextStep.orCreate}>
          <p className="mb-4 text-muted">{t.welcome.nextStep.createText}</p>
          {create}
        </Card>
      </div>
    </>
  );
}
