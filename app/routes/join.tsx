import { redirect, type LoaderFunctionArgs } from '@remix-run/node';
import { invitationCookie } from '#app/auth/cookies.server.ts';
import { refuse } from '#app/auth/refuse.server.ts';
import { paths } from '#app/paths.ts';
import { findInvitationBySecret } from '#app/tenants/invitations.server.ts';

/**
 * The mail's link. It only moves the secret out of the address into a cookie and goes on to the invitation: whatever
 * opens links in mails to look at them spends nothing.
 */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const secret = params.secret ?? '';
  const invitation = /^[\w-]{43}$/.test(secret) ? await findInvitationBySecret(secret) : null;
  if (!invitation) throw refuse('invitation-not-pending', context);
  const headers = {
    'set-cookie': invitationCookie.set(secret),
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
  return redirect(paths.invitation(invitation.id), { headers });
}

export default function Join() {
  return null;
}
