import { useId, useRef, useState } from 'react';
import { useT } from '#app/i18n/react.tsx';
import { Button } from './button.tsx';

/**
 * A text to take along: a field to select from, and with JavaScript a button that copies it.
 *
 *     <CopyField label={t.invitations.link} value={link} help={t.invitations.linkHelp} />
 */
export function CopyField({ label, value, help }: { label: string; value: string; help?: string }) {
  const t = useT();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState<'copied' | 'copyFailed'>();
  const copy = () => {
    field.current?.select();
    navigator.clipboard.writeText(value).then(
      () => setSaid('copied'),
      () => setSaid('copyFailed'),
    );
  };
  return (
    <div className="grid max-w-md gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          ref={field}
          id={id}
          readOnly
          value={value}
          onFocus={(event) => event.currentTarget.select()}
          className="h-9 min-w-0 flex-1 rounded-md border border-control bg-sunken px-3 font-mono text-13"
        />
        <span className="needs-script">
          <Button type="button" tone="secondary" onClick={copy}>
            {said === 'copied' ? t.frame.copied : t.frame.copy}
          </Button>
        </span>
      </div>
      <p role="status" className="text-13 text-muted">
        {said === 'copyFailed' ? t.frame.copyFailed : help}
      </p>
    </div>
  );
}
