import { describe, expect, it } from 'vitest';
import { preferredLanguage } from '#app/i18n/languages.ts';

describe('the language to greet a browser in', () => {
  it.each([
    [null, 'en'],
    ['', 'en'],
    ['es', 'es'],
    ['es-MX,es;q=0.9,en;q=0.8', 'es'],
    ['de-DE,de;q=0.9,es;q=0.5,en;q=0.4', 'es'],
    ['en;q=0.4, es;q=0.8', 'es'],
    ['es;q=0, fr', 'en'],
    ['fr-CA, zh', 'en'],
    ['ES', 'es'],
    [';;;,,q=', 'en'],
  ])('of %j is %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});
