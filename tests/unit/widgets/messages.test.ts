import { readdirSync } from 'node:fs';
import { en, translator, type Locale, type Texts } from '@tenantry/widgets/core';
import { es } from '@tenantry/widgets/locales/es';
import { pseudo } from '@tenantry/widgets/locales/pseudo';
import { describe, expect, test } from 'vitest';

const locales: Record<string, Locale> = { en, es, pseudo };
const keys = Object.keys(en.texts) as (keyof Texts)[];

/** All forms of a text. */
const formsOf = (text: Texts[keyof Texts]): string[] => (typeof text === 'string' ? [text] : Object.values(text));
const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

test('every file of a locale is looked at here', () => {
  const files = readdirSync(new URL('../../../widgets/src/locales', import.meta.url));
  expect(files.map((file) => file.replace(/\.ts$/, '')).sort()).toEqual(Object.keys(locales).sort());
});

describe.each(Object.entries(locales))('%s', (_name, { locale, texts }) => {
  test('has every text, and no other', () => {
    expect(Object.keys(texts).sort()).toEqual([...keys].sort());
    for (const key of keys) for (const form of formsOf(texts[key])) expect(form.trim(), key).not.toBe('');
  });

  test('names the same things in each', () => {
    for (const key of keys) {
      const [english] = formsOf(en.texts[key]);
      for (const form of formsOf(texts[key])) expect(placeholders(form), key).toEqual(placeholders(english!));
    }
  });

  test('has a form for every number', () => {
    const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
    for (const key of keys) {
      const text = texts[key];
      if (typeof text === 'string') continue;
      // Spanish has `many` for millions, which reads as `other` with a numeral.
      const needed = pluralCategories.filter((category) => category !== 'many');
      expect(Object.keys(text).sort(), key).toEqual([...needed].sort());
    }
  });
});

test('the pseudo-locale has no English left, is a third longer, and shows its ends', () => {
  for (const key of keys) {
    const english = formsOf(en.texts[key]);
    for (const [at, form] of formsOf(pseudo.texts[key]).entries()) {
      expect(form).toMatch(/^\[.*\]$/s);
      expect(form).not.toContain(english[at]);
      expect(form.length).toBeGreaterThan(english[at]!.length * 1.3);
    }
  }
});

test('Spanish is not English', () => {
  for (const key of keys) expect(formsOf(es.texts[key]), key).not.toEqual(formsOf(en.texts[key]));
});

describe('a text', () => {
  test.each([
    [en, 'found', { count: 1 }, '1 organization'],
    [en, 'found', { count: 12_345 }, '12,345 organizations'],
    [es, 'found', { count: 12_345 }, '12.345 organizaciones'],
    [es, 'found', { count: 0 }, '0 organizaciones'],
    [en, 'more', { shown: 100, total: 6_000 }, 'Showing 100 of 6,000. Type to search them all.'],
    [en, 'switched', { name: '<b>$& {count}</b>' }, 'Switched to <b>$& {count}</b>.'],
    [en, 'switched', { name: '' }, 'Switched to .'],
    [en, 'switched', undefined, 'Switched to {name}.'],
  ] as const)('is filled in: %#', (locale, key, values, text) => {
    expect(translator(locale)(key, values)).toBe(text);
  });

  test('is English, and what a page says otherwise is the page’s', () => {
    const text = translator(undefined, { create: 'New team', found: { other: '{count} teams' } });
    expect([text('create'), text('cancel'), text('found', { count: 1 })]).toEqual(['New team', 'Cancel', '1 teams']);
  });

  test.each([
    ['of the other direction', 'شركة', '\u2068شركة\u2069'],
    ['that turns the rest around', 'evil\u202egnp', '\u2068evilgnp\u2069'],
    ['that leaves its own isolate', 'a\u2069b\u2067', '\u2068ab\u2069'],
  ])('is not turned around by a name %s', (_which, name, isolated) => {
    expect(translator()('switched', { name })).toBe(`Switched to ${isolated}.`);
  });
});
