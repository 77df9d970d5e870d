import { data, redirect, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { invitationCookie } from '#app/auth/cookies.server.ts';
import { refuse } from '#app/auth/refuse.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { paths } from '#app/paths.ts';
import { byAddress, limits, refuseBeyond } from '#app/rate-limit.server.ts';
import { findInvitationBySecret } from '#app/tenants/invitations.server.ts';
import { InvitationPage } from '#app/ui/invitation-page.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { PublicFrame } from '#app/ui/public-frame.tsx';

/**
 * The mail's link. It only moves the secret out of the address into a cookie and goes on to the invitation: whatever
 * opens links in mails to look at them spends nothing. A secret that nobody mailed opens a page that says so.
 */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  if (await refuseBeyond(limits.joinSecrets, byAddress(context.clientIp))) throw refuse('rate-limited', context);
  const secret = params.secret ?? '';
  const invitation = /^[\w-]{43}$/.test(secret) ? await findInvitationBySecret(secret) : null;
  if (invitation) {
    const cookie = invitationCookie.set(secret);
    const headers = { 'set-cookie': cookie, 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' };
    return redirect(paths.invitation(invitation.id), { headers });
  }
  const { title } = translator(languageOf(request)).join.closed;
  return data({ title }, { status: 410 });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.title },
  { name: 'robots', content: 'noindex' },
];

export default function Join() {
  return (
    <PublicFrame>
      <InvitationPage state="closed" closed="invitation-not-pending" invitation={null} current={null} formKey="" />
    </PublicFrame>
  );
}
