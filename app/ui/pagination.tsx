import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { useT } from '#app/i18n/react.tsx';
import { classes } from './classes.ts';
import { Icon } from './icons.tsx';

export type PaginationProps = {
  /** Where previous and next lead, such as `?after=…`; nothing at an end. */
  previous?: string | null;
  next?: string | null;
  /** Says what is shown even when everything fits. */
  always?: boolean;
  /** What is shown, such as “1–50 of 12,403”. */
  children?: ReactNode;
};

/** Keyset pages: previous and next. Nothing at all when everything fits. `<Pagination next="?after=abc">1–50</Pagination>` */
export function Pagination({ previous, next, always, children }: PaginationProps) {
  const t = useT();
  if (!previous && !next) return always ? <p className="pt-4 text-13 text-muted tabular-nums">{children}</p> : null;
  return (
    <nav aria-label={t.frame.pages} className="flex items-center justify-between gap-4 pt-4">
      <p className="text-13 text-muted tabular-nums">{children}</p>
      <div className="flex gap-2">
        <Step to={previous} rel="prev">
          <Icon name="left" />
          {t.frame.previous}
        </Step>
        <Step to={next} rel="next">
          {t.frame.next}
          <Icon name="right" />
        </Step>
      </div>
    </nav>
  );
}

function Step({ to, rel, children }: { to: string | null | undefined; rel: string; children: ReactNode }) {
  const look = 'inline-flex h-8 items-center gap-1.5 rounded-md border px-2.5 text-13 font-medium';
  if (!to) {
    return (
      <span aria-disabled="true" className={classes(look, 'border-border text-muted opacity-60')}>
        {children}
      </span>
    );
  }
  return (
    <Link to={to} rel={rel} className={classes(look, 'border-control/60 bg-surface hover:bg-sunken')}>
      {children}
    </Link>
  );
}
