import { en } from '../locales/en.ts';

export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

type EnglishTexts = typeof en.texts;

export type MessageKey = keyof EnglishTexts;

/** All texts of the widgets in one language. */
export type Texts = { readonly [Key in MessageKey]: EnglishTexts[Key] extends string ? string : Plural };

/** A file in `locales/`: the whole of what another language takes. */
export type Locale = {
  /** BCP 47: numbers and plurals go by it. */
  readonly locale: string;
  readonly texts: Texts;
};

/** What a page says otherwise, each text for itself. */
export type Messages = Partial<Texts>;

export type Values = Record<string, string | number>;

/** The text with its values: `text('found', { count: 1_000 })`. Plain text; never HTML. */
export type Translate = (key: MessageKey, values?: Values) => string;

export { en };

export function translator({ locale, texts }: Locale = en, own: Messages = {}): Translate {
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  return (key, values = {}) => {
    const text: string | Plural = own[key] ?? texts[key];
    const form = typeof text === 'string' ? text : (text[plural.select(Number(values['count']))] ?? text.other);
    return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return typeof value === 'number' ? number.format(value) : value === undefined ? whole : isolated(value);
    });
  };
}

/**
 * Somebody’s name within a sentence must not turn the sentence around, as text of the other direction or with bidi controls
 * would: those go, and the name gets its own direction (UAX #9, isolates).
 */
function isolated(value: string): string {
  if (!/[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufeff]/.test(value)) return value;
  return `\u2068${value.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')}\u2069`;
}
