import type { z } from 'zod';
import { failure, type Failure, type FailureCode, failureStatus } from '#app/failures.ts';
import { randomSecret } from '#app/secrets.server.ts';

/** What was sent, read by the schemas of a contract. Throws nothing: what is wrong is a value, and all of it is named. */

type Read<T> = { ok: true; value: T } | { ok: false; failures: [Failure, ...Failure[]] };

const wrong = (...failures: [Failure, ...Failure[]]): { ok: false; failures: [Failure, ...Failure[]] } => ({
  ok: false,
  failures,
});

/** JSON in UTF-8. A name that the schema does not have is refused: most are misspelt. */
export async function readBody(request: Request, schema: z.ZodType): Promise<Read<unknown>> {
  const [type = '', ...parameters] = (request.headers.get('content-type') ?? '').toLowerCase().split(';');
  const isUtf8 = parameters.every((each) => !each.includes('charset') || /charset="?utf-8"?\s*$/.test(each));
  if (type.trim() !== 'application/json' || !isUtf8) return wrong(failure('body-invalid'));
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await request.arrayBuffer());
    return check(JSON.parse(text), schema);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return wrong(failure('body-invalid'));
    throw error;
  }
}

/** The query of an address: each name once, and none that the schema does not have. */
export function readQuery(query: URLSearchParams, schema: z.ZodType): Read<unknown> {
  const seen = new Set<string>();
  const twice = [...query.keys()].find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) return wrong(failure('value-invalid', { field: twice }));
  return check(Object.fromEntries(query), schema);
}

/** Under which the same request is done once. A fresh one when none is sent. */
export function readKey(headers: Headers): Read<string> {
  const key = headers.get('idempotency-key');
  if (key === null) return { ok: true, value: randomSecret() };
  if (/^[\w-]{16,64}$/.test(key)) return { ok: true, value: key };
  return wrong(failure('value-invalid', { field: 'Idempotency-Key' }));
}

function check(given: unknown, schema: z.ZodType): Read<unknown> {
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const [first = failure('body-invalid'), ...others] = parsed.error.issues.flatMap(failuresOf);
    return wrong(first, ...others.slice(0, 99));
  }
  const field = unstorable(parsed.data);
  return field === undefined ? { ok: true, value: parsed.data } : wrong(failure('value-invalid', { field }));
}

/** Our schemas say our codes; what zod says by itself is that a value is not of the kind that it should be. */
function failuresOf(issue: z.core.$ZodIssue): Failure[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => failure('value-invalid', { field: [...path, key].join('.').slice(0, 100) }));
  }
  if (path.length === 0) return [failure('body-invalid')];
  const code = Object.hasOwn(failureStatus, issue.message) ? (issue.message as FailureCode) : 'value-invalid';
  const values = issue.code === 'custom' ? (issue.params as Failure['values']) : undefined;
  return [failure(code, { field: path.join('.'), ...(values && { values }) })];
}

/** PostgreSQL's text holds no NUL, and UTF-8 no half of a pair. Where one is; our schemas are shallow. */
function unstorable(value: unknown, path: string[] = []): string | undefined {
  if (typeof value === 'string') return /[\0\p{Surrogate}]/u.test(value) ? path.join('.') : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, each] of Object.entries(value)) {
    const found = unstorable(each, [...path, name]);
    if (found !== undefined) return found;
  }
  return undefined;
}
