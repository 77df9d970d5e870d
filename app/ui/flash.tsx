import { useState } from 'react';
import { useT } from '#app/i18n/react.tsx';
import type { FlashMessage } from './flash-message.ts';
import { Icon } from './icons.tsx';

/** What the last action has to say, at the foot of the window until it is dismissed or the page changes. */
export function Flash({ message }: { message: FlashMessage | undefined }) {
  return (
    <div role="status" className="pointer-events-none fixed inset-x-4 bottom-4 z-30 flex justify-center">
      {message && <Said key={JSON.stringify(message)} message={message} />}
    </div>
  );
}

function Said({ message: { code, values } }: { message: FlashMessage }) {
  const t = useT();
  const [dismissed, dismiss] = useState(false);
  if (dismissed) return null;
  return (
    <div className="flash pointer-events-auto flex max-w-md items-center gap-3 rounded-md bg-fg py-2 pr-2 pl-4 text-bg shadow-raised">
      <Icon name="check" />
      <p className="min-w-0 py-1 [overflow-wrap:anywhere]">{t.flash[code](values)}</p>
      <button
        type="button"
        aria-label={t.frame.dismiss}
        onClick={() => dismiss(true)}
        className="needs-script size-7 place-items-center rounded-sm opacity-70 hover:opacity-100"
      >
        <Icon name="close" className="m-auto" />
      </button>
    </div>
  );
}
