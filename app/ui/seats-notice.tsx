import { useT } from '#app/i18n/react.tsx';
import { ButtonLink } from './button.tsx';
import { Notice } from './notice.tsx';

/** That somebody waits for a seat, and the way on. Nothing while nobody does. */
export function SeatsNotice({
  waiting,
  limit,
  to,
  label,
}: {
  waiting: number;
  limit: number | null;
  to: string;
  label: string;
}) {
  const t = useT();
  if (waiting === 0) return null;
  return (
    <Notice
      tone="warning"
      title={t.plans.short.title({ count: waiting })}
      action={
        <ButtonLink to={to} tone="secondary" size="small">
          {label}
        </ButtonLink>
      }
    >
      {t.plans.short.text({ limit: limit ?? 0 })}
    </Notice>
  );
}
