import { badRequest } from '../errors.ts';
import type { User } from '../store/entities.ts';
import { like } from './like.ts';

const modes = ['exact', 'like', 'similar_to', 'posix'] as const;
type Mode = (typeof modes)[number];

const fields = {
  id: (user: User) => user.id,
  primary_email: (user: User) => user.primaryEmail,
  primary_phone: (user: User) => user.primaryPhone,
  username: (user: User) => user.username,
  name: (user: User) => user.name,
};
type Field = keyof typeof fields;

/**
 * `search=%jane%`, `search.primaryEmail=…&mode.primaryEmail=exact`, `joint=and`, `isCaseSensitive=true`. LIKE needs
 * its own wildcards; without them it is an equality.
 */
export function userSearch(query: URLSearchParams): (user: User) => boolean {
  const joint = query.get('joint') ?? query.get('jointMode');
  if (joint && joint !== 'and' && joint !== 'or')
    refuse(`Search joint mode \`${joint}\` is not valid, expect one of or, and.`);
  const caseSensitive = ['1', 'true', 'y', 'yes', 'yep', 'yeah'].includes(
    (query.get('isCaseSensitive') ?? '').toLowerCase(),
  );
  const { modeOf, values } = parse(query);
  const conditions = [...values].map(([field, texts]) => condition(field, texts, modeOf(field), caseSensitive));
  if (conditions.length === 0) return () => true;
  return (user) => (joint === 'and' ? conditions.every((test) => test(user)) : conditions.some((test) => test(user)));
}

function parse(query: URLSearchParams) {
  const modeBy = new Map<string, Mode>();
  const values = new Map<string, string[]>();
  for (const [key, value] of query) {
    const kind = /^(mode|search)/.exec(key)?.[0];
    if (!kind) continue;
    const [, field = '', ...deeper] = key.split('.');
    if (deeper.length > 0)
      refuse(
        `Unsupported nested search field path \`${[field, ...deeper].join('.')}\` detected. Only the first level field is supported.`,
      );
    if (kind === 'search') values.set(field, [...(values.get(field) ?? []), value]);
    else if (isMode(value)) modeBy.set(field, value);
    else
      refuse(
        `Search match mode \`${value}\`${field && ` for field \`${field}\``} is not valid, expect one of ${modes.join(', ')}.`,
      );
  }
  return { modeOf: (field: string) => modeBy.get(field) ?? modeBy.get('') ?? 'like', values };
}

const isMode = (text: string): text is Mode => (modes as readonly string[]).includes(text);

function condition(rawField: string, texts: string[], mode: Mode, caseSensitive: boolean): (user: User) => boolean {
  const [first = ''] = texts;
  if (mode !== 'exact' && texts.length > 1) refuse('Only one search value is allowed when search mode is not `exact`.');
  if (!texts.every(Boolean)) refuse('Search value cannot be empty.');
  const field = rawField.replace(/([A-Z])/g, '_$1').toLowerCase();
  if (field && !(field in fields))
    refuse(`Search field \`${field}\` is not valid, expect one of ${Object.keys(fields).join(', ')}.`);
  if (mode === 'similar_to' && !caseSensitive) refuse('Cannot use case-insensitive match for `similar to`.');
  const test = matcher(mode, mode === 'exact' ? texts : [first], caseSensitive);
  const readers = field ? [fields[field as Field]] : Object.values(fields);
  return (user) => readers.some((read) => test(read(user)));
}

function matcher(mode: Mode, texts: string[], caseSensitive: boolean): (text: string | null) => boolean {
  const [pattern = ''] = texts;
  const flags = caseSensitive ? 's' : 'si';
  if (mode === 'like') return like(pattern, caseSensitive);
  if (mode === 'exact') {
    const fold = (text: string) => (caseSensitive ? text : text.toLowerCase());
    const wanted = new Set(texts.map(fold));
    return (text) => text !== null && wanted.has(fold(text));
  }
  const source = mode === 'posix' ? pattern : `^(?:${pattern.replaceAll('%', '.*').replaceAll('_', '.')})$`;
  const expression = new RegExp(source, flags);
  return (text) => text !== null && expression.test(text);
}

function refuse(details: string): never {
  throw badRequest(details, 400, {});
}
