/** What people paste, and what is wrong with it. */
import { describe, expect, it } from 'vitest';
import { emailList } from '#app/flows/email-list.server.ts';
import { InviteMembers } from '#app/flows/invite-members.server.ts';

const form = { emails: 'ann@example.test', role: 'member' };

describe('a pasted list', () => {
  it.each([
    ['one a line', 'ann@example.test\nbob@example.test\r\n\ncy@example.test'],
    ['any separators', 'ann@example.test, bob@example.test;cy@example.test'],
    ['spaces, tabs and bars', ' ann@example.test\tbob@example.test | cy@example.test '],
    ['East Asian separators', 'ann@example.test、bob@example.test，cy@example.test'],
    [
      'names as mail programs write them',
      '"Lee, Ann" <Ann@Example.test>, Bob <bob@example.test>; cy <cy@example.test>',
    ],
    [
      'names and tabs, as a spreadsheet copies them',
      'Ann Lee\tann@example.test\nBob\tbob@example.test\nCy\tcy@example.test',
    ],
    [
      'a CSV file with a heading',
      'Name,E-mail,Team\nAnn,ann@example.test,A\n"Ray, Bob",bob@example.test,B\nCy,cy@example.test,',
    ],
    [
      'each once, however it is written',
      'ann@example.test ANN@example.test (bob@example.test) mailto:cy@example.test.',
    ],
    ['what web pages hide in it', 'ann@example.test\u200b \ufeffbob@example.test\u00a0cy@example.test'],
  ])('is read: %s', (_what, text) => {
    expect(emailList(text)).toEqual({
      emails: ['ann@example.test', 'bob@example.test', 'cy@example.test'],
      refused: [],
    });
  });

  it('is read at once, however long a word goes on', () => {
    const started = performance.now();
    expect(emailList(`ann@example${'.'.repeat(80_000)}test`).emails).toEqual([]);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('names what is no address, with its line', () => {
    expect(emailList('ann@example.test\nbob at example.test\ncy@example, dee@example.test')).toEqual({
      emails: ['ann@example.test', 'dee@example.test'],
      refused: [
        { text: 'bob at example.test', line: 2 },
        { text: 'cy@example', line: 3 },
      ],
    });
  });
});

describe('the form', () => {
  const many = (count: number, domain = 'example.test') =>
    Array.from({ length: count }, (_, n) => `p${n}@${domain}`).join('\n');

  it.each([
    ['emails', '', 'emails-missing'],
    ['emails', 'not an address', 'email-invalid'],
    ['emails', many(1_001), 'emails-too-many'],
    ['role', 'king', 'role-unknown'],
    ['note', 'x'.repeat(501), 'note-too-long'],
    ['days', '0', 'expiry-invalid'],
    ['days', '31', 'expiry-invalid'],
    ['days', '1.5', 'expiry-invalid'],
    ['days', 'soon', 'expiry-invalid'],
  ])('refuses %s “%.20s” with %s', (field, value, code) => {
    const { error } = InviteMembers.safeParse({ ...form, [field]: value });
    expect(error?.issues).toMatchObject([{ path: [field], message: code }]);
  });

  it('takes 1,000 addresses, and names ten bad ones before it counts', () => {
    expect(InviteMembers.parse({ ...form, emails: many(1_000) }).emails).toHaveLength(1_000);
    const { error } = InviteMembers.safeParse({ ...form, emails: many(50, 'nowhere') });
    expect(error?.issues).toHaveLength(11);
    expect(error?.issues.at(-1)).toMatchObject({ message: 'more-emails-invalid', params: { count: 40 } });
  });

  it('leaves the days to the organization when nothing is chosen', () => {
    expect(InviteMembers.parse(form)).toMatchObject({ note: null });
    expect(InviteMembers.parse(form).days).toBeUndefined();
    expect(InviteMembers.parse({ ...form, days: '30', language: 'es' })).toMatchObject({ days: 30, language: 'es' });
  });
});
