import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { safeReturnTo } from '#app/auth/return-to.ts';
import { requirePerson } from '#app/auth/session.server.ts';
import { startSignIn } from '#app/auth/sign-in.server.ts';
import { NamePerson, namePerson } from '#app/flows/name-person.server.ts';
import { formKey, parseForm } from '#app/forms.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { listInvitationsFor } from '#app/tenants/invitations.server.ts';
import { countWorkspaces } from '#app/tenants/tenants.server.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { TextInput } from '#app/ui/controls.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { Field } from '#app/ui/field.tsx';
import { type InvitationCard, InvitationList, toInvitationCard } from '#app/ui/invitation-list.tsx';
import { PageHeader } from '#app/ui/page-header.tsx';
import { FormActions, PostForm } from '#app/ui/post-form.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { PublicFrame } from '#app/ui/public-frame.tsx';

const Answer = z.discriminatedUnion('intent', [
  NamePerson.extend({ intent: z.literal('name') }),
  z.object({ intent: z.literal('switch') }),
]);

/** Onboarding: a name, then a place to work. Whoever has both is sent on. */
export async function loader(args: LoaderFunctionArgs) {
  const person = await requirePerson(args);
  const title = translator(languageOf(args.request)).welcome.title;
  if (person.name === null) return { step: 'name' as const, key: formKey(), title };
  if ((await countWorkspaces(person.userId)) > 0) throw redirect(paths.workspaces);
  const invitations = (await listInvitationsFor(person)).map(toInvitationCard);
  return { step: 'place' as const, invitations, email: person.email, title };
}

export async function action(args: ActionFunctionArgs) {
  const person = await requirePerson(args);
  const form = await parseForm(args.request, Answer);
  if (!form.ok) return form.answer;
  if (form.value.intent === 'switch') {
    const locale = languageOf(args.request);
    return startSignIn(args, { returnTo: paths.workspaces, locale, prompt: 'login consent' });
  }
  const named = await namePerson(person, { name: form.value.name }, form.key);
  if (!named.ok) return form.refuse(named);
  const returnTo = new URL(args.request.url).searchParams.get('returnTo');
  return redirect(safeReturnTo(returnTo, paths.workspaces));
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
      <PostForm problems={answer?.problems} values={answer?.values} idempotencyKey={answer?.key ?? formKey}>
        <input type="hidden" name="intent" value="name" />
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

function PlaceStep({ invitations, email }: { invitations: InvitationCard[]; email: string | null }) {
  const t = useT();
  const { nextStep, nowhere } = t.welcome;
  const create = <ButtonLink to={paths.newWorkspace}>{nextStep.create}</ButtonLink>;
  return (
    <>
      <PageHeader title={nextStep.title} />
      <div className="grid grid-cols-1 gap-6">
        {invitations.length > 0 ? (
          <>
            <InvitationList invitations={invitations} />
            <Card title={nextStep.orCreate}>
              <p className="mb-4 text-muted">{nextStep.createText}</p>
              {create}
            </Card>
          </>
        ) : (
          <>
            <EmptyState drawing="rooms" title={nowhere.title} text={nowhere.text} action={create} />
            <NoInvitation email={email} />
          </>
        )}
      </div>
    </>
  );
}

/** For those who know that they were invited: to another address, then. */
function NoInvitation({ email }: { email: string | null }) {
  const { invited } = useT().welcome.nowhere;
  return (
    <Card title={invited.title}>
      <p className="mb-4 text-muted wrap-anywhere">{email ? invited.text({ email }) : invited.textWithoutEmail}</p>
      <PostForm document>
        <FormActions>
          <Button tone="secondary" name="intent" value="switch">
            {invited.switch}
          </Button>
          <ButtonLink to={paths.welcome} tone="quiet">
            {invited.lookAgain}
          </ButtonLink>
        </FormActions>
      </PostForm>
    </Card>
  );
}
