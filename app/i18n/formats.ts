import type { Language } from './languages.ts';

const steps: [Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** Numbers, times and lists as a language writes them. Times are `Date`, ISO 8601 text, or milliseconds since 1970. */
export function formats(language: Language) {
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const conjunction = new Intl.ListFormat(language, { type: 'conjunction' });
  const numbers = new Intl.NumberFormat(language);
  return {
    number: (value: number): string => numbers.format(value),
    list: (items: readonly string[]): string => conjunction.format(items),
    /** “5 Dec 2026”. Without a time zone: UTC, the same on server and in browser. */
    date: (at: Moment, timeZone = 'UTC'): string =>
      new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone }).format(new Date(at)),
    /** “5 Dec 2026, 14:05 UTC”. Without a time zone: UTC. */
    dateTime: (at: Moment, timeZone: string | undefined = 'UTC'): string =>
      new Intl.DateTimeFormat(language, { ...minuteStyle, timeZone }).format(new Date(at)),
    /** “3 days ago”, “in 2 weeks”. Under a minute: “now”. */
    relative: (at: Moment, now: Moment = Date.now()): string => {
      const seconds = (new Date(at).getTime() - new Date(now).getTime()) / 1000;
      const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', Infinity];
      return relative.format(size === Infinity ? 0 : Math.round(seconds / size), unit);
    },
  };
}

const minuteStyle: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
};

export type Moment = Date | string | number;

export type Formats = ReturnType<typeof formats>;
