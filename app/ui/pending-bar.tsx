import { useNavigation } from '@remix-run/react';
import { useT } from '#app/i18n/react.tsx';

/** A line along the top while the next page is on its way; quick answers show none. */
export function PendingBar() {
  const t = useT();
  const { state } = useNavigation();
  return (
    <div role="status" className="fixed inset-x-0 top-0 z-40 h-0.5">
      {state !== 'idle' && (
        <div className="pending-bar h-full bg-accent">
          <span className="sr-only">{t.frame.loading}</span>
        </div>
      )}
    </div>
  );
}
