import type { ReactNode } from 'react';

/**
 * Grave things, at the bottom of a page: what will be lost is said beside the button.
 *
 *     <DangerBox title="…" text="…"><Button tone="danger">…</Button></DangerBox>
 */
export function DangerBox({ title, text, children }: { title: string; text: ReactNode; children: ReactNode }) {
  return (
    <section className="mt-12 flex flex-wrap items-center justify-between gap-4 rounded-md border border-danger/40 p-4">
      <div className="min-w-0 max-w-prose wrap-anywhere">
        <h2 className="font-medium text-danger">{title}</h2>
        <p className="mt-1 text-muted">{text}</p>
      </div>
      {children}
    </section>
  );
}
