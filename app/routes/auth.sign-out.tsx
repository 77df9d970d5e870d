import type { ActionFunctionArgs } from '@remix-run/node';
import { SignInMessage } from '#app/auth/sign-in-message.tsx';
import { signOut } from '#app/auth/sign-out.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { PostForm } from '#app/ui/post-form.tsx';

/** Only here, not in a loader: a link, an image or a prefetch must not sign anybody out (P14). */
export const action = (args: ActionFunctionArgs) => signOut(args);

/** For whoever typed the address. */
export default function SignOut() {
  const t = useT();
  return (
    <SignInMessage title={t.frame.signOut}>
      <PostForm document>
        <Button>{t.frame.signOut}</Button>
      </PostForm>
      <ButtonLink to={paths.landing} tone="secondary">
        {t.frame.cancel}
      </ButtonLink>
    </SignInMessage>
  );
}
