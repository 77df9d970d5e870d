import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { Avatar } from './avatar.tsx';

export type PersonProps = {
  id: string;
  /** What to call them; an e-mail address when there is no name. */
  name: string;
  /** A quiet second line: the e-mail address. */
  detail?: string | null;
  src?: string | null;
  /** After the name: “you”, a badge. */
  mark?: ReactNode;
};

/** Somebody in a row or a list. `<Person id={user.id} name={user.name} detail={user.email} mark={t.members.you} />` */
export function Person({ id, name, detail, src, mark }: PersonProps) {
  return (
    <span className="flex min-w-0 items-center gap-3">
      <Avatar id={id} name={name} src={src} />
      <span className="min-w-0 leading-tight">
        <span className="flex items-center gap-2">
          <span className="truncate font-medium">{name}</span>
          {mark && <span className="shrink-0 text-12 text-muted">{mark}</span>}
        </span>
        {detail && <span className="block truncate text-12 text-muted">{detail}</span>}
      </span>
    </span>
  );
}

/** The same with a way to their page: their name, behind which lies the whole person. */
export function PersonLink({ to, ...person }: PersonProps & { to: string }) {
  return (
    <Link to={to} prefetch="intent" className="min-w-0 rounded-sm hover:[&_.font-medium]:underline">
      <Person {...person} />
    </Link>
  );
}
