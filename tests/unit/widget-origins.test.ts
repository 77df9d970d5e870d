/** The operator's own sites, and applications, in the environment. What an organization may add: tests/integration/pages/widget-settings.test.ts. */
import { describe, expect, it } from 'vitest';
import { inspectEnvironment } from '#app/env.server.ts';

const told = (list?: string, of: 'WIDGET_ORIGINS' | 'API_CLIENT_IDS' = 'WIDGET_ORIGINS') => {
  const { values, problems } = inspectEnvironment({ [of]: list });
  return problems.find(({ name }) => name === of)?.remedy ?? values[of];
};

describe('WIDGET_ORIGINS', () => {
  it('is a list of origins, each once, as browsers send them', () => {
    expect(told()).toEqual([]);
    expect(told(' https://WWW.example.com/, http://localhost:4000,,https://www.example.com:443')).toEqual([
      'https://www.example.com',
      'http://localhost:4000',
    ]);
  });

  it.each([
    [
      'https://www.example.com/shop',
      'https://www.example.com/shop has more than scheme, host and port: write https://www.example.com.',
    ],
    ['http://www.example.com', 'write https://www.example.com.'],
    ['www.example.com', 'www.example.com is no address'],
    ['*', '* is no address'],
    ['https://*.example.com', 'name each by its whole address'],
    ['null', 'null is no address'],
  ])('says of %s what to write instead', (given, remedy) =>
    expect(told(`https://ok.example.com,${given}`)).toContain(remedy),
  );

  it('names all that are wrong', () => expect(told('one,two')).toMatch(/one is no address.*two is no address/));
});

describe('API_CLIENT_IDS', () => {
  it('is a list of ids, each once', () => {
    expect(told(undefined, 'API_CLIENT_IDS')).toEqual([]);
    expect(told(' shop000000000000000a,, shop000000000000000a,other', 'API_CLIENT_IDS')).toEqual([
      'shop000000000000000a',
      'other',
    ]);
  });

  it.each(['My shop', 'https://shop.example.com', '*', 'shop0000000000000000000a'])('%s is none', (given) =>
    expect(told(`shop,${given}`, 'API_CLIENT_IDS')).toBe(
      `${given} is no id of an application: copy the App ID from its page in Logto’s console.`,
    ),
  );
});
