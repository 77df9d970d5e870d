import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { accountCenterPages } from '#app/auth/account-center.server.ts';
import { requirePerson } from '#app/auth/session.server.ts';
import { changeAvatar, removeAvatar } from '#app/flows/change-avatar.server.ts';
import { endSessions } from '#app/flows/end-sessions.server.ts';
import { NamePerson, namePerson } from '#app/flows/name-person.server.ts';
import { formKey, parseUpload } from '#app/forms.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { translator } from '#app/i18n/translator.server.ts';
import { paths } from '#app/paths.ts';
import { highestRole } from '#app/permissions.ts';
import { byPerson, limits, refuseBeyond } from '#app/rate-limit.server.ts';
import { listInvitationsFor } from '#app/tenants/invitations.server.ts';
import { listOrganizations } from '#app/tenants/organization-list.server.ts';
import { listSessions } from '#app/tenants/sessions.server.ts';
import { countWorkspaces } from '#app/tenants/tenants.server.ts';
import { accountOf } from '#app/ui/account-menu.tsx';
import { AccountProfile } from '#app/ui/account-profile.tsx';
import { AccountSignIn } from '#app/ui/account-sign-in.tsx';
import { AccountWorkspaces } from '#app/ui/account-workspaces.tsx';
import { AppFrame } from '#app/ui/app-frame.tsx';
import { ButtonLink } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { DangerBox } from '#app/ui/danger-box.tsx';
import { flash } from '#app/ui/flash.server.ts';
import { InvitationList, toInvitationCard } from '#app/ui/invitation-list.tsx';
import { PageHeader } from '#app/ui/page-header.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { PreferencesBar } from '#app/ui/preferences.tsx';
import { SessionList } from '#app/ui/session-list.tsx';
import { toWorkspaceLink } from '#app/ui/workspace-link.ts';

const shown = 12;

export async function loader(args: LoaderFunctionArgs) {
  const person = await requirePerson(args);
  const { userId, sessionId } = person;
  const [sessions, { organizations }, count, invitations] = await Promise.all([
    listSessions(userId),
    listOrganizations(userId, { limit: shown }),
    countWorkspaces(userId),
    listInvitationsFor(person),
  ]);
  return {
    title: translator(languageOf(args.request)).account.title,
    account: accountOf(person),
    workspaces: organizations.map((each) => ({ ...toWorkspaceLink(each), role: highestRole(each.roles) })),
    count,
    invitations: invitations.map(toInvitationCard),
    sessions: sessions.map((session) => ({ ...session, current: session.id === sessionId })),
    signIn: accountCenterPages(paths.account),
    key: formKey(),
  };
}

const Account = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('change-avatar') }),
  z.object({ intent: z.literal('remove-avatar') }),
  NamePerson.extend({ intent: z.literal('name') }),
  z.object({ intent: z.literal('end-session'), session: z.string() }),
  z.object({ intent: z.literal('end-others') }),
]);

export async function action(args: ActionFunctionArgs) {
  const person = await requirePerson(args);
  const form = await parseUpload(args.request, Account, 'avatar');
  if (!form.ok) return form.answer;
  const { value, file, key } = form;
  switch (value.intent) {
    case 'change-avatar': {
      const tooOften = await refuseBeyond(limits.uploads, byPerson(person.userId));
      if (tooOften) return form.refuse(tooOften);
      const changed = await changeAvatar(person, file, key);
      return changed.ok ? redirect(paths.account, { headers: flash('avatar-changed') }) : form.refuse(changed);
    }
    case 'remove-avatar': {
      const removed = await removeAvatar(person, key);
      return removed.ok ? redirect(paths.account, { headers: flash('avatar-removed') }) : form.refuse(removed);
    }
    case 'name': {
      const named = await namePerson(person, value, key);
      return named.ok ? redirect(paths.account, { headers: flash('name-saved') }) : form.refuse(named);
    }
    case 'end-session':
      await endSessions(person, { only: value.session });
      return redirect(paths.account, { headers: flash('session-ended') });
    case 'end-others':
      await endSessions(person, { except: person.sessionId });
      return redirect(paths.account, { headers: flash('sessions-ended') });
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function AccountPage() {
  const t = useT();
  const { account, workspaces, count, invitations, sessions, signIn, key } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const refusedOf = (...intents: string[]) =>
    answer && intents.includes(String(answer.values['intent']))
      ? { problems: answer.problems, values: answer.values }
      : {};
  return (
    <AppFrame workspaces={workspaces} waiting={invitations.length} items={[]} account={account}>
      <PageHeader title={t.account.title} context={t.account.context} />
      <div className="grid max-w-2xl grid-cols-1 gap-6">
        {invitations.length > 0 && <InvitationList invitations={invitations} />}
        <AccountProfile account={account} idempotencyKey={answer?.key ?? key} refusedOf={refusedOf} />
        <AccountWorkspaces workspaces={workspaces} count={count} />
        <Card title={t.account.appearance}>
          <PreferencesBar />
        </Card>
        <Card title={t.account.sessions}>
          <SessionList sessions={sessions} />
        </Card>
        <AccountSignIn pages={signIn} />
        <DangerBox title={t.account.remove.title} text={t.account.remove.text}>
          <ButtonLink to={paths.deleteAccount} tone="secondary">
            {t.account.remove.go}
          </ButtonLink>
        </DangerBox>
      </div>
    </AppFrame>
  );
}
