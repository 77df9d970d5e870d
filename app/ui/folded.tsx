import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';

/** Something long that few need: a line to open it with. `count` says how much is in it. */
export function Folded({ title, count, children }: { title: string; count?: number; children: ReactNode }) {
  return (
    <details className="group min-w-0 rounded-lg border border-border">
      <summary className="flex items-center gap-2 rounded-lg px-4 py-2.5 font-medium hover:bg-hover">
        {title}
        {count !== undefined && <span className="font-normal text-muted">({count})</span>}
        <Icon name="down" className="ml-auto text-muted transition-transform group-open:rotate-180" />
      </summary>
      <div className="border-t border-border p-4">{children}</div>
    </details>
  );
}
