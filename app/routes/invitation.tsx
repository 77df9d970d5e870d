import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { invitationCookie } from '#app/auth/cookies.server.ts';
import { refuse } from '#app/auth/refuse.server.ts';
import { getPerson, requirePerson, type RequestArgs } from '#app/auth/session.server.ts';
import { startSignIn } from '#app/auth/sign-in.server.ts';
import { failureStatus } from '#app/failures.ts';
import { acceptInvitation, notAcceptable } from '#app/flows/accept-invitation.server.ts';
import { declineInvitation } from '#app/flows/close-invitation.server.ts';
import { continueAsInvitee } from '#app/flows/continue-as-invitee.server.ts';
import { formKey, parseForm } from '#app/forms.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { paths } from '#app/paths.ts';
import { findInvitationBySecret, findInvitationFor, type InvitationView } from '#app/tenants/invitations.server.ts';
import { flash } from '#app/ui/flash.server.ts';
import { type Asked, InvitationPage } from '#app/ui/invitation-page.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { PublicFrame } from '#app/ui/public-frame.tsx';

const Intent = z.object({ intent: z.enum(['continue', 'switch', 'accept', 'decline']) });

/** Who stands before which invitation: by the mailed secret, by being the invited person, or by neither. */
async function meet(args: RequestArgs, id: string) {
  const secret = invitationCookie.read(args.request);
  const [person, opened] = await Promise.all([getPerson(args), secret ? findInvitationBySecret(secret) : null]);
  const own = person && (await findInvitationFor(person.userId, id));
  return { person, own, bySecret: opened?.id === id ? opened : null };
}

export async function loader(args: LoaderFunctionArgs) {
  const { person, own, bySecret } = await meet(args, args.params.id ?? '');
  const invitation = own ?? bySecret;
  if (own?.status === 'accepted') throw redirect(paths.home(own.tenant.slug));
  const t = translator(languageOf(args.request));
  const page = { formKey: formKey(), current: person?.email ?? person?.name ?? null };
  // What is not theirs to see looks like what does not exist.
  if (!invitation) {
    return data(
      {
        ...page,
        state: person ? 'unknown' : 'sign-in',
        invitation: null,
        closed: null,
        title: (person ? t.join.unknown : t.join.signIn).title,
      } as const,
      {
        status: person ? 404 : 200,
      },
    );
  }
  const closed = notAcceptable(invitation) ?? null;
  const state = closed ? 'closed' : own ? 'answer' : person ? 'wrong-account' : 'continue';
  const title = closed ? t.join.closed.title : t.join.title({ workspace: invitation.tenant.name });
  const status = closed ? failureStatus[closed] : 200;
  return data({ ...page, state, closed, invitation: asked(invitation), title } as const, { status });
}

export async function action(args: ActionFunctionArgs) {
  const id = args.params.id ?? '';
  const form = await parseForm(args.request, Intent);
  if (!form.ok) return form.answer;
  const returnTo = paths.invitation(id);
  const locale = languageOf(args.request);

  switch (form.value.intent) {
    case 'continue': {
      const { person, bySecret } = await meet(args, id);
      if (!bySecret) throw refuse('not-found', args.context);
      const ticket = await continueAsInvitee(bySecret);
      if (!ticket.ok) return form.refuse(ticket);
      // Who is signed in as somebody else has just been asked whether to switch.
      const prompt = person ? 'login consent' : 'consent';
      return startSignIn(args, { ...ticket.value, returnTo, locale, prompt });
    }
    case 'switch':
      return startSignIn(args, { returnTo, locale, prompt: 'login consent' });
    case 'accept': {
      const person = await requirePerson(args);
      const joined = await acceptInvitation(person, id, form.key);
      if (!joined.ok) return form.refuse(joined);
      const home = paths.home(joined.value.slug);
      const headers = flash('invitation-accepted', { name: joined.value.name });
      headers.append('set-cookie', invitationCookie.clear());
      return redirect(person.name === null ? `${paths.welcome}?returnTo=${encodeURIComponent(home)}` : home, {
        headers,
      });
    }
    case 'decline': {
      const person = await requirePerson(args);
      const declined = await declineInvitation(person, id, form.key);
      if (!declined.ok) return form.refuse(declined);
      const headers = flash('invitation-declined', { name: declined.value.name });
      headers.append('set-cookie', invitationCookie.clear());
      return redirect(paths.welcome, { headers });
    }
  }
}

const asked = ({ email, role, note, invitedByName, expiresAt, tenant }: InvitationView): Asked => ({
  email,
  role,
  note,
  inviter: invitedByName,
  expiresAt,
  workspace: tenant.name,
  logo: tenant.logoUrl,
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.title },
  { name: 'robots', content: 'noindex' },
];

export default function Invitation() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <PublicFrame>
      <InvitationPage {...page} problems={answer?.problems} />
    </PublicFrame>
  );
}
