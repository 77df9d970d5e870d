import type { Failure, FailureCode } from '#app/failures.ts';
import type { Catalog } from './catalog.ts';

export type FailureValues = Record<string, string | number>;

/** A text for every code: a code without one does not compile, in either language. */
export type FailureTexts = Record<FailureCode, string | ((values: FailureValues) => string)>;

/** What a failure says to the person it happened to. */
export function failureText(t: Catalog, { code, values = {} }: Pick<Failure, 'code' | 'values'>): string {
  const text = t.failures[code];
  return typeof text === 'string' ? text : text(values);
}
