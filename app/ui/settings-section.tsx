import type { ReactNode } from 'react';

/** A part of a settings page: what it is, a line about it, and at its right what adds to it. */
export function SettingsSection({
  title,
  text,
  action,
  children,
}: {
  title: string;
  text?: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="grid grid-cols-1 gap-4">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid max-w-prose gap-1">
          <h2 className="text-16 font-semibold">{title}</h2>
          {text && <p className="text-muted">{text}</p>}
        </div>
        {action}
      </header>
      {children}
    </section>
  );
}
