import { Form, useSubmit } from '@remix-run/react';
import { useEffect, useId, useRef } from 'react';
import { useT } from '#app/i18n/react.tsx';
import { roleNames } from '#app/permissions.ts';
import { Icon } from './icons.tsx';
import { SearchBox } from './search-box.tsx';

export type MemberFiltersProps = { search: string; role: string; sort: string };

/** The quiet row above the list of members. With JavaScript a choice is applied at once. */
export function MemberFilters({ search, role, sort }: MemberFiltersProps) {
  const t = useT();
  const submit = useSubmit();
  const form = useFieldsOf({ search, role, sort });
  const roles = [
    { value: '', label: t.members.everyRole },
    ...roleNames.map((name) => ({ value: name as string, label: t.roles.names[name] })),
    { value: 'other', label: t.members.otherRoles },
  ];
  const sorts = [
    { value: 'name', label: t.members.sorts.name },
    { value: 'joined', label: t.members.sorts.joined },
    { value: 'seen', label: t.members.sorts.seen },
  ];
  return (
    <Form
      ref={form}
      method="get"
      role="search"
      aria-label={t.members.filter}
      className="flex flex-wrap items-center gap-2 pb-4"
      onChange={(event) => {
        if (event.target instanceof HTMLSelectElement) submit(event.currentTarget, { preventScrollReset: true });
      }}
    >
      <div className="w-full md:w-96">
        <SearchBox label={t.members.search} defaultValue={search} />
      </div>
      <FilterSelect name="role" label={t.members.roleFilter} options={roles} value={role} />
      <FilterSelect name="sort" label={t.members.sort} options={sorts} value={sort} />
    </Form>
  );
}

/** Fields show what the address says, also after Back; one that somebody is in stays theirs, with its focus. */
function useFieldsOf({ search, role, sort }: MemberFiltersProps) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    for (const [name, value] of Object.entries({ q: search, role, sort })) {
      const field = form.current?.elements.namedItem(name);
      if (field === document.activeElement) continue;
      if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
    }
  }, [search, role, sort]);
  return form;
}

type FilterSelectProps = {
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
  value: string;
};

function FilterSelect({ name, label, options, value }: FilterSelectProps) {
  const id = useId();
  return (
    <div className="relative min-w-32 flex-1 sm:flex-none">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <select
        id={id}
        name={name}
        defaultValue={value}
        className="h-9 w-full appearance-none rounded-md border border-control bg-surface pr-9 pl-3 text-14"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="down" className="pointer-events-none absolute top-2.5 right-3 text-muted" />
    </div>
  );
}
