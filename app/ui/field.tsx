import { createContext, useContext, type ReactNode } from 'react';
import { failureText } from '#app/i18n/failure-text.ts';
import { useT } from '#app/i18n/react.tsx';
import { classes } from './classes.ts';
import { useFormState } from './form-state.ts';
import { Icon } from './icons.tsx';

export const fieldId = (name: string): string => `field-${name}`;

export type FieldProps = {
  /** The name it is sent under; also how it finds its problem and what was typed. */
  name: string;
  label: string;
  help?: ReactNode;
  /** Says so beside the label. Fields are needed unless they say otherwise. */
  optional?: boolean;
  /** Overrides the problem that the form has for this name. */
  error?: string;
  children: ReactNode;
};

/**
 * Label above, help below, the problem in its place with what to do. The control inside takes id, name, value and
 * ARIA from it.
 *
 *     <Field name="slug" label={t.workspaces.create.slug} help={t.workspaces.create.slugHelp}>
 *       <TextInput />
 *     </Field>
 */
export function Field({ name, label, help, optional, error, children }: FieldProps) {
  const t = useT();
  const control = useControlState(name, Boolean(help), error);
  return (
    <FieldContext.Provider value={control}>
      <div className="grid max-w-md gap-1.5">
        <label htmlFor={control.id} className="flex items-baseline justify-between gap-2 font-medium">
          {label}
          {optional && <span className="text-12 font-normal text-muted">{t.frame.optional}</span>}
        </label>
        {children}
        <FieldNotes control={control} help={help} />
      </div>
    </FieldContext.Provider>
  );
}

/** The problem and the help under a control, in this order, wired to its `aria-describedby`. */
export function FieldNotes({ control, help }: { control: Control; help?: ReactNode }) {
  return (
    <>
      {control.error && (
        <p id={`${control.id}-error`} className="flex gap-1.5 text-13 text-danger">
          <Icon name="warning" className="mt-0.5" />
          {control.error}
        </p>
      )}
      {help && (
        <p
          id={`${control.id}-help`}
          className={classes('text-13 text-muted', control.error !== undefined && 'sr-only')}
        >
          {help}
        </p>
      )}
    </>
  );
}

export type Control = {
  id: string;
  name: string;
  error: string | undefined;
  describedBy: string | undefined;
  /** What was typed before a refusal. */
  typed: string | undefined;
  /** The first problem of the form is here: the focus too, without JavaScript. */
  first: boolean;
};

export function useControlState(name: string, hasHelp: boolean, given?: string): Control {
  const t = useT();
  const { problems, values } = useFormState();
  const problem = problems.find(({ field }) => field === name);
  const error = given ?? (problem && failureText(t, problem));
  const id = fieldId(name);
  const notes = [error !== undefined && `${id}-error`, hasHelp && `${id}-help`].filter(Boolean).join(' ');
  const typed = values[name];
  return {
    id,
    name,
    error,
    describedBy: notes || undefined,
    typed: Array.isArray(typed) ? typed.join(', ') : typed,
    first: problem !== undefined && problems.find(({ field }) => field !== undefined) === problem,
  };
}

const FieldContext = createContext<Control | undefined>(undefined);

/** The attributes a control inside a `Field` spreads. */
export function useControl() {
  const control = useContext(FieldContext);
  if (!control) throw new Error('A control stands inside a <Field>.');
  const { id, name, error, describedBy, typed, first } = control;
  const wiring = {
    id,
    name,
    'aria-invalid': error !== undefined || undefined,
    'aria-describedby': describedBy,
    autoFocus: first || undefined,
  };
  return { wiring, typed };
}
