import type { ReactNode } from 'react';
import type { Role } from '#app/permissions.ts';
import { useT } from '#app/i18n/react.tsx';
import { classes } from './classes.ts';
import { Icon } from './icons.tsx';

const tones = {
  plain: 'border-border bg-hover text-muted',
  accent: 'border-accent/30 bg-accent-soft text-accent-strong',
  success: 'border-success/30 bg-success-soft text-success',
  warning: 'border-warning/30 bg-warning-soft text-warning',
  danger: 'border-danger/30 bg-danger-soft text-danger',
};

export type BadgeTone = keyof typeof tones;

/** A word about a thing: its state or kind. `<Badge tone="warning">{t.invitations.statuses.expired}</Badge>` */
export function Badge({ tone = 'plain', children }: { tone?: BadgeTone; children: ReactNode }) {
  return (
    <span
      className={classes(
        'inline-flex h-5 items-center align-middle gap-1 rounded-full border px-2 text-12 font-medium whitespace-nowrap',
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}

/** A role, the owner's marked. `<RoleBadge role="owner" />` */
export function RoleBadge({ role }: { role: Role }) {
  const t = useT();
  return (
    <Badge tone={role === 'owner' ? 'accent' : 'plain'}>
      {role === 'owner' && <Icon name="key" className="size-3" />}
      {t.roles.names[role]}
    </Badge>
  );
}
