import { expect, it } from 'vitest';
import type { Catalog } from '#app/i18n/catalog.ts';
import type { FailureTexts } from '#app/i18n/failure-text.ts';
import { es } from '#app/i18n/es.ts';

/*
 * What must not compile. The check is `npm run typecheck`: each `@ts-expect-error` is an error itself as soon as the line
 * below it compiles.
 */
const { title: _title, ...lacking } = es.account;

// @ts-expect-error a missing text
export const missing: Catalog['account'] = lacking;

// @ts-expect-error a text too many
export const extra: Catalog['account'] = { ...es.account, surplus: 'de más' };

export const otherValue: Catalog['members'] = {
  ...es.members,
  // @ts-expect-error wants a value that nobody passes
  count: ({ total }: { total: number }) => `${total} miembros`,
};

export const otherType: Catalog['members'] = {
  ...es.members,
  // @ts-expect-error wants the value in another type
  count: ({ count }: { count: string }) => `${count} miembros`,
};

const { 'slug-taken': _taken, ...failures } = es.failures;

// @ts-expect-error a failure code without a text
export const silent: FailureTexts = failures;

it('is checked by the compiler', () => {
  expect(Object.keys(lacking)).not.toContain('title');
});
