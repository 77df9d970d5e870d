import { isLanguage, preferredLanguage, type Language } from '#app/i18n/languages.ts';
import { isTheme, type Theme } from './theme.tsx';

const year = 31_536_000;

/** Language (cookie `lang`, else the browser's wish) and theme (cookie `theme`, else the device's) of a request. */
export function preferencesOf(request: Request): { language: Language; theme: Theme } {
  const chosen = readCookies(request);
  const language = chosen.get('lang');
  const theme = chosen.get('theme');
  return {
    language: isLanguage(language) ? language : preferredLanguage(request.headers.get('accept-language')),
    theme: isTheme(theme) ? theme : 'system',
  };
}

export const languageOf = (request: Request): Language => preferencesOf(request).language;

/** A `Set-Cookie` for a year. Nothing in it is secret: it is the value of one of two short lists. */
export const preferenceCookie = (name: 'lang' | 'theme', value: Language | Theme, secure: boolean): string =>
  `${name}=${value}; Path=/; Max-Age=${year}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;

export function readCookies(request: Request): Map<string, string> {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.split('='));
  return new Map(pairs.map(([name = '', ...value]) => [name.trim(), value.join('=').trim()]));
}
