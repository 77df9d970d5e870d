import { RemixBrowser } from '@remix-run/react';
import { startTransition, StrictMode, useEffect } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { isLanguage } from '#app/i18n/languages.ts';
import { loadCatalog } from '#app/i18n/load.ts';
import { I18nProvider } from '#app/i18n/react.tsx';
import { PageContext } from '#app/ui/page.ts';
import { isTheme } from '#app/ui/theme.tsx';
import { holdEvents } from '#app/ui/until-hydrated.ts';

const { lang, dataset } = document.documentElement;
const language = isLanguage(lang) ? lang : 'en';
const page = {
  theme: isTheme(dataset['theme']) ? dataset['theme'] : ('system' as const),
  reference: dataset['reference'],
  // Remix's inline script has given this entry of the history a key by now.
  key: (history.state as { key?: string } | null)?.key ?? 'default',
};

const catalog = await loadCatalog(language);
const letThrough = holdEvents();

/** Effects run when all of the page is hydrated. */
function Hydrated() {
  useEffect(letThrough, []);
  return null;
}

startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <I18nProvider language={language} catalog={catalog}>
        <PageContext.Provider value={page}>
          <RemixBrowser />
          <Hydrated />
        </PageContext.Provider>
      </I18nProvider>
    </StrictMode>,
  );
});
