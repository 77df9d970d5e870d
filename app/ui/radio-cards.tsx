import { FieldNotes, useControlState } from './field.tsx';
import { useFormState } from './form-state.ts';

export type RadioCardsProps = {
  name: string;
  label: string;
  options: readonly { value: string; label: string; text?: string }[];
  defaultValue?: string;
  help?: string;
};

/**
 * One of a few that want a sentence each, such as roles. Stands alone, not in a `Field`.
 *
 *     <RadioCards name="role" label={t.roles.label} defaultValue="member"
 *       options={[{ value: 'member', label: t.roles.names.member, text: t.roles.about.member }]} />
 */
export function RadioCards({ name, label, options, defaultValue, help }: RadioCardsProps) {
  const control = useControlState(name, Boolean(help));
  const { values } = useFormState();
  const chosen = values[name] ?? defaultValue;
  return (
    <fieldset className="grid max-w-md gap-1.5" aria-describedby={control.describedBy}>
      <legend className="mb-1.5 font-medium">{label}</legend>
      <div className="grid overflow-hidden rounded-md border border-control bg-surface">
        {options.map(({ value, label, text }, index) => (
          <label
            key={value}
            className="grid cursor-pointer grid-cols-[auto_1fr] gap-x-3 border-border px-3 py-2.5 not-first:border-t has-checked:bg-accent-soft hover:not-has-checked:bg-hover"
          >
            <input
              type="radio"
              name={name}
              value={value}
              id={index === 0 ? control.id : undefined}
              defaultChecked={value === chosen}
              aria-invalid={control.error !== undefined || undefined}
              className="mt-0.5 size-4 accent-accent"
            />
            <span>
              <span className="block font-medium">{label}</span>
              {text && <span className="block text-13 text-muted">{text}</span>}
            </span>
          </label>
        ))}
      </div>
      <FieldNotes control={control} help={help} />
    </fieldset>
  );
}
