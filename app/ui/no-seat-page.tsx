import { useLocation } from '@remix-run/react';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { ButtonLink } from './button.tsx';
import { Drawing } from './drawings.tsx';

export type NoSeat = { workspace: string; owners: { name: string | null; email: string | null }[] };

/** For a member who waits for a seat: why, who can help, and that this very address lets them in when there is one. */
export function NoSeatPage({ workspace, owners }: NoSeat) {
  const t = useT();
  const { pathname, search } = useLocation();
  const { title, text, safe, nobody } = t.plans.noSeat;
  return (
    <div className="grid gap-6">
      <Drawing name="rooms" />
      <h1 className="text-28 font-semibold wrap-anywhere">{title({ workspace })}</h1>
      <div className="grid gap-2 text-16">
        <p>{text}</p>
        <p className="text-muted">{safe}</p>
      </div>
      {owners.length === 0 ? (
        <p className="text-16">{nobody}</p>
      ) : (
        <div className="grid gap-2 text-16">
          <p>{t.plans.noSeat.owners}</p>
          <ul className="grid gap-1">
            {owners.map(({ name, email }) => (
              <li key={email ?? name} className="wrap-anywhere">
                {name && <span className="font-medium">{name} </span>}
                {email && <a href={`mailto:${email}`}>{email}</a>}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="flex flex-wrap gap-3">
        <ButtonLink to={pathname + search} document>
          {t.errors.retry}
        </ButtonLink>
        <ButtonLink to={paths.allWorkspaces} tone="secondary" document>
          {t.errors.workspaces}
        </ButtonLink>
      </div>
    </div>
  );
}

/** What `refuse('waits-for-seat', …)` said, if this is that. */
export const noSeatOf = (data: unknown): NoSeat | undefined =>
  typeof data === 'object' && data !== null && 'waiting' in data ? (data.waiting as NoSeat) : undefined;
