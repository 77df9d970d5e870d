import type { ReactNode } from 'react';
import { Drawing, type DrawingName } from './drawings.tsx';

export type EmptyStateProps = { drawing: DrawingName; title: string; text: ReactNode; action?: ReactNode };

/**
 * Nothing here yet: a small drawing, a sentence that teaches, one action.
 *
 *     <EmptyState drawing="letter" title={t.invitations.empty.title} text={t.invitations.empty.text}
 *       action={<ButtonLink to="new">{t.invitations.invite}</ButtonLink>} />
 */
export function EmptyState({ drawing, title, text, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-4 rounded-lg border border-dashed border-border px-6 py-12 text-center">
      <Drawing name={drawing} />
      <div className="grid max-w-sm gap-1">
        <h2 className="text-16 font-semibold">{title}</h2>
        <p className="text-muted">{text}</p>
      </div>
      {action}
    </div>
  );
}
