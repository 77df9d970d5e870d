/** The languages the product speaks. To add one: name it here, write its catalog, add it to `load.ts` and `translator.server.ts`. */
export const languages = ['en', 'es'] as const;

export type Language = (typeof languages)[number];

/** Each in its own language, for the switch. */
export const languageNames: Record<Language, string> = { en: 'English', es: 'Español' };

export const isLanguage = (value: unknown): value is Language => languages.includes(value as Language);

/**
 * The language to greet a browser in, by its `Accept-Language` header: the highest weight that we speak, regions
 * ignored; English when there is none.
 */
export function preferredLanguage(acceptLanguage: string | null): Language {
  const wishes = (acceptLanguage ?? '').split(',').map((entry) => {
    const [tag = '', ...parameters] = entry.trim().split(';');
    const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
    return { language: tag.toLowerCase().split('-')[0], weight: weight === undefined ? 1 : Number(weight) };
  });
  const spoken = wishes.filter(({ language, weight }) => isLanguage(language) && weight > 0);
  const best = spoken.sort((a, b) => b.weight - a.weight)[0]?.language;
  return isLanguage(best) ? best : 'en';
}
