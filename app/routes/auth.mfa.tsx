import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { requireMembership } from '#app/auth/membership.server.ts';
import { startSignIn } from '#app/auth/sign-in.server.ts';
import { SignInMessage } from '#app/auth/sign-in-message.tsx';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { PostForm } from '#app/ui/post-form.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';

/** `?organization=<slug>`: where the gate leads members of an organization that requires MFA and who have none. */
export async function loader(args: LoaderFunctionArgs) {
  await requireMembership(args, slugOf(args.request));
  return null;
}

/** Logto offers the set-up only when it shows its page: `login` (observed on 1.37 and 1.41). */
export async function action(args: ActionFunctionArgs) {
  const { person, organization } = await requireMembership(args, slugOf(args.request));
  return startSignIn(args, {
    returnTo: paths.home(organization.slug),
    prompt: 'login consent',
    loginHint: person.email ?? undefined,
    organizationId: organization.organizationId,
    locale: languageOf(args.request),
  });
}

const slugOf = (request: Request) => new URL(request.url).searchParams.get('organization') ?? '';

export default function Mfa() {
  const t = useT();
  return (
    <SignInMessage title={t.signIn.mfa.title} text={t.signIn.mfa.text}>
      <PostForm document>
        <Button>{t.signIn.mfa.enrol}</Button>
      </PostForm>
      <ButtonLink to={paths.allWorkspaces} tone="secondary">
        {t.frame.allWorkspaces}
      </ButtonLink>
    </SignInMessage>
  );
}
