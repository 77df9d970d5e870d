import type { ZodError } from 'zod/v3';
import { message, type Variables } from './messages.ts';

/**
 * A refusal as Logto words it: `{code, message, data?, details?}`. The message follows Accept-Language; clients match
 * on the code.
 */
export class LogtoError extends Error {
  readonly code: string;
  readonly status: number;
  readonly data: unknown;
  readonly details: string | undefined;
  readonly variables: Variables;

  constructor(code: string, status = 400, rest: { data?: unknown; details?: string; variables?: Variables } = {}) {
    super(`${status} ${code}`);
    this.code = code;
    this.status = status;
    this.data = rest.data;
    this.details = rest.details;
    this.variables = rest.variables ?? {};
  }

  toBody(language: string): Record<string, unknown> {
    return {
      code: this.code,
      ...(this.data !== undefined && { data: this.data }),
      ...(this.details !== undefined && { details: this.details }),
      message: message(this.code, language, this.variables),
    };
  }
}

/** A body, query or path that does not have the expected shape. */
export function invalidInput(error: ZodError, part: 'body' | 'query' | 'parameters' = 'body'): LogtoError {
  const details = error.issues.map((issue) => {
    const where = `Error in key path "${issue.path.map(String).join('.')}": (${issue.code}) `;
    return (
      where +
      (issue.code === 'invalid_type' ? `Expected ${issue.expected} but received ${issue.received}.` : issue.message)
    );
  });
  return new LogtoError('guard.invalid_input', 400, {
    data: { issues: error.issues, name: 'ZodError' },
    details: details.join('\n'),
    variables: { type: part },
  });
}

const entity = (code: string, status: number, variables?: Variables) =>
  new LogtoError(`entity.${code}`, status, { variables });

export const notFound = () => entity('not_found', 404);
export const notExists = (name: string) => entity('not_exists', 404, { name });
export const notExistsWithId = (name: string, id: string) => entity('not_exists_with_id', 404, { name, id });
export const foreignKeyNotFound = () => entity('relation_foreign_key_not_found', 422);
export const alreadyExists = () => entity('unique_integrity_violation', 422);
export const constraintViolated = () => entity('db_constraint_violated', 422);
export const nothingToUpdate = () => entity('invalid_input', 422, { details: 'No fields to update.' });
export const emptyValues = () => entity('invalid_input', 422, { details: 'Value list must not be empty.' });
export const requireMembership = () => new LogtoError('organization.require_membership', 422);

/** `request.invalid_input`, whose explanation is part of the message. */
export const badRequest = (details: string, status = 400, data?: unknown) =>
  new LogtoError('request.invalid_input', status, { data, variables: { details } });
