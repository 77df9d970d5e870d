import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { requirePerson } from '#app/auth/session.server.ts';
import { leaveLogto } from '#app/auth/sign-out.server.ts';
import { confirmationOf, deleteAccount } from '#app/flows/delete-account.server.ts';
import { formKey, parseForm } from '#app/forms.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { translator } from '#app/i18n/translator.server.ts';
import { paths } from '#app/paths.ts';
import { findDeletion, listOwned } from '#app/tenants/account.server.ts';
import { listOrganizations } from '#app/tenants/organization-list.server.ts';
import { accountOf } from '#app/ui/account-menu.tsx';
import { AppFrame } from '#app/ui/app-frame.tsx';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { TextInput } from '#app/ui/controls.tsx';
import { Field } from '#app/ui/field.tsx';
import { flash } from '#app/ui/flash.server.ts';
import { Notice } from '#app/ui/notice.tsx';
import { OwnedWorkspaces } from '#app/ui/owned-workspaces.tsx';
import { PageHeader } from '#app/ui/page-header.tsx';
import { FormActions, PostForm } from '#app/ui/post-form.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { toWorkspaceLink } from '#app/ui/workspace-link.ts';

export async function loader(args: LoaderFunctionArgs) {
  const person = await requirePerson(args);
  const [{ organizations }, owned, deletion] = await Promise.all([
    listOrganizations(person.userId, { limit: 12 }),
    listOwned(person.userId),
    findDeletion(person.userId),
  ]);
  return {
    title: translator(languageOf(args.request)).account.remove.title,
    account: accountOf(person),
    workspaces: organizations.map(toWorkspaceLink),
    owned: owned.map(({ organizationId: id, name, slug, logo }) => ({ id, name, slug, logo })),
    isWorking: deletion?.isWorking ?? false,
    /** Why a worker could not do it, while nobody was waiting. */
    failed: deletion?.result ? [deletion.result] : [],
    confirmation: confirmationOf(person),
    key: formKey(),
  };
}

const DeleteAccount = z.object({ confirmation: z.string().default('') });

export async function action(args: ActionFunctionArgs) {
  const person = await requirePerson(args);
  const form = await parseForm(args.request, DeleteAccount);
  if (!form.ok) return form.answer;
  const deleted = await deleteAccount(person, form.value.confirmation, form.key);
  if (deleted.ok) return leaveLogto(flash('account-deleted'));
  const goesOn = deleted.code === 'still-working' && deleted.values?.['operation'] !== undefined;
  return goesOn ? redirect(paths.deleteAccount) : form.refuse(deleted);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function DeleteAccountPage() {
  const t = useT();
  const { title, account, workspaces, owned, isWorking, failed, confirmation, key } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { remove } = t.account;
  return (
    <AppFrame workspaces={workspaces} items={[]} account={account}>
      <PageHeader title={title} context={remove.context} />
      <div className="grid max-w-2xl grid-cols-1 gap-6">
        {isWorking ? (
          <Notice title={remove.working.title}>
            <p>{remove.working.text}</p>
            <p className="mt-3">
              <ButtonLink to={paths.deleteAccount} tone="secondary" document>
                {remove.working.again}
              </ButtonLink>
            </p>
          </Notice>
        ) : (
          <>
            <ul className="grid max-w-prose list-disc gap-2 pl-5">
              {remove.lost.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
            {owned.length > 0 && <OwnedWorkspaces workspaces={owned} />}
            <PostForm
              document
              problems={answer?.problems ?? failed}
              values={answer?.values}
              idempotencyKey={answer?.key ?? key}
            >
              <Field name="confirmation" label={remove.confirm({ address: confirmation })}>
                <TextInput autoComplete="off" autoCapitalize="none" spellCheck={false} required />
              </Field>
              <FormActions>
                <Button tone="danger">{remove.submit}</Button>
                <ButtonLink to={paths.account} tone="quiet">
                  {remove.stay}
                </ButtonLink>
              </FormActions>
            </PostForm>
          </>
        )}
      </div>
    </AppFrame>
  );
}
