import { createContext, useContext } from 'react';
import type { Failure } from '#app/failures.ts';

/** What is wrong with a form, as an action returns it and a `Field` finds its own part of it. */
export type FormProblem = Pick<Failure, 'code' | 'field' | 'values'>;

/** What was typed, by field name: shown again after a refusal, also without JavaScript. Never passwords. */
export type FormValues = Record<string, string | string[] | undefined>;

export type FormState = {
  problems: readonly FormProblem[];
  values: FormValues;
  /** The form on its way, or nothing. */
  sent: FormData | undefined;
};

const atRest: FormState = { problems: [], values: {}, sent: undefined };

export const FormStateContext = createContext<FormState>(atRest);

export const useFormState = (): FormState => useContext(FormStateContext);

/** Whether the form around is on its way, and whether this button sent it. */
export function usePending(name?: string, value?: unknown): { form: boolean; thisButton: boolean } {
  const { sent } = useFormState();
  if (!sent) return { form: false, thisButton: false };
  return { form: true, thisButton: name === undefined || sent.get(name) === String(value) };
}
