import { z } from 'zod';
import type { ApiTexts } from '#app/i18n/api-texts.ts';

/** What a schema has, in rows: what is inside something stands below it, as `items[].may.remove`. */
export type FieldRow = { name: string; type: string; isOptional: boolean; text: string | undefined };

type Schema = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: unknown;
};

export function fieldsOf(schema: z.ZodType, io: 'input' | 'output', texts: ApiTexts): FieldRow[] {
  return rowsOf(z.toJSONSchema(schema, { io }) as Schema, texts, '');
}

function rowsOf({ properties = {}, required = [] }: Schema, texts: ApiTexts, within: string): FieldRow[] {
  return Object.entries(properties).flatMap(([name, given]) => {
    const row = {
      name: within + name,
      type: typeOf(given, texts),
      isOptional: !required.includes(name),
      text: texts.fields[name],
    };
    const inner = given.type === 'array' && given.items ? given.items : given;
    return [row, ...rowsOf(inner, texts, `${within}${name}${inner === given ? '' : '[]'}.`)];
  });
}

/** More than so many names are not listed. */
const mostNames = 10;

function typeOf({ type, enum: names, const: only, anyOf, items }: Schema, texts: ApiTexts): string {
  const { orNull, listOf } = texts.page;
  if (anyOf) {
    const others = anyOf.filter((each) => each.type !== 'null').map((each) => typeOf(each, texts));
    return `${others.join(' | ')}${others.length < anyOf.length ? ` ${orNull}` : ''}`;
  }
  if (only !== undefined) return String(only);
  if (names) return names.length > mostNames ? 'string' : names.join(' | ');
  if (type === 'array') return `${listOf} ${items ? typeOf(items, texts) : 'object'}`;
  return typeof type === 'string' ? type : 'object';
}
