import { useId } from 'react';
import { useT } from '#app/i18n/react.tsx';
import { Button } from './button.tsx';

/** A quiet row above a list, inside a `<Form method="get">`. `<SearchBox label={t.members.search} defaultValue={search} />` */
export function SearchBox({ label, defaultValue }: { label: string; defaultValue?: string | undefined }) {
  const t = useT();
  const id = useId();
  return (
    <div className="flex max-w-md gap-2">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <input
        id={id}
        name="q"
        type="search"
        maxLength={128}
        placeholder={label}
        defaultValue={defaultValue}
        className="h-9 w-full rounded-md border border-control bg-surface px-3 text-14 placeholder:text-muted"
      />
      <Button tone="secondary">{t.frame.search}</Button>
    </div>
  );
}
