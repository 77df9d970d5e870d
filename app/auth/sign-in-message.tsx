import type { ReactNode } from 'react';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { PublicFrame } from '#app/ui/public-frame.tsx';
import type { SignInProblem } from './sign-in-problems.ts';

/** A page around signing in: what is so, and buttons that lead on. */
export function SignInMessage({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <PublicFrame>
      <div className="grid gap-6">
        <div className="grid gap-2">
          <h1 className="text-28 font-semibold">{title}</h1>
          {text && <p className="text-16 text-muted">{text}</p>}
        </div>
        <div className="flex flex-wrap gap-3">{children}</div>
      </div>
    </PublicFrame>
  );
}

/** A sign-in that ended without a session. */
export function SignInProblemPage({ problem, returnTo }: { problem: SignInProblem; returnTo?: string | undefined }) {
  const t = useT();
  const { title, text } = t.signIn[problem === 'cookies-refused' ? 'cookies' : problem];
  return (
    <SignInMessage title={title} text={text}>
      <ButtonLink to={paths.signIn(returnTo)} document>
        {t.signIn.again}
      </ButtonLink>
      <ButtonLink to={paths.landing} tone="secondary">
        {t.signIn.home}
      </ButtonLink>
    </SignInMessage>
  );
}
