import { useT } from '#app/i18n/react.tsx';
import { Card } from './card.tsx';

export type SignInPages = { password: string; email: string; authenticator: string };

/** The ways to the identity provider's own pages, for what only it may know. */
export function AccountSignIn({ pages }: { pages: SignInPages }) {
  const t = useT();
  return (
    <Card title={t.account.signIn.title}>
      <p className="max-w-prose text-muted">{t.account.signIn.text}</p>
      <ul className="mt-4 flex flex-wrap gap-x-6 gap-y-2">
        {(['password', 'email', 'authenticator'] as const).map((page) => (
          <li key={page}>
            <a href={pages[page]} className="inline-block py-1">
              {t.account.signIn[page]}
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}
