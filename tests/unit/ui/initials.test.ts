import { describe, expect, it } from 'vitest';
import { hueOf, initialsOf } from '#app/ui/initials.ts';

describe('initials', () => {
  it.each([
    ['Ana Ruiz', 'AR'],
    ['Ana María Ruiz', 'AR'],
    ['  ana   ruiz ', 'AR'],
    ['Zoë', 'Z'],
    ['ana@example.com', 'A'],
    ['𝒜da Lovelace', '𝒜L'],
    ['', '?'],
  ])('of %j are %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});

describe('the hue of an id', () => {
  it('is always the same, one of twelve, and spread over them', () => {
    const hues = Array.from({ length: 500 }, (_, index) => hueOf(`user-${index}`));
    expect(hueOf('user-7')).toBe(hues[7]);
    expect(new Set(hues)).toEqual(new Set(Array.from({ length: 12 }, (_, hue) => hue)));
  });
});
