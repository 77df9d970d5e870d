import { createContext, useContext, useMemo, type ReactNode } from 'react';
import type { Catalog } from './catalog.ts';
import { formats, type Formats } from './formats.ts';
import type { Language } from './languages.ts';

type Spoken = { language: Language; catalog: Catalog; formats: Formats };

const SpokenContext = createContext<Spoken | undefined>(undefined);

/** Around the whole app, in `entry.server` and `entry.client`: a change of language loads the page anew. */
export function I18nProvider(props: { language: Language; catalog: Catalog; children: ReactNode }) {
  const { language, catalog, children } = props;
  const spoken = useMemo(() => ({ language, catalog, formats: formats(language) }), [language, catalog]);
  return <SpokenContext.Provider value={spoken}>{children}</SpokenContext.Provider>;
}

function useSpoken(): Spoken {
  const spoken = useContext(SpokenContext);
  if (!spoken) throw new Error('There is no I18nProvider around this component.');
  return spoken;
}

/** The texts: `const t = useT(); t.members.title; t.members.count({ count: 3 })`. */
export const useT = (): Catalog => useSpoken().catalog;

export const useLanguage = (): Language => useSpoken().language;

/** Numbers, dates and lists: `useFormats().list(['Ana', 'Bo'])`. */
export const useFormats = (): Formats => useSpoken().formats;
