import { useEffect, useRef, useState } from 'react';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { type SlugAnswer, slugMaxLength, slugOf, slugProblem } from '#app/tenants/slug.ts';
import { TextInput } from './controls.tsx';
import { Field } from './field.tsx';
import { useFormState } from './form-state.ts';

const pauseMs = 300;

/**
 * Name and address of a workspace. With JavaScript the address follows the name until it is typed by hand, and is
 * checked while typing; without, both are plain fields. `<NameAndSlug prefix="app.example.com/o/" />`
 */
export function NameAndSlug({ prefix }: { prefix: string }) {
  const t = useT();
  const { values, problems } = useFormState();
  const [slug, setSlug] = useState(String(values['slug'] ?? ''));
  const [ownSlug, setOwnSlug] = useState(slug !== '');
  const inputs = useRef<HTMLDivElement>(null);
  // What was typed before the page's scripts were there made no event that React heard.
  useEffect(() => {
    const typed = (field: string) => inputs.current?.querySelector<HTMLInputElement>(`[name="${field}"]`)?.value ?? '';
    const [name, ownAddress] = [typed('name'), typed('slug')];
    setSlug(ownAddress || slugOf(name));
    setOwnSlug(ownAddress !== '');
  }, []);
  const refused = problems.some(({ field, values: of }) => field === 'slug' && (of?.['slug'] ?? slug) === slug);
  return (
    <div ref={inputs} className="contents">
      <Field name="name" label={t.workspaces.create.name} help={t.workspaces.create.nameHelp}>
        <TextInput
          maxLength={128}
          required
          autoComplete="organization"
          placeholder={t.workspaces.create.namePlaceholder}
          onChange={(event) => ownSlug || setSlug(slugOf(event.currentTarget.value))}
        />
      </Field>
      <Field name="slug" label={t.workspaces.create.slug} help={t.workspaces.create.slugHelp}>
        <TextInput
          prefix={prefix}
          maxLength={slugMaxLength}
          required
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          value={slug}
          onChange={(event) => {
            setSlug(event.currentTarget.value);
            setOwnSlug(event.currentTarget.value !== '');
          }}
        />
        {!refused && <SlugCheck slug={slug.trim().toLowerCase()} />}
      </Field>
    </div>
  );
}

// No fetcher: one that still learns its route while the form is sent makes a 404 of the whole page.
async function askAbout(slug: string, signal: AbortSignal): Promise<SlugAnswer> {
  const query = new URLSearchParams({ slug });
  const answer = await fetch(`${paths.slugCheck}?${query}`, { signal, redirect: 'error' });
  if (!answer.ok) throw new Error(`The check of an address answered ${answer.status}.`);
  return (await answer.json()) as SlugAnswer;
}

/** Says whether an address may be taken, while it is typed. */
export function SlugCheck({ slug }: { slug: string }) {
  const t = useT();
  const [data, setData] = useState<SlugAnswer>();
  const askable = slug !== '' && !slugProblem(slug);
  useEffect(() => {
    if (!askable) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      askAbout(slug, stop.signal).then(setData, () => undefined); // only a hint, which without an answer stays at “Checking…”
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [askable, slug]);
  const problem = slug === '' ? null : (slugProblem(slug) ?? (data?.slug === slug ? data.problem : undefined));
  const text = () => {
    if (slug === '') return '';
    if (problem === undefined) return t.workspaces.create.slugChecking;
    return problem === null ? t.workspaces.create.slugFree : String(t.failures[problem]);
  };
  return (
    <p role="status" className={problem ? 'text-13 text-danger' : 'text-13 text-muted'}>
      {text()}
    </p>
  );
}
