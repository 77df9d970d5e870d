import { describe, expect, it } from 'vitest';
import { failureStatus } from '#app/failures.ts';
import { en } from '#app/i18n/en.ts';
import { es } from '#app/i18n/es.ts';
import { failureText } from '#app/i18n/failure-text.ts';

type Message = string | ((values: Record<string, unknown>) => string);
type Branch = { [key: string]: Message | Branch };

/** Every message by its path, such as `members.count`. */
function messages(branch: Branch, path = ''): [string, Message][] {
  return Object.entries(branch).flatMap(([key, value]) => {
    const here = path ? `${path}.${key}` : key;
    return typeof value === 'object' ? messages(value, here) : [[here, value] as [string, Message]];
  });
}

/** Says a message with marked values, and tells which values it asked for. */
function say(message: Message, count: number): { text: string; asked: string[] } {
  const asked = new Set<string>();
  const values = new Proxy<Record<string, unknown>>(
    {},
    {
      get(_target, name: string) {
        asked.add(name);
        return name === 'count' || name === 'max' ? count : `‹${name}›`;
      },
    },
  );
  const text = typeof message === 'string' ? message : message(values);
  return { text, asked: [...asked].sort() };
}

const english = new Map(messages(en as unknown as Branch));
const spanish = new Map(messages(es as unknown as Branch));

/** The same word in both languages. */
const same = new Set([
  'machines.apps.inLogto',
  'workspaces.create.namePlaceholder',
  'plans.title',
  'account.email',
  'members.roles',
  'settings.tabs.widgets',
]);

describe('the catalogs', () => {
  it('have the same keys', () => {
    expect([...spanish.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it.each([...english.keys()])('say %s in both languages, with the same values', (key) => {
    for (const count of [0, 1, 2, 1_000]) {
      const [one, other] = [say(english.get(key)!, count), say(spanish.get(key)!, count)];
      expect(one.text.trim()).not.toBe('');
      expect(other.text.trim()).not.toBe('');
      expect(other.asked).toEqual(one.asked);
      if (!same.has(key)) expect(other.text).not.toBe(one.text);
    }
  });

  it.each([...english.keys()])('stay calm in %s: no exclamation marks', (key) => {
    expect(`${say(english.get(key)!, 2).text} ${say(spanish.get(key)!, 2).text}`).not.toMatch(/[!¡]|\b(oops|ups)\b/i);
  });

  it('count in the forms of the language', () => {
    expect(en.members.count({ count: 1 })).toBe('1 member');
    expect(en.members.count({ count: 12_403 })).toBe('12,403 members');
    expect(es.members.count({ count: 1 })).toBe('1 miembro');
    expect(es.members.count({ count: 12_403 })).toBe('12.403 miembros');
  });
});

describe('failures', () => {
  it.each(Object.keys(failureStatus) as (keyof typeof failureStatus)[])(
    'say what %s means, without values too',
    (code) => {
      for (const catalog of [en, es]) {
        expect(failureText(catalog, { code })).not.toMatch(/undefined|^$/);
      }
    },
  );

  it('name the address that is wrong', () => {
    expect(failureText(en, { code: 'email-invalid', values: { email: 'ana@' } })).toContain('“ana@”');
  });
});
