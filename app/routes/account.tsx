import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { requirePerson } from '#app/auth/session.server.ts';
import { NamePerson, namePerson } from '#app/flows/name-person.server.ts';
import { endSessions } from '#app/flows/end-sessions.server.ts';
import { formKey, parseForm } from '#app/forms.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { listSessions } from '#app/tenants/sessions.server.ts';
import { listWorkspaces } from '#app/tenants/tenants.server.ts';
import { accountOf } from '#app/ui/account-menu.tsx';
import { AppFrame } from '#app/ui/app-frame.tsx';
import { Button } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { TextInput } from '#app/ui/controls.tsx';
import { Field } from '#app/ui/field.tsx';
import { flash } from '#app/ui/flash.server.ts';
import { PageHeader } from '#app/ui/page-header.tsx';
import { FormActions, PostForm } from '#app/ui/post-form.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { PreferencesBar } from '#app/ui/preferences.tsx';
import { SessionList } from '#app/ui/session-list.tsx';

const EndSession = z.object({ intent: z.literal('end-session'), session: z.string() });
const EndOthers = z.object({ intent: z.literal('end-others') });
const Account = z.discriminatedUnion('intent', [
  EndSession,
  EndOthers,
  NamePerson.extend({ intent: z.literal('name') }),
]);

export async function loader(args: LoaderFunctionArgs) {
  const person = await requirePerson(args);
  const [sessions, { workspaces }] = await Promise.all([
    listSessions(person.userId),
    listWorkspaces(person.userId, { limit: 12 }),
  ]);
  return {
    title: translator(languageOf(args.request)).account.title,
    account: accountOf(person),
    workspaces: workspaces.map(({ id, name, slug, logoUrl: logo }) => ({ id, name, slug, logo })),
    sessions: sessions.map((session) => ({ ...session, current: session.id === person.sessionId })),
    key: formKey(),
  };
}

export async function action(args: ActionFunctionArgs) {
  const person = await requirePerson(args);
  const form = await parseForm(args.request, Account);
  if (!form.ok) return form.answer;
  switch (form.value.intent) {
    case 'name': {
      const named = await namePerson(person, form.value, form.key);
      return named.ok ? redirect(paths.account, { headers: flash('name-saved') }) : form.refuse(named);
    }
    case 'end-session':
      await endSessions(person, { only: form.value.session });
      return redirect(paths.account, { headers: flash('session-ended') });
    case 'end-others':
      await endSessions(person, { except: person.sessionId });
      return redirect(paths.account, { headers: flash('sessions-ended') });
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function AccountPage() {
  const t = useT();
  const { account, workspaces, sessions, key } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <AppFrame workspaces={workspaces} items={[]} account={account}>
      <PageHeader title={t.account.title} context={t.account.context} />
      <div className="grid max-w-2xl grid-cols-1 gap-6">
        <Card title={t.account.profile}>
          <PostForm problems={answer?.problems} values={answer?.values} idempotencyKey={answer?.key ?? key}>
            <input type="hidden" name="intent" value="name" />
            <Field name="name" label={t.account.name} help={account.email}>
              <TextInput autoComplete="name" maxLength={128} required defaultValue={account.name} />
            </Field>
            <FormActions>
              <Button name="save" value="name">
                {t.account.save}
              </Button>
            </FormActions>
          </PostForm>
        </Card>
        <Card title={t.account.appearance}>
          <PreferencesBar />
        </Card>
        <Card title={t.account.sessions}>
          <SessionList sessions={sessions} />
        </Card>
      </div>
    </AppFrame>
  );
}
