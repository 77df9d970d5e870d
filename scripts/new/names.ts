import { runInNewContext } from 'node:vm';
import ts from 'typescript';
import { Refused } from './refused.ts';
import { singularOf } from './singular.ts';

/**
 * The words of a feature in every way that its files write them: `__things__`, `__Thing__`, `__things_table__` …
 * are the tokens of scripts/new/templates.
 */
export type Tokens = Record<string, string>;

const shape = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** PostgreSQL cuts names at 63 bytes, and an index is called after its table and columns. */
const longest = 32;

export const camel = (dashed: string): string => dashed.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
export const pascal = (dashed: string): string => capital(camel(dashed));
export const snake = (dashed: string): string => dashed.replaceAll('-', '_');
export const words = (dashed: string): string => dashed.replaceAll('-', ' ');
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A name as it is to be typed: `purchase-orders`. Refuses what no file, table or variable can be called. */
export function checkedName(name: string): string {
  const suggestion = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (!shape.test(name)) {
    const hint = shape.test(suggestion) ? `, such as \`${suggestion}\`` : '';
    throw new Refused(`\`${name}\` cannot be a name: small letters and digits, words joined by \`-\`${hint}.`);
  }
  if (name.length > longest) throw new Refused(`\`${name}\` is longer than ${longest} characters.`);
  if (isReserved(name)) throw new Refused(`\`${name}\` is a word of the language: choose another.`);
  return name;
}

/** Words of TypeScript, and what a model cannot be called since Prisma's client is written with it, such as `Map`. */
const builtIn = new Set([
  ...(runInNewContext('Object.getOwnPropertyNames(globalThis)') as string[]),
  ...['Prisma', 'PrismaClient', 'Record', 'Partial', 'Omit', 'Pick', 'Decimal', 'arguments', 'await'],
]);

const isReserved = (name: string): boolean => {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, camel(name));
  const kind = scanner.scan();
  const isKeyword = kind >= ts.SyntaxKind.FirstReservedWord && kind <= ts.SyntaxKind.LastFutureReservedWord;
  return isKeyword || builtIn.has(pascal(name)) || builtIn.has(camel(name));
};

export type FeatureNames = { things: string; thing: string; tokens: Tokens };

/** `spanish`: both words with their article, such as `la tarea, las tareas`. */
export function featureNames(name: string, options: { singular?: string; spanish?: string } = {}): FeatureNames {
  const things = checkedName(name);
  const thing = checkedName(options.singular ?? singularOf(things));
  return {
    things,
    thing,
    tokens: {
      things: camel(things),
      thing: camel(thing),
      Things: pascal(things),
      Thing: pascal(thing),
      'things-dashed': things,
      'thing-dashed': thing,
      things_table: snake(things),
      'things words': words(things),
      'Things words': capital(words(things)),
      'thing words': words(thing),
      ...spanishTokens(options.spanish, things, thing),
    },
  };
}

/** Without Spanish words the English ones stand there in quotes, as a foreign word does, until somebody writes better. */
function spanishTokens(given: string | undefined, things: string, thing: string): Tokens {
  const found = /^(el|la) ([^,]+), (los|las) ([^,]+)$/.exec((given ?? '').trim().toLocaleLowerCase('es'));
  if (given !== undefined && !found) {
    throw new Refused('--spanish takes one and several, with their articles: --spanish "la tarea, las tareas"');
  }
  const [, article = 'el', one = `«${words(thing)}»`, , several = `«${words(things)}»`] = found ?? [];
  return {
    cosa: one,
    cosas: several,
    Cosas: found ? capital(several) : `«${capital(words(things))}»`,
    'el cosa': `${article} ${one}`,
    'del cosa': article === 'el' ? `del ${one}` : `de ${article} ${one}`,
  };
}

/** Fills a template. A line that begins with `__limited__` stays for what a plan limits. */
export function filled(template: string, tokens: Tokens, { limited = false } = {}): string {
  const text = template
    .replace(/^( *)__limited__(.*)\n/gm, limited ? '$1$2\n' : '')
    .replaceAll('__, limit__', limited ? `, \`${tokens['things-dashed']}-used-up\`` : '');
  return text.replace(/__([A-Za-z]+(?:[- _](?:dashed|words|table|cosa))?)__/g, (token, name: string) => {
    const word = tokens[name];
    if (word === undefined) throw new Error(`No template may say ${token}.`);
    return word;
  });
}
