import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  chosenIn,
  definitionOf,
  fits,
  settingFrom,
  settingNames,
  settingOf,
  type SettingValue,
} from '#app/organization-settings.ts';

const stored = (settings: unknown, plan = 'unlimited') => ({ plan, settings });

describe('a setting', () => {
  it.each(settingNames)('%s has a default that fits', (name) => {
    expect(fits(name, definitionOf(name).default)).toBe(true);
    expect(settingFrom(name, String(definitionOf(name).default))).toBe(definitionOf(name).default);
  });

  it('is what is stored', () => {
    const settings = { 'invitation-days': 7, 'audit-export': false, 'invitation-role': 'admin' };
    expect(settingOf(stored(settings), 'invitation-days')).toBe(7);
    expect(settingOf(stored(settings), 'audit-export')).toBe(false);
    expect(settingOf(stored(settings), 'invitation-role')).toBe('admin');
  });

  it.each([
    undefined,
    null,
    'text',
    7,
    [],
    {},
    { 'no-such-setting': 1 },
    { 'invitation-days': '7' },
    { 'invitation-days': 0 },
    { 'invitation-days': 31 },
    { 'invitation-days': 1.5 },
    { 'invitation-days': null },
    { 'invitation-days': {} },
    Object.create({ 'invitation-days': 7 }) as object,
  ])('is its default when %j is stored', (settings) => {
    expect(settingOf(stored(settings), 'invitation-days')).toBe(14);
  });

  it('that a plan does not include is off, whatever was chosen', () => {
    expect(settingOf(stored({ 'audit-export': true }, 'free'), 'audit-export')).toBe(false);
    expect(settingOf(stored({}, 'team'), 'audit-export')).toBe(true);
    expect(chosenIn({ 'audit-export': true }, 'audit-export')).toBe(true);
  });

  it.each([
    ['invitation-days', ' 30 ', 30],
    ['invitation-days', '31', null],
    ['invitation-days', '-1', null],
    ['invitation-days', '1e1', null],
    ['invitation-days', '', null],
    ['invitation-role', 'owner', null],
    ['audit-export', 'on', true],
    ['audit-export', 'false', false],
    ['audit-export', 'constructor', null],
    ['audit-export', 'yes', null],
  ] as const)('%s is not just any text: %j is %j', (name, text, value) => {
    expect(settingFrom(name, text)).toBe(value);
  });

  it('has a type of its own, and a wrong name none', () => {
    expectTypeOf<SettingValue<'invitation-days'>>().toEqualTypeOf<number>();
    expectTypeOf<SettingValue<'audit-export'>>().toEqualTypeOf<boolean>();
    expectTypeOf<SettingValue<'invitation-role'>>().toEqualTypeOf<'member' | 'admin'>();
    // @ts-expect-error -- no such setting
    expect(() => settingOf(stored({}), 'invitation-dayz')).toThrow();
  });
});
