import { data } from '@remix-run/node';
import type { z } from 'zod';
import { type Failure, failure, type FailureCode, failureStatus } from '#app/failures.ts';
import { randomSecret } from '#app/secrets.server.ts';
import type { FormProblem, FormValues } from '#app/ui/form-state.ts';

/** What an action answers when it refused: what is wrong, and what was typed, so that nothing is lost. */
export type FormAnswer = {
  problems: FormProblem[];
  values: FormValues;
  /** For the next try: the same, so that an interrupted one goes on, unless it is spent. */
  key?: string;
};

type Parsed<T> =
  | { ok: true; value: T; key: string; refuse(failure: Failure): ReturnType<typeof answer> }
  | { ok: false; answer: ReturnType<typeof answer> };

/** A fresh idempotency key for a page that holds a form. */
export const formKey = randomSecret;

/**
 * Reads a form by its schema, whose messages are failure codes.
 *
 *     const form = await parseForm(request, CreateOrganization);
 *     if (!form.ok) return form.answer;
 *     const created = await createOrganization(person, form.value, form.key);
 *     return created.ok ? redirect(…) : form.refuse(created);
 */
export async function parseForm<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<Parsed<z.output<Schema>>> {
  return parseData(await request.formData(), schema);
}

/** The same for a form with a file: `file` is the one of this name, of whatever kind; null when none was chosen. */
export async function parseUpload<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  name: string,
): Promise<Parsed<z.output<Schema>> & { file: File | null }> {
  const form = await request.formData();
  const file = form.get(name);
  return { ...parseData(form, schema), file: file instanceof File && file.size > 0 ? file : null };
}

function parseData<Schema extends z.ZodType>(form: FormData, schema: Schema): Parsed<z.output<Schema>> {
  const { idempotencyKey, ...values } = valuesOf(form);
  const parsed = schema.safeParse(values);
  if (!parsed.success) return { ok: false, answer: answer(parsed.error.issues.map(failureOf), values) };
  const key = typeof idempotencyKey === 'string' && /^[\w-]{16,64}$/.test(idempotencyKey) ? idempotencyKey : formKey();
  return { ok: true, value: parsed.data, key, refuse: (refused) => answer([refused], values, key) };
}

/** A name that was sent several times, as checkboxes are, has a list. Files are left out: `parseUpload`. */
function valuesOf(form: FormData): Record<string, string | string[]> {
  const sent = [...new Set(form.keys())].map((name) => {
    const texts = form.getAll(name).filter((value) => typeof value === 'string');
    const storable = texts.map((text) => text.replaceAll('\0', '')); // which PostgreSQL's text cannot hold
    return [name, storable.length > 1 ? storable : storable[0]] as const;
  });
  return Object.fromEntries(sent.filter((entry): entry is [string, string | string[]] => entry[1] !== undefined));
}

function answer(failures: Failure[], values: FormValues, key?: string) {
  const problems = failures.map(({ code, field, values }) => ({
    code,
    ...(field !== undefined && { field }),
    ...(values !== undefined && { values }),
  }));
  const status = failures[0] ? failureStatus[failures[0].code] : 400;
  const spent = failures.some(({ code }) => code === 'form-used-differently' || code === 'key-shown-once');
  const next = spent ? formKey() : key;
  return data<FormAnswer>({ problems, values, ...(next !== undefined && { key: next }) }, { status });
}

/** zod's own messages are for programmers: a field that is missing altogether was not sent by our form. */
function failureOf(issue: z.core.$ZodIssue): Failure {
  const code = Object.hasOwn(failureStatus, issue.message) ? (issue.message as FailureCode) : 'form-expired';
  const field = issue.path[0];
  const values = issue.code === 'custom' ? (issue.params as Failure['values']) : undefined;
  return failure(code, { ...(field !== undefined && { field: String(field) }), ...(values && { values }) });
}
