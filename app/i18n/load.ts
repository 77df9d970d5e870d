import type { Catalog } from './catalog.ts';
import type { Language } from './languages.ts';

/** In the browser: fetches the one language that the page is in, as a file of its own. */
const catalogs: Record<Language, () => Promise<Catalog>> = {
  en: () => import('./en.ts').then(({ en }) => en),
  es: () => import('./es.ts').then(({ es }) => es),
};

export const loadCatalog = (language: Language): Promise<Catalog> => catalogs[language]();
