import type { ReactNode } from 'react';

export type PageHeaderProps = {
  title: ReactNode;
  /** One line of context. */
  context?: ReactNode;
  /** The one primary action of the page. */
  action?: ReactNode;
};

/**
 * Every page has one: title, one line of context, the one primary action at the right.
 *
 *     <PageHeader title={t.members.title} context={t.members.context({ count, workspace })}
 *       action={<ButtonLink to={`/o/${slug}/invitations/new`}>{t.members.invite}</ButtonLink>} />
 */
export function PageHeader({ title, context, action }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4 pb-6">
      <div className="min-w-0 wrap-anywhere">
        <h1 className="text-20 font-semibold">{title}</h1>
        {context && <p className="mt-1 text-muted">{context}</p>}
      </div>
      {action && <div className="flex shrink-0 items-center gap-2">{action}</div>}
    </header>
  );
}
