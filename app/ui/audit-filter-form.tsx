import { Form, Link } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { auditGroupNames } from '#app/audit-actions.ts';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { Button, ButtonLink } from './button.tsx';
import { Select, TextInput } from './controls.tsx';
import { Field } from './field.tsx';
import { Icon } from './icons.tsx';
import { useTimeZone } from './time-zone.ts';

export type AuditFilterValues = {
  what?: string;
  who?: string;
  on?: string;
  actor?: string;
  target?: string;
  from?: string;
  to?: string;
  zone?: string;
};

type Props = {
  slug: string;
  filter: AuditFilterValues;
  /** What the people are called that `actor` and `target` name by their ids. */
  names: { actor: string | null; target: string | null };
};

/** The filters of the audit log: a form that asks for the page anew. */
export function AuditFilterForm({ slug, filter, names }: Props) {
  const t = useT();
  const { filter: texts } = t.audit;
  // Days that were asked for stay days of the zone they were asked for in, also for whoever gets the link.
  const awake = useTimeZone();
  const zone = filter.zone ?? (filter.from || filter.to ? undefined : awake) ?? 'UTC';
  const form = useFollowing(JSON.stringify(filter));
  const what = [
    { value: '', label: texts.everything },
    ...auditGroupNames.map((group) => ({ value: group as string, label: t.audit.groups[group] })),
  ];
  return (
    <Form ref={form} method="get" role="search" aria-label={texts.title} className="grid gap-3 pb-6">
      <div className="grid grid-cols-1 items-end gap-3 min-[22rem]:grid-cols-2 lg:grid-cols-[minmax(0,1.25fr)_repeat(4,minmax(0,1fr))_auto]">
        <div className="min-[22rem]:col-span-2 lg:col-span-1">
          <Field name="what" label={texts.what}>
            <Select key={filter.what ?? ''} options={what} defaultValue={filter.what ?? ''} />
          </Field>
        </div>
        <Field name="who" label={texts.who}>
          <TextInput placeholder={texts.whoPlaceholder} maxLength={128} defaultValue={filter.who ?? ''} />
        </Field>
        <Field name="on" label={texts.onWhom}>
          <TextInput placeholder={texts.onWhomPlaceholder} maxLength={128} defaultValue={filter.on ?? ''} />
        </Field>
        <Field name="from" label={texts.from}>
          <TextInput type="date" defaultValue={filter.from ?? ''} />
        </Field>
        <Field name="to" label={texts.to}>
          <TextInput type="date" defaultValue={filter.to ?? ''} />
        </Field>
        <div className="grid min-[22rem]:col-span-2 lg:col-span-1">
          <Button tone="secondary">{texts.apply}</Button>
        </div>
      </div>
      <input type="hidden" name="zone" value={zone} />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="text-13 text-muted">{texts.zone({ zone })}</p>
        {(['actor', 'target'] as const).map((part) => {
          const id = filter[part];
          return id && <Only key={part} slug={slug} filter={filter} part={part} name={names[part]} />;
        })}
        {Object.keys(filter).length > 0 && (
          <ButtonLink to={paths.auditLog(slug)} tone="quiet" size="small">
            {texts.clear}
          </ButtonLink>
        )}
      </div>
    </Form>
  );
}

/** A filter that came with a link: kept when the form is sent, and taken away by its own link. */
function Only(props: { slug: string; filter: AuditFilterValues; part: 'actor' | 'target'; name: string | null }) {
  const { slug, filter, part, name } = props;
  const { only, thisPerson } = useT().audit.filter;
  const text = only[part]({ name: name ?? thisPerson });
  const { [part]: id, ...rest } = filter;
  return (
    <span className="inline-flex items-center gap-1 rounded-full border border-accent/30 bg-accent-soft pl-3 text-13 text-accent-strong">
      {text}
      <input type="hidden" name={part} value={id} />
      <Link
        to={`${paths.auditLog(slug)}?${new URLSearchParams(rest)}`}
        aria-label={only.remove({ text })}
        className="grid size-7 place-items-center rounded-full hover:bg-hover"
      >
        <Icon name="close" className="size-3" />
      </Link>
    </span>
  );
}

/** The fields show what the page shows, also after a link took a filter away; the focus stays where it is. */
function useFollowing(filter: string) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.reset(), [filter]);
  return form;
}
