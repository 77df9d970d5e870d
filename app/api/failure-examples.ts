import { type Failure, type FailureCode, failureStatus } from '#app/failures.ts';

/** What the texts of the reference name, where they cannot be said without. */
export const exampleOf = (code: FailureCode): Pick<Failure, 'code' | 'values'> => ({
  code,
  values: { scope: 'members:read', limit: 10, left: 2, ...(code === 'emails-too-many' && { max: 1_000 }) },
});

export const byStatus = (one: FailureCode, two: FailureCode): number =>
  failureStatus[one] - failureStatus[two] || one.localeCompare(two);
