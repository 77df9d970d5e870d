import { useState } from 'react';
import { useT } from '#app/i18n/react.tsx';
import { Button } from './button.tsx';
import { CodeBlock } from './code-block.tsx';

/** Lines under a heading, and with JavaScript a button that copies them. `<CopyCode title={t.page}>{html}</CopyCode>` */
export function CopyCode({ title, children }: { title: string; children: string }) {
  const t = useT().frame;
  const [said, setSaid] = useState<'copied' | 'copyFailed'>();
  const copy = () =>
    navigator.clipboard.writeText(children).then(
      () => setSaid('copied'),
      () => setSaid('copyFailed'),
    );
  return (
    <div className="grid grid-cols-1 gap-1.5">
      <div className="flex min-h-8 items-center justify-between gap-4">
        <h3 className="font-medium">{title}</h3>
        <span className="needs-script">
          <Button type="button" tone="secondary" size="small" onClick={copy} aria-label={`${t.copy}: ${title}`}>
            {said === 'copied' ? t.copied : t.copy}
          </Button>
        </span>
      </div>
      <CodeBlock label={title}>{children}</CodeBlock>
      <p role="status" className="text-13 text-muted empty:hidden">
        {said === 'copyFailed' && t.copyFailed}
      </p>
    </div>
  );
}
