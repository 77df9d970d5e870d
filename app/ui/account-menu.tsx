import type { SignedIn } from '#app/auth/session.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { useDismiss } from './dismiss.ts';
import { Icon } from './icons.tsx';
import { MenuButton, MenuLink, MenuPanel } from './menu.tsx';
import { Person } from './person.tsx';

export type Account = { id: string; name: string; email: string; avatar?: string | null };

/** What the frame shows of a signed-in person. */
export const accountOf = (person: Pick<SignedIn, 'userId' | 'name' | 'email' | 'avatarUrl'>): Account => ({
  id: person.userId,
  name: person.name ?? '',
  email: person.email ?? '',
  avatar: person.avatarUrl,
});

/** Who is signed in, at the foot of the rail: account page and sign-out. */
export function AccountMenu({ account }: { account: Account }) {
  const t = useT();
  const details = useDismiss();
  return (
    <details ref={details} className="relative">
      <summary
        aria-label={`${t.frame.account}: ${account.name || account.email}`}
        className="flex h-11 items-center justify-between gap-2 rounded-md px-2 transition-colors hover:bg-hover"
      >
        <Person
          id={account.id}
          name={account.name || account.email}
          detail={account.name ? account.email : undefined}
          src={account.avatar}
        />
        <Icon name="chevrons" className="text-muted" />
      </summary>
      <MenuPanel className="inset-x-0 bottom-full mb-1">
        <MenuLink to={paths.account} icon="person">
          {t.frame.yourAccount}
        </MenuLink>
        <MenuButton action={paths.signOut} icon="signOut">
          {t.frame.signOut}
        </MenuButton>
      </MenuPanel>
    </details>
  );
}
