import { useLocation } from '@remix-run/react';
import type { ReactNode } from 'react';
import { languageNames, languages } from '#app/i18n/languages.ts';
import { useLanguage, useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { classes } from './classes.ts';
import { themes, useTheme } from './theme.tsx';

/** Language and theme, each a small form that reloads the page: `<PreferencesBar />` */
export function PreferencesBar() {
  const t = useT();
  const language = useLanguage();
  const theme = useTheme();
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <Choice label={t.frame.language} name="lang">
        {languages.map((each) => (
          <Option key={each} name="lang" value={each} lang={each} chosen={each === language}>
            {languageNames[each]}
          </Option>
        ))}
      </Choice>
      <Choice label={t.frame.theme} name="theme">
        {themes.map((each) => (
          <Option key={each} name="theme" value={each} chosen={each === theme}>
            {t.frame.themes[each]}
          </Option>
        ))}
      </Choice>
    </div>
  );
}

function Choice({ label, name, children }: { label: string; name: string; children: ReactNode }) {
  const { pathname, search } = useLocation();
  return (
    <form
      method="post"
      action={paths.preferences}
      aria-label={label}
      data-preference={name}
      className="flex items-center gap-1"
    >
      <input type="hidden" name="returnTo" value={pathname + search} />
      {children}
    </form>
  );
}

type OptionProps = { name: string; value: string; chosen: boolean; lang?: string; children: ReactNode };

function Option({ name, value, chosen, lang, children }: OptionProps) {
  return (
    <button
      type="submit"
      name={name}
      value={value}
      lang={lang}
      aria-pressed={chosen}
      className={classes(
        'h-7 rounded-sm px-2 text-13 transition-colors',
        chosen ? 'bg-hover font-medium text-fg' : 'text-muted hover:text-fg',
      )}
    >
      {children}
    </button>
  );
}
