import { failure, type Failure, type FailureCode } from '#app/failures.ts';
import { LogtoError } from '#app/logto/errors.server.ts';

/** Ends a flow's steps with an expected failure. The engine undoes, and hands the failure out as a value. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly failure: Failure;

  constructor(code: FailureCode, more: Omit<Failure, 'ok' | 'code'> = {}) {
    super(code);
    this.failure = failure(code, more);
  }
}

/** Stops a flow when there is a reason to. */
export function refuseIf(failed: Failure | null): void {
  if (failed) throw new Refusal(failed.code, failed);
}

/** May be gone at the next try: no answer, too busy, or credentials that an operator is about to mend. */
export const isPassing = (error: Refusal | LogtoError): boolean =>
  error instanceof LogtoError && error.kind !== 'refused' && error.kind !== 'not-found';

export function failureOf(error: Refusal | LogtoError): Failure {
  if (error instanceof Refusal) return error.failure;
  switch (error.kind) {
    case 'rate-limited':
      return failure('rate-limited');
    case 'refused':
    case 'not-found':
      return failure('logto-refused');
    case 'unreachable':
    case 'timeout':
    case 'unavailable':
    case 'forbidden':
    case 'unauthorized':
      return failure('logto-unreachable');
  }
}
