import { en } from './en.ts';
import type { Locale, Plural, Texts } from '../core/messages.ts';

const plain = 'AEIOUaeioucnsyz';
const accented = 'ÅÉÎÖÛåéîöûçñšýž';

/**
 * English that is no language, to see what a page does with one: accents show text that is not in the catalog, a third
 * more length shows where it does not fit, brackets show where it was cut. Made from the English texts.
 */
export const pseudo: Locale = { locale: 'en-XA', texts: pseudoTexts() };

function pseudoTexts(): Texts {
  const entries = Object.entries(en.texts as Texts).map(([key, text]) => {
    if (typeof text === 'string') return [key, pseudoOf(text)];
    return [key, Object.fromEntries(Object.entries(text as Plural).map(([form, each]) => [form, pseudoOf(each)]))];
  });
  return Object.fromEntries(entries) as Texts;
}

function pseudoOf(text: string): string {
  const letters = text.replace(/\{\w+\}|./gu, (part) => accented[plain.indexOf(part)] ?? part);
  return `[${letters}${' one two three four five six'.slice(0, Math.ceil(text.length / 3))}]`;
}
