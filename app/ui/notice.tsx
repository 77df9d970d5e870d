import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Icon, type IconName } from './icons.tsx';

const tones = {
  info: ['border-border bg-sunken', 'text-muted', 'info'],
  success: ['border-success/30 bg-success-soft', 'text-success', 'check'],
  warning: ['border-warning/30 bg-warning-soft', 'text-warning', 'warning'],
  danger: ['border-danger/30 bg-danger-soft', 'text-danger', 'warning'],
} as const satisfies Record<string, readonly [box: string, icon: string, name: IconName]>;

export type NoticeProps = { tone?: keyof typeof tones; title?: string; children?: ReactNode; action?: ReactNode };

/**
 * A message inside the page. Warnings and dangers are announced.
 *
 *     <Notice tone="warning" title="…">…</Notice>
 */
export function Notice({ tone = 'info', title, children, action }: NoticeProps) {
  const [box, ink, icon] = tones[tone];
  const urgent = tone === 'danger' || tone === 'warning';
  return (
    <div role={urgent ? 'alert' : 'status'} className={classes('flex gap-3 rounded-md border px-4 py-3', box)}>
      <Icon name={icon} className={classes('mt-0.5', ink)} />
      <div className="grid min-w-0 flex-1 gap-1">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className="text-fg">{children}</div>}
      </div>
      {action}
    </div>
  );
}
