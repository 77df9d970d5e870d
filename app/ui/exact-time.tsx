import type { Moment } from '#app/i18n/formats.ts';
import { useLanguage } from '#app/i18n/react.tsx';
import { useTimeZone } from './time-zone.ts';

/** “22 Nov 2026, 17:04:11 UTC”: to the second, in the reader's time zone once the page is awake. */
export function ExactTime({ at }: { at: Moment }) {
  const style = { dateStyle: 'medium', timeStyle: 'long', timeZone: useTimeZone() ?? 'UTC' } as const;
  const when = new Date(at);
  return <time dateTime={when.toISOString()}>{new Intl.DateTimeFormat(useLanguage(), style).format(when)}</time>;
}
