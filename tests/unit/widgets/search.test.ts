import { searchOrganizations } from '@tenantry/widgets/core';
import { describe, expect, test } from 'vitest';
import { organization } from './api.ts';

const find = (names: readonly string[], search: string) =>
  searchOrganizations(
    names.map((name, at) => organization(`o${at}`, name)),
    search,
  ).map(({ name }) => name);

describe('a name is found', () => {
  test.each([
    ['without its accents', 'Ängström Ñandú', 'angstrom nandu'],
    ['with accents it does not have', 'Cafe', 'CAFÉ'],
    ['whatever its case', 'STRASSE', 'straße'],
    ['by a Turkish İ', 'İstanbul', 'istanbul'],
    ['in Greek', 'Ωμέγα', 'ωμεγα'],
    ['in full-width letters', 'ＡＣＭＥ', 'acme'],
    ['in Japanese', '株式会社テスト', 'テスト'],
    ['by words in any order', 'Acme Holding Madrid', 'mad  acme'],
    ['by a part in the middle', 'Metaorganic', 'organ'],
    ['by its address', 'Anything', 'slug-o0'],
    ['through invisible characters', 'Ac\u200dme\u202e', 'acme'],
  ])('%s', (_how, name, search) => {
    expect(find([name, 'Zzz'], search)).toEqual([name]);
  });

  test.each([
    ['by one word of two', 'Acme', 'acme zeta'],
    ['across its name and its address', 'Acme', 'acmeslug'],
    ['by another letter of Japanese', 'ガス', 'カス'],
    ['as a pattern', 'Acme', 'a.me'],
  ])('not %s', (_how, name, search) => expect(find([name], search)).toEqual([]));
});

test('those that begin with it come first, each in their order', () => {
  expect(find(['Zacme', 'Big Acme', 'Acme', 'Pacmen'], 'acme')).toEqual(['Big Acme', 'Acme', 'Zacme', 'Pacmen']);
});
