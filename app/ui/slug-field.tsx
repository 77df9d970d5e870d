import { useEffect, useRef, useState } from 'react';
import { useT } from '#app/i18n/react.tsx';
import { slugMaxLength } from '#app/tenants/slug.ts';
import { TextInput } from './controls.tsx';
import { Field } from './field.tsx';
import { useFormState } from './form-state.ts';
import { SlugCheck } from './name-and-slug.tsx';

/**
 * The address that a workspace is to have instead, checked while it is typed. `own` are those that it had: the check
 * would call them taken. `<SlugField prefix="app.example.com/o/" current="acme" own={['acme-old']} />`
 */
export function SlugField({ prefix, current, own }: { prefix: string; current: string; own: readonly string[] }) {
  const t = useT();
  const { values, problems } = useFormState();
  const [typed, setTyped] = useState(String(values['slug'] ?? current));
  const field = useRef<HTMLDivElement>(null);
  // What was typed before the page's scripts were there made no event that React heard.
  useEffect(() => setTyped((known) => field.current?.querySelector('input')?.value ?? known), []);
  const slug = typed.trim().toLowerCase();
  const refused = problems.some(({ field, values: of }) => field === 'slug' && (of?.['slug'] ?? slug) === slug);
  return (
    <div ref={field}>
      <Field name="slug" label={t.settings.general.newAddress} help={t.settings.general.newAddressHelp}>
        <TextInput
          prefix={prefix}
          maxLength={slugMaxLength}
          required
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          defaultValue={current}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {own.includes(slug) ? (
          <p role="status" className="text-13 text-muted">
            {t.settings.general.ownAgain}
          </p>
        ) : (
          !refused && slug !== current && <SlugCheck slug={slug} />
        )}
      </Field>
    </div>
  );
}
