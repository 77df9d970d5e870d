import type { ReactNode } from 'react';

/** A bordered part of a page with an optional heading. `<Card title={t.account.profile}>…</Card>` */
export function Card({ title, action, children }: { title?: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className="rounded-lg border border-border bg-surface p-5 sm:p-6">
      {title && (
        <header className="mb-4 flex items-center justify-between gap-4">
          <h2 className="text-16 font-semibold">{title}</h2>
          {action}
        </header>
      )}
      {children}
    </section>
  );
}

/** Facts in pairs. `<Facts items={[{ label: t.workspaces.home.address, value: slug }]} />` */
export function Facts({ items }: { items: readonly { label: string; value: ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-1 gap-3">
      {items.map(({ label, value }) => (
        <div key={label} className="flex items-center justify-between gap-4">
          <dt className="text-muted">{label}</dt>
          <dd className="min-w-0 truncate text-right font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
