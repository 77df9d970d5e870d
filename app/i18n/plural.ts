import type { Language } from './languages.ts';

type Forms = { one: string; other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** Picks the form that the language wants for a number and puts the number, as the language writes it, in place of `#`. */
export function plurals(language: Language) {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (count: number, forms: Forms): string =>
    (forms[rules.select(count)] ?? forms.other).replaceAll('#', numbers.format(count));
}
