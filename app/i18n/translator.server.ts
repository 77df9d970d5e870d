import { formats, type Formats } from './formats.ts';
import type { Catalog } from './catalog.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import type { Language } from './languages.ts';

const catalogs: Record<Language, Catalog> = { en, es };

/**
 * The texts of a language, on the server: for `meta`, mails and answers.
 * In components use `useT()`, which reads the same catalog.
 */
export const translator = (language: Language): Catalog => catalogs[language];

const made = new Map<Language, Formats>();

/** The formats of a language, made once: the constructors of Intl are slow. */
export function formatsIn(language: Language): Formats {
  const known = made.get(language) ?? formats(language);
  made.set(language, known);
  return known;
}
