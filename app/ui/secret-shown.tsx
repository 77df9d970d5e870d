import type { ReactNode } from 'react';
import { useT } from '#app/i18n/react.tsx';
import { ButtonLink } from './button.tsx';
import { CodeBlock } from './code-block.tsx';
import { CopyField } from './copy-field.tsx';
import { Notice } from './notice.tsx';

/** `curl` with a secret in the place of `$TOKEN`, for a shell. */
export const callWith = (token: string, url: string): string => `curl ${url} \\\n  -H "Authorization: Bearer ${token}"`;

/** What is shown once: a secret, how to try it out, and the way on. */
export function SecretShown({
  title,
  text,
  secret,
  label,
  done,
  children,
}: {
  title: string;
  text: string;
  secret: string;
  label: string;
  /** Where it goes on. */
  done: string;
  children?: ReactNode;
}) {
  const t = useT().machines.shown;
  return (
    <section aria-label={title} className="grid max-w-prose gap-5">
      <Notice tone="success" title={title}>
        {text}
      </Notice>
      <CopyField label={label} value={secret} />
      {children}
      <div>
        <ButtonLink to={done}>{t.done}</ButtonLink>
      </div>
    </section>
  );
}

/** The new secret of an API key, and the call that shows that it works. */
export function KeyShown({ name, secret, url, done }: { name: string; secret: string; url: string; done: string }) {
  const t = useT().machines.shown;
  return (
    <SecretShown title={t.title({ name })} text={t.once} secret={secret} label={t.secret} done={done}>
      <div className="grid gap-1.5">
        <h3 className="font-medium">{t.tryIt}</h3>
        <CodeBlock label={t.tryIt}>{callWith(secret, url)}</CodeBlock>
      </div>
    </SecretShown>
  );
}
