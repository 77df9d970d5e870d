import { describe, expect, it } from 'vitest';
import { formats } from '#app/i18n/formats.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const ago = (seconds: number) => new Date(now - seconds * 1000);

describe('relative times', () => {
  it.each([
    [10, 'now', 'ahora'],
    [60, '1 minute ago', 'hace 1 minuto'],
    [3 * 3600, '3 hours ago', 'hace 3 horas'],
    [86_400, 'yesterday', 'ayer'],
    [-14 * 86_400, 'in 2 weeks', 'dentro de 2 semanas'],
    [400 * 86_400, 'last year', 'el año pasado'],
  ])('of %i seconds', (seconds, english, spanish) => {
    expect(formats('en').relative(ago(seconds), now)).toBe(english);
    expect(formats('es').relative(ago(seconds), now)).toBe(spanish);
  });
});

describe('dates and lists', () => {
  it('name the time zone, which is UTC unless one is known', () => {
    expect(formats('en').dateTime('2026-12-05T14:05:00Z')).toContain('UTC');
    expect(formats('en').dateTime('2026-12-05T14:05:00Z', 'Asia/Tokyo')).toContain('11:05');
  });

  it('join in the words of the language', () => {
    expect(formats('en').list(['Ana', 'Bo', 'Mei'])).toBe('Ana, Bo, and Mei');
    expect(formats('es').list(['Ana', 'Bo', 'Mei'])).toBe('Ana, Bo y Mei');
  });
});
