import { useT } from '#app/i18n/react.tsx';
import type { Catalog } from '#app/i18n/catalog.ts';
import { definitionOf, type SettingName, type SettingValue } from '#app/organization-settings.ts';
import { isRole } from '#app/permissions.ts';
import type { PlanName } from '#app/plans.ts';
import { Button } from './button.tsx';
import { Select, TextInput } from './controls.tsx';
import { Field } from './field.tsx';
import type { FormProblem, FormValues } from './form-state.ts';
import { PostForm } from './post-form.tsx';

export type SettingFormProps = {
  name: SettingName;
  /** What is chosen. */
  value: SettingValue;
  /** Whether the plan has it. */
  included: boolean;
  plan: PlanName;
  /** What became of sending it. */
  answer?: { problems: readonly FormProblem[]; values: FormValues } | undefined;
};

/** By an admin on the page. */
export const mayBeSet = (name: SettingName, included: boolean): boolean =>
  included && definitionOf(name).switchedBy === 'admins';

/** One setting: what it does, and the control of its kind. It saves by itself, not with the others. */
export function SettingForm({ name, value, included, plan, answer }: SettingFormProps) {
  const t = useT();
  const { name: label, about } = t.features.names[name];
  const definition = definitionOf(name);
  if (!mayBeSet(name, included)) {
    const why = included ? t.features.byOperators : t.features.notIncluded({ plan: t.plans.names[plan] });
    return (
      <div className="grid gap-1.5">
        <p className="flex items-baseline justify-between gap-4">
          <span className="font-medium">{label}</span>
          <span className="text-muted">{included ? textOf(t, String(value)) : t.features.off}</span>
        </p>
        <p className="text-13 text-muted">{`${about} ${why}`}</p>
      </div>
    );
  }
  const range = definition.kind === 'integer' ? t.features.range(definition) : '';
  const options = definition.kind === 'one-of' ? definition.options : ['true', 'false'];
  return (
    <PostForm
      key={String(value)} // another form for another value, or the browser keeps what was typed
      problems={answer?.problems}
      values={answer?.values}
      className="gap-3"
    >
      <input type="hidden" name="setting" value={name} />
      <Field name={name} label={label} help={`${about} ${range}`}>
        {definition.kind === 'integer' ? (
          <TextInput
            type="number"
            inputMode="numeric"
            min={definition.min}
            max={definition.max}
            step={1}
            required
            defaultValue={String(value)}
          />
        ) : (
          <Select
            defaultValue={String(value)}
            options={options.map((option) => ({ value: option, label: textOf(t, option) }))}
          />
        )}
      </Field>
      <div>
        <Button tone="secondary" size="small" aria-label={t.features.save({ name: label })}>
          {t.features.saveShort}
        </Button>
      </div>
    </PostForm>
  );
}

/** A value for the eye: roles have names, and so have on and off. */
function textOf(t: Catalog, value: string): string {
  if (value === 'true') return t.features.on;
  if (value === 'false') return t.features.off;
  return isRole(value) ? t.roles.names[value] : value;
}
